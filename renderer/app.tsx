/** Which screen is on: Home, the set-up, or a server's page; and what a reload brings back. */
import { useEffect, useState } from 'react'
import type { SavedServer } from '../electron/contract/api.ts'
import { Home } from './home/home.tsx'
import { OpenServer } from './home/open-server.tsx'
import { readKept, type Kept, type OpenedServer, type Page } from './place.ts'
import { usePlatform } from './platform.tsx'
import { ServerPage } from './status/server-page.tsx'
import { Sprite } from './ui/icon.tsx'
import { Setup } from './wizard/setup.tsx'
import { resumeSetup, startSetup, type SetupState } from './wizard/state.ts'

export type Place =
  | { at: 'home'; gone?: boolean }
  | { at: 'setup'; initial: SetupState }
  | { at: 'open'; server: SavedServer }
  | ({ at: 'server'; page: Page } & OpenedServer)

export function App({ start }: { start?: Place }) {
  const platform = usePlatform()
  const [kept] = useState(() => readKept(platform.recall('place')))
  const [place, setPlace] = useState<Place | null>(start ?? (kept === null ? { at: 'home' } : null))
  /** Another visit to the same kind of place is another screen, with nothing left of the one before. */
  const [visit, setVisit] = useState(0)

  const go = (next: Place) => {
    if (next.at === 'home' || next.at === 'open') platform.remember('place', null)
    setVisit((count) => count + 1)
    setPlace(next)
  }
  useEffect(() => {
    if (place !== null || kept === null) return
    let current = true
    void resume(platform, kept).then((next) => current && go(next))
    return () => {
      current = false
    }
    // oxlint-disable-next-line react/exhaustive-deps -- a reload is resumed once
  }, [])
  return (
    <>
      <Sprite />
      {place !== null && <Screen key={visit} place={place} go={go} />}
    </>
  )
}

function Screen({ place, go }: { place: Place; go: (next: Place) => void }) {
  const home = () => go({ at: 'home' })
  switch (place.at) {
    case 'home':
      return (
        <Home
          gone={place.gone ?? false}
          onAdd={() => go({ at: 'setup', initial: startSetup(false) })}
          onSetUp={() => go({ at: 'setup', initial: startSetup(false) })}
          onPractise={() => go({ at: 'setup', initial: startSetup(true) })}
          onOpen={(server) => go({ at: 'open', server })}
        />
      )
    case 'setup':
      return (
        <Setup
          initial={place.initial}
          onHome={home}
          onServer={(server) => go({ at: 'server', page: 'overview', ...server })}
        />
      )
    case 'open':
      return (
        <OpenServer
          server={place.server}
          onHome={home}
          onServer={(server) => go({ at: 'server', page: 'overview', ...server })}
          onRun={(initial) => go({ at: 'setup', initial })}
        />
      )
    case 'server':
      return (
        <ServerPage
          {...place}
          onHome={home}
          onGone={() => go({ at: 'home', gone: true })}
          onSetup={(initial) => go({ at: 'setup', initial })}
        />
      )
  }
}

/** The connection's id came through the reload; whether the connection did, the engine knows. */
async function resume(platform: ReturnType<typeof usePlatform>, kept: Kept): Promise<Place> {
  const { connection, practice } = kept
  const reply = await platform.client.request('setup.start', { connection })
  if (!reply.ok && reply.problem.code === 'not-found') return { at: 'home', gone: true }
  if (kept.at === 'setup')
    return { at: 'setup', initial: resumeSetup(connection, practice, kept.run, kept.lives) }
  const newer = !reply.ok && reply.problem.code === 'state-newer'
  const name = reply.ok ? reply.value.name : ''
  return {
    at: 'server',
    connection,
    practice,
    newer,
    name,
    page: newer ? 'overview' : kept.page,
    run: kept.run,
  }
}
