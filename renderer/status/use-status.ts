/** The latest status; while the Pi is out of reach, what was known stays and says how old it is. */
import { useEffect, useState } from 'react'
import type { StatusView } from '../../provisioners/model/health.ts'
import type { Problem } from '../../provisioners/model/problem.ts'
import { useClient } from '../platform.tsx'

const AGAIN_MS = 15_000

export interface WatchedStatus {
  /** Null before the first look. */
  status: StatusView | null
  /** Why nothing more is heard; null while it is. */
  problem: Problem | null
  looking: boolean
  again: () => void
}

/** @param onGone the connection is no longer there */
export function useStatus(connection: string, onGone: () => void): WatchedStatus {
  const client = useClient()
  const [status, setStatus] = useState<StatusView | null>(null)
  const [problem, setProblem] = useState<Problem | null>(null)
  const [looking, setLooking] = useState(true)
  const [round, setRound] = useState(0)

  useEffect(() => {
    let retry: ReturnType<typeof setTimeout> | null = null
    let stop = () => undefined as void
    let current = true
    const watch = () => {
      setLooking(true)
      stop = client.stream(
        'status.watch',
        { connection },
        {
          event(value) {
            setStatus(value)
            setProblem(null)
            setLooking(false)
          },
          end(reply) {
            setLooking(false)
            if (!reply.ok) setProblem(reply.problem)
            if (!reply.ok && reply.problem.code === 'not-found') void whatIsGone()
            else retry = setTimeout(watch, AGAIN_MS)
          },
        },
      )
    }
    /** Either the connection, or the server on a Pi that answers. */
    const whatIsGone = async () => {
      const reply = await client.request('setup.start', { connection })
      if (current && !reply.ok && reply.problem.code === 'not-found') onGone()
    }
    watch()
    return () => {
      current = false
      stop()
      if (retry !== null) clearTimeout(retry)
    }
    // oxlint-disable-next-line react/exhaustive-deps -- leaving is not a reason to look again
  }, [client, connection, round])

  return { status, problem, looking, again: () => setRound((count) => count + 1) }
}
