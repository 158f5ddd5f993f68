/** The accounts of a network that people have signed in with, asked person by person. */
import { useCallback, useEffect, useState } from 'react'
import type { NetworkLogin } from '../../provisioners/model/bridges.ts'
import type { Problem } from '../../provisioners/model/problem.ts'
import { useClient } from '../platform.tsx'

export interface PersonLogin {
  readonly user: string
  readonly login: NetworkLogin
}

export interface Logins {
  /** Null before the first answer. */
  readonly logins: readonly PersonLogin[] | null
  readonly problem: Problem | null
  readonly again: () => void
}

/**
 * @param users null asks nothing yet
 * @param of asks anew whenever it changes
 */
export function useLogins(
  connection: string,
  bridge: string,
  users: readonly string[] | null,
  of: number,
): Logins {
  const client = useClient()
  const [round, setRound] = useState(0)
  const [logins, setLogins] = useState<readonly PersonLogin[] | null>(null)
  const [problem, setProblem] = useState<Problem | null>(null)
  const key = users === null ? null : users.join('\n')
  useEffect(() => {
    if (key === null) return
    let current = true
    const ask = async () => {
      const found: PersonLogin[] = []
      for (const user of key.split('\n').filter((name) => name !== '')) {
        const reply = await client.request('bridges.logins', { connection, bridge, user })
        if (!current) return
        if (!reply.ok) return setProblem(reply.problem)
        for (const login of reply.value) found.push({ user, login })
      }
      setProblem(null)
      setLogins(found)
    }
    void ask()
    return () => {
      current = false
    }
  }, [client, connection, bridge, key, of, round])
  const again = useCallback(() => setRound((count) => count + 1), [])
  return { logins, problem, again }
}
