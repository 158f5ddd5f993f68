/** Asking the engine from a screen: an answer that loads, an act that is busy, a clock. */
import { useCallback, useEffect, useRef, useState } from 'react'
import type { Input, Output, Reply, RequestName } from '../electron/contract/api.ts'
import type { Problem } from '../provisioners/model/problem.ts'
import { useClient, usePlatform } from './platform.tsx'

export type Answer<T> =
  { state: 'loading' } | { state: 'ready'; value: T } | { state: 'problem'; problem: Problem }

/**
 * Asks once, and again whenever the input changes or `again` is called.
 *
 * @param input null asks nothing and stays loading
 */
export function useAnswer<N extends RequestName>(
  name: N,
  input: Input<N> | null,
): { answer: Answer<Output<N>>; again: () => void } {
  const client = useClient()
  const [round, setRound] = useState(0)
  const key = JSON.stringify(input)
  const question = `${round} ${key}`
  const [answered, setAnswered] = useState<{ question: string; answer: Answer<Output<N>> } | null>(null)
  useEffect(() => {
    const asked = JSON.parse(key) as Input<N> | null
    if (asked === null) return
    let current = true
    void client.request(name, asked).then((reply) => {
      if (!current) return
      const answer = reply.ok
        ? ({ state: 'ready', value: reply.value } as const)
        : ({ state: 'problem', problem: reply.problem } as const)
      setAnswered({ question, answer })
    })
    return () => {
      current = false
    }
  }, [client, name, key, question])
  const again = useCallback(() => setRound((count) => count + 1), [])
  // What was said to another question is no answer to this one.
  const answer = answered?.question === question ? answered.answer : loading
  return { answer, again }
}

const loading = { state: 'loading' } as const

export interface Act {
  busy: boolean
  problem: Problem | null
  clear: () => void
  /** @returns the value, or null when it did not work or the screen is gone */
  run: <T>(ask: () => Promise<Reply<T>>) => Promise<T | null>
}

/** One thing at a time that a person asked for; a second press while it is busy does nothing. */
export function useAct(): Act {
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const running = useRef(false)
  const here = useRef(true)
  useEffect(() => {
    here.current = true
    return () => {
      here.current = false
    }
  }, [])
  const run = useCallback(async <T>(ask: () => Promise<Reply<T>>): Promise<T | null> => {
    if (running.current) return null
    running.current = true
    setBusy(true)
    setProblem(null)
    const reply = await ask()
    running.current = false
    if (!here.current) return null
    setBusy(false)
    if (reply.ok) return reply.value
    setProblem(reply.problem)
    return null
  }, [])
  const clear = useCallback(() => setProblem(null), [])
  return { busy, problem, clear, run }
}

/** The time, again every so many seconds. */
export function useNow(everySeconds: number): number {
  const platform = usePlatform()
  const [now, setNow] = useState(() => platform.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(platform.now()), everySeconds * 1000)
    return () => clearInterval(timer)
  }, [platform, everySeconds])
  return now
}
