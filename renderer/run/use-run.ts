/** Follows one run: events are folded in batches, and after a break the stream goes on behind the last one seen. */
import { useEffect, useState } from 'react'
import type { Problem } from '../../provisioners/model/problem.ts'
import type { RunEvent } from '../../provisioners/model/run-event.ts'
import { useClient, usePlatform } from '../platform.tsx'
import { emptyRun, fold, type RunView } from './fold.ts'

const BATCH_MS = 50
const AGAIN_MS = 5000

export interface FollowedRun {
  view: RunView
  /** Since when this window hears nothing; null while it does. */
  lostSince: number | null
  /** The run cannot be followed at all. */
  problem: Problem | null
  again: () => void
}

/** For one run: a component that shows another one is another component (`key`). */
export function useRun(connection: string, run: string): FollowedRun {
  const client = useClient()
  const platform = usePlatform()
  const [view, setView] = useState(emptyRun)
  const [lostSince, setLostSince] = useState<number | null>(null)
  const [problem, setProblem] = useState<Problem | null>(null)
  const [round, setRound] = useState(0)

  useEffect(() => {
    let waiting: RunEvent[] = []
    let last = 0
    let timer: ReturnType<typeof setTimeout> | null = null
    let retry: ReturnType<typeof setTimeout> | null = null
    let stop = () => undefined as void

    const flush = () => {
      const events = waiting
      waiting = []
      timer = null
      setView((before) => events.reduce(fold, before))
    }
    const follow = () => {
      stop = client.stream(
        'run.events',
        { connection, run },
        {
          event(value, number) {
            last = number
            waiting.push(value)
            setLostSince(null)
            timer ??= setTimeout(flush, BATCH_MS)
          },
          end(reply) {
            if (reply.ok) return
            if (!passing.has(reply.problem.code)) return setProblem(reply.problem)
            setLostSince((since) => since ?? platform.now())
            retry = setTimeout(follow, AGAIN_MS)
          },
        },
        last,
      )
    }
    follow()
    return () => {
      stop()
      if (timer !== null) clearTimeout(timer)
      if (retry !== null) clearTimeout(retry)
    }
  }, [client, platform, connection, run, round])

  const again = () => {
    setProblem(null)
    setRound((count) => count + 1)
  }
  return { view, lostSince, problem, again }
}

/** What goes by itself: the Pi works on meanwhile. */
const passing: ReadonlySet<string> = new Set(['connection-lost', 'unreachable', 'refused'])
