/** What is known about the answers to the bridges' questions: what can be added, what is wrong, where their secrets are. */
import { useState } from 'react'
import type { BridgeView } from '../../provisioners/model/bridges.ts'
import type { Problem } from '../../provisioners/model/problem.ts'
import type { SecretPlace } from '../../provisioners/model/provider-view.ts'
import { useAct, useAnswer, type Answer } from '../hooks.ts'
import { useClient } from '../platform.tsx'
import { complete, secretsOf, type BridgeAnswers, type WrongAnswers } from './answers.ts'

export interface KnownBridges {
  /** Null until the catalogue is there. */
  readonly views: readonly BridgeView[] | null
  readonly wrong: WrongAnswers
  /** Where each secret is; empty until it was asked for. */
  readonly places: Readonly<Record<string, SecretPlace>>
  /** Whether every bridge that was chosen can be set up as it is answered. */
  readonly complete: boolean
  readonly problem: Problem | null
  readonly again: () => void
  /** Keeps a secret with the connection. @returns whether it was taken */
  readonly give: (id: string, value: string) => Promise<boolean>
  /** Why the last secret was not taken. */
  readonly notGiven: Problem | null
}

/** @param connection null before there is one: then no secret is known */
export function useBridgeAnswers(connection: string | null, bridges: BridgeAnswers): KnownBridges {
  const client = useClient()
  const gift = useAct()
  const catalog = useAnswer('bridges.catalog', {})
  const judged = useAnswer('bridges.wrong', { bridges })
  const views = useLatest(catalog.answer)
  const chosen = views?.filter(({ id }) => id in bridges) ?? []
  const ids = secretsOf(chosen)
  const known = useAnswer('secret.known', connection === null || views === null ? null : { connection, ids })
  const wrong = useLatest(judged.answer)
  const places = useLatest(known.answer)
  const failed = [catalog, judged, known].find(({ answer }) => answer.state === 'problem')
  const give = async (id: string, value: string): Promise<boolean> => {
    if (connection === null) return false
    const taken = await gift.run(() => client.request('secret.give', { connection, id, value }))
    known.again()
    return taken !== null
  }
  return {
    views,
    wrong: wrong ?? {},
    places: places ?? {},
    // what was said about other answers proves nothing of these
    complete:
      views !== null &&
      judged.answer.state === 'ready' &&
      chosen.every((view) => complete(view, wrong, places)),
    problem: failed?.answer.state === 'problem' ? failed.answer.problem : null,
    again: () => failed?.again(),
    give,
    notGiven: gift.problem,
  }
}

/** The last answer, also while the next one is on its way. */
function useLatest<T>(answer: Answer<T>): T | null {
  const [last, setLast] = useState<T | null>(null)
  if (answer.state === 'ready' && answer.value !== last) setLast(answer.value)
  return answer.state === 'ready' ? answer.value : last
}
