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

export interface Polled<T> {
  /** The last value, also while the next is asked for; null before the first, and for another question. */
  value: T | null
  /** Why the last question had no answer. */
  problem: Problem | null
  /** Whether an answer to this very question is awaited for the first time. */
  asking: boolean
  again: () => void
}

/**
 * Asks again and again while the screen is open: the next question comes so many seconds after the last answer, so that there
 * is never more than one on its way.
 *
 * @param input null asks nothing
 * @param every seconds until the next question, by the last answer (null after a problem); null asks no more
 * @param settle seconds that an input has to stand before it is asked about
 */
export function usePolled<N extends RequestName>(
  name: N,
  input: Input<N> | null,
  every: (value: Output<N> | null) => number | null,
  settle = 0,
): Polled<Output<N>> {
  const client = useClient()
  const [round, setRound] = useState(0)
  const key = JSON.stringify(input)
  const [heard, setHeard] = useState<Heard<Output<N>> | null>(null)
  const pace = useRef(every)
  useEffect(() => {
    pace.current = every
  })
  useEffect(() => {
    const asked = JSON.parse(key) as Input<N> | null
    if (asked === null) return
    let current = true
    let timer: ReturnType<typeof setTimeout> | null = null
    const ask = () => {
      timer = null
      void client.request(name, asked).then((reply) => {
        if (!current) return
        setHeard((before) => {
          const kept = before?.key === key ? before.value : null
          return reply.ok
            ? { key, value: reply.value, problem: null }
            : { key, value: kept, problem: reply.problem }
        })
        const seconds = pace.current(reply.ok ? reply.value : null)
        if (seconds !== null) timer = setTimeout(ask, seconds * 1000)
      })
    }
    timer = setTimeout(ask, round === 0 ? settle * 1000 : 0)
    return () => {
      current = false
      if (timer !== null) clearTimeout(timer)
    }
  }, [client, name, key, settle, round])
  const again = useCallback(() => setRound((count) => count + 1), [])
  const mine = heard?.key === key ? heard : null
  return {
    value: mine?.value ?? null,
    problem: mine?.problem ?? null,
    asking: input !== null && mine === null,
    again,
  }
}

interface Heard<T> {
  key: string
  value: T | null
  problem: Problem | null
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
