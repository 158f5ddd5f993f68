/** Follows the services' logs into a bounded buffer, in batches. */
import { useEffect, useState } from 'react'
import type { Problem } from '../../provisioners/model/problem.ts'
import type { LogLine } from '../../provisioners/model/proof.ts'
import { useClient } from '../platform.tsx'
import { append, emptyBuffer, type LogBuffer } from './buffer.ts'

const BATCH_MS = 100
const AGAIN_MS = 5000
/** Lines of the past that are asked for. */
const PAST = 500

export interface FollowedLogs {
  buffer: LogBuffer
  state: 'connecting' | 'live' | 'ended'
  problem: Problem | null
  again: () => void
}

interface Heard {
  /** Which asking it belongs to. */
  source: string
  buffer: LogBuffer
  state: FollowedLogs['state']
  problem: Problem | null
}

const nothingYet = { buffer: emptyBuffer, state: 'connecting', problem: null } as const

/** @param services ids; none means all of them */
export function useLogs(connection: string, services: readonly string[]): FollowedLogs {
  const client = useClient()
  const [round, setRound] = useState(0)
  const wanted = services.join(' ')
  const [heard, setHeard] = useState<Heard>({ source: wanted, ...nothingYet })

  useEffect(() => {
    let waiting: LogLine[] = []
    let first = true
    let timer: ReturnType<typeof setTimeout> | null = null
    let retry: ReturnType<typeof setTimeout> | null = null
    let stop = () => undefined as void
    const hear = (news: (before: Heard) => Partial<Heard>) =>
      setHeard((last) => {
        const before = last.source === wanted ? last : { source: wanted, ...nothingYet }
        return { ...before, ...news(before) }
      })
    const flush = () => {
      const lines = waiting
      waiting = []
      timer = null
      // The past comes again with each asking; until then, what was known stays.
      const known = first ? emptyBuffer : null
      first = false
      hear((before) => ({ buffer: append(known ?? before.buffer, lines), state: 'live', problem: null }))
    }
    const follow = () => {
      first = true
      stop = client.stream(
        'logs.follow',
        { connection, services: wanted === '' ? [] : wanted.split(' '), lines: PAST },
        {
          event(lines) {
            waiting.push(...lines)
            timer ??= setTimeout(flush, BATCH_MS)
          },
          end(reply) {
            if (timer !== null) {
              clearTimeout(timer)
              flush()
            }
            hear(() => ({ state: 'ended', problem: reply.ok ? null : reply.problem }))
            if (reply.ok || reply.problem.code !== 'not-found') retry = setTimeout(follow, AGAIN_MS)
          },
        },
      )
    }
    follow()
    return () => {
      stop()
      if (timer !== null) clearTimeout(timer)
      if (retry !== null) clearTimeout(retry)
    }
  }, [client, connection, wanted, round])

  // Lines of another choice of services are not shown.
  const { buffer, state, problem } = heard.source === wanted ? heard : nothingYet
  return { buffer, state, problem, again: () => setRound((count) => count + 1) }
}
