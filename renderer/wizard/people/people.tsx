/** Who signs in, and how: accounts on this server, other ways, and what belongs to them. */
import { useState } from 'react'
import { freeKey } from '../../../provisioners/model/keys.ts'
import type { SignIn } from '../../../provisioners/model/sign-in.ts'
import type { ScreenProps } from '../screen.ts'
import { List } from './list.tsx'
import { Pick } from './pick.tsx'
import { Provider } from './provider.tsx'
import { useWays } from './use-ways.ts'

type Place = { at: 'list' } | { at: 'pick' } | { at: 'edit'; key: string }

export function People({ state, dispatch }: ScreenProps) {
  const [place, setPlace] = useState<Place>({ at: 'list' })
  const ways = useWays(state)
  const { signIn } = state.answers
  const list = () => setPlace({ at: 'list' })
  const change = (patch: Partial<SignIn>) =>
    dispatch({ type: 'answer', patch: { signIn: { ...signIn, ...patch } } })

  if (place.at === 'pick' && ways.views !== null)
    return (
      <Pick
        views={ways.views}
        ways={ways.ways}
        onList={list}
        onPick={(kind) => {
          const key = freeKey(
            kind,
            [...signIn.providers, ...(state.stored?.signIn.providers ?? [])].map((entry) => entry.key),
          )
          change({ providers: [...signIn.providers, { key, kind, settings: {}, admits: 'invited' }] })
          setPlace({ at: 'edit', key })
        }}
      />
    )
  const way = place.at === 'edit' && ways.ways.find(({ entry }) => entry.key === place.key)
  if (way)
    return (
      <Provider key={way.entry.key} way={way} ways={ways} state={state} dispatch={dispatch} onList={list} />
    )
  return (
    <List
      state={state}
      dispatch={dispatch}
      ways={ways}
      onSignIn={change}
      onAdd={() => setPlace({ at: 'pick' })}
      onEdit={(key) => setPlace({ at: 'edit', key })}
    />
  )
}
