/** The accounts that are shown: pages one after another, anew for another search or after a change. */
import { useCallback, useEffect, useState } from 'react'
import type { PeoplePage, Person } from '../../provisioners/model/people.ts'
import type { Problem } from '../../provisioners/model/problem.ts'
import { useClient } from '../platform.tsx'

export interface ShownPeople {
  /** Null before the first answer. */
  page: PeoplePage | null
  problem: Problem | null
  loading: boolean
  again: () => void
  more: () => void
  /** Shows at once what an answer has just said of one person, and asks for the rest. */
  changed: (person: Person) => void
}

/** Milliseconds after the last letter of a search. */
const PAUSE = 250

export function usePeople(connection: string, search: string): ShownPeople {
  const client = useClient()
  const [page, setPage] = useState<PeoplePage | null>(null)
  const [problem, setProblem] = useState<Problem | null>(null)
  const [loading, setLoading] = useState(true)
  const [round, setRound] = useState(0)
  const [after, setAfter] = useState<string | null>(null)

  useEffect(() => {
    let current = true
    const ask = async () => {
      setLoading(true)
      const reply = await client.request('people.list', {
        connection,
        search,
        ...(after !== null && { after }),
      })
      if (!current) return
      setLoading(false)
      setProblem(reply.ok ? null : reply.problem)
      if (reply.ok)
        setPage((before) =>
          after === null || before === null
            ? reply.value
            : { ...reply.value, people: [...before.people, ...reply.value.people] },
        )
    }
    const timer = setTimeout(() => void ask(), search === '' ? 0 : PAUSE)
    return () => {
      current = false
      clearTimeout(timer)
    }
  }, [client, connection, search, after, round])

  const again = useCallback(() => {
    setAfter(null)
    setRound((count) => count + 1)
  }, [])
  const changed = useCallback(
    (person: Person) => {
      setPage(
        (before) =>
          before && {
            ...before,
            people: before.people.map((each) => (each.id === person.id ? person : each)),
          },
      )
      again()
    },
    [again],
  )
  return { page, problem, loading, again, more: () => setAfter(page?.next ?? null), changed }
}
