/** What is known about the answers to the bridges' questions: what can be added, what is wrong, where their secrets are. */
import { useEffect, useRef, useState } from 'react'
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
  /** Whether that has been judged: an answer that was just given has not. */
  readonly settled: boolean
  readonly problem: Problem | null
  readonly again: () => void
  /** Keeps a secret with the connection. @returns whether it was taken */
  readonly give: (id: string, value: string) => Promise<boolean>
  /** Why the last secret was not taken. */
  readonly notGiven: Problem | null
}

/**
 * @param connection null before there is one: then no secret is known
 * @param only the bridge that is asked about, beside others that are there already
 */
export function useBridgeAnswers(
  connection: string | null,
  bridges: BridgeAnswers,
  only?: string,
): KnownBridges {
  const client = useClient()
  const [giving, setGiving] = useState(0)
  const gift = useAct()
  const catalog = useAnswer('bridges.catalog', {})
  const judged = useAnswer('bridges.wrong', { bridges })
  const views = useLatest(catalog.answer)
  const chosen = views?.filter(({ id }) => (only === undefined ? id in bridges : id === only)) ?? []
  const ids = secretsOf(chosen)
  const known = useAnswer('secret.known', connection === null || views === null ? null : { connection, ids })
  const wrong = useLatest(judged.answer)
  const places = useLatest(known.answer)
  const failed = [catalog, judged, known].find(({ answer }) => answer.state === 'problem')
  const give = async (id: string, value: string): Promise<boolean> => {
    if (connection === null) return false
    setGiving((count) => count + 1)
    const taken = await gift.run(() => client.request('secret.give', { connection, id, value }))
    known.again()
    setGiving((count) => count - 1)
    return taken !== null
  }
  return {
    views,
    wrong: wrong ?? {},
    places: places ?? {},
    settled: giving === 0 && ![catalog, judged, known].some(({ answer }) => answer.state === 'loading'),
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

/** @returns what a press does: go on as soon as the answers have been judged and are good, and stay where they are not */
export function useOnceComplete(known: KnownBridges, onComplete: () => void): () => void {
  const wanted = useRef(false)
  const act = useRef(onComplete)
  const { settled, complete: good } = known
  useEffect(() => {
    act.current = onComplete
  })
  useEffect(() => {
    if (!wanted.current || !settled) return
    wanted.current = false
    if (good) act.current()
  }, [settled, good])
  return () => {
    if (!settled) wanted.current = true
    else if (good) onComplete()
  }
}

/** The last answer, also while the next one is on its way. */
function useLatest<T>(answer: Answer<T>): T | null {
  const [last, setLast] = useState<T | null>(null)
  if (answer.state === 'ready' && answer.value !== last) setLast(answer.value)
  return answer.state === 'ready' ? answer.value : last
}
