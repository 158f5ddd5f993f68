/** Where people will find it: first the way in, then what that way needs, and the name that is for ever. */
import { useState, type ComponentType } from 'react'
import type { ScreenProps } from '../screen.ts'
import { indexOf } from '../steps.ts'
import { Domain } from './domain.tsx'
import { Home } from './home.tsx'
import { Cloudflare } from './cloudflare.tsx'
import { Proxy } from './proxy.tsx'
import type { Way } from './reach.ts'
import { Tailnet } from './tailnet.tsx'
import { Ways } from './ways.tsx'
import type { WayProps } from './way-frame.tsx'

const screens: Record<Way, ComponentType<WayProps>> = {
  funnel: Tailnet,
  tailnet: Home,
  home: Home,
  domain: Domain,
  proxy: Proxy,
  cloudflare: Cloudflare,
}

export function Address({ state, dispatch }: ScreenProps) {
  const { join, stored, furthest, answers } = state
  // who comes back from a later question finds what was answered last, and a join that goes on its own screen
  const back = stored === null && indexOf(furthest) > indexOf('address')
  const [chosen, setChosen] = useState(join !== null || back)
  const [seen, setSeen] = useState(join)
  if (join !== seen) {
    setSeen(join)
    if (join !== null) setChosen(true)
  }
  if (!chosen) return <Ways state={state} dispatch={dispatch} onChosen={() => setChosen(true)} />
  const Screen = screens[answers.reach.way]
  return <Screen state={state} dispatch={dispatch} onWays={() => setChosen(false)} />
}
