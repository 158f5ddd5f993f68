/** What is known of the ways to sign in: what can be added, what follows from the entries, where their secrets are. */
import { useState } from 'react'
import { CAPTCHA_KEY, MAIL_PASSWORD } from '../../../provisioners/model/keys.ts'
import type { Problem } from '../../../provisioners/model/problem.ts'
import type { ProviderPlace, ProviderView, SecretPlace } from '../../../provisioners/model/provider-view.ts'
import type { Provider } from '../../../provisioners/model/sign-in.ts'
import { useAnswer, type Answer } from '../../hooks.ts'
import { intentOf, type SetupState } from '../state.ts'
import { stateOf, type WayState } from './way-state.ts'

/** One entry with everything that is known of it. */
export interface Way {
  readonly entry: Provider
  readonly view: ProviderView
  /** Null until it was asked for. */
  readonly place: ProviderPlace | null
  /** What its button says. */
  readonly name: string
  readonly state: WayState
  /** Whether it is on the Pi already, under the same key. */
  readonly stored: boolean
}

export interface Ways {
  readonly views: readonly ProviderView[] | null
  readonly ways: readonly Way[]
  /** Where each secret is; empty until it was asked for. */
  readonly secrets: Readonly<Record<string, SecretPlace>>
  /** Asks anew where the secrets are. */
  readonly askSecrets: () => void
  readonly problem: Problem | null
  readonly again: () => void
}

export function useWays(state: SetupState): Ways {
  const { answers, link, stored, tests } = state
  const { providers, captcha } = answers.signIn
  const address = intentOf(state)?.address ?? null
  const views = useAnswer('identity.providers', {})
  const places = useAnswer('identity.place', address === null ? null : { address, providers })
  const place = useLatest(places.answer)
  const ids = [
    ...Object.values(place ?? {}).flatMap((each) => Object.values(each.secrets)),
    ...(answers.mail?.username ? [MAIL_PASSWORD] : []),
    ...(captcha === null ? [] : [CAPTCHA_KEY]),
  ]
  const connection = link?.connection ?? null
  const known = useAnswer('secret.known', connection === null ? null : { connection, ids })
  const secrets = useLatest(known.answer)
  const list = useLatest(views.answer)
  const failed = [views, places, known].find(({ answer }) => answer.state === 'problem')
  const ways = providers.flatMap((entry): Way[] => {
    const view = list?.find(({ id }) => id === entry.kind)
    if (view === undefined) return []
    const mine = place?.[entry.key] ?? null
    const before = stored?.signIn.providers.find(({ key }) => key === entry.key)
    const facts = { view, place: mine, secrets, lines: tests[entry.key], same: same(before, entry) }
    return [
      {
        entry,
        view,
        place: mine,
        name: entry.label ?? view.name,
        state: stateOf(facts),
        stored: before !== undefined,
      },
    ]
  })
  return {
    views: list,
    ways,
    secrets: secrets ?? {},
    askSecrets: known.again,
    problem: failed?.answer.state === 'problem' ? failed.answer.problem : null,
    again: () => failed?.again(),
  }
}

/** The last answer, also while the next one is on its way. */
function useLatest<T>(answer: Answer<T>): T | null {
  const [last, setLast] = useState<T | null>(null)
  if (answer.state === 'ready' && answer.value !== last) setLast(answer.value)
  return answer.state === 'ready' ? answer.value : last
}

const same = (a: Provider | undefined, b: Provider): boolean => JSON.stringify(a) === JSON.stringify(b)
