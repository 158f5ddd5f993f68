/** The people of the server who may have accounts of other networks. */
import { useAnswer } from '../hooks.ts'

export interface Members {
  /** Null until it is known, and where the list cannot be had. */
  readonly names: readonly string[] | null
  /** Whether there are more than these, so that a name must be typed. */
  readonly more: boolean
  readonly loading: boolean
}

/** How many are asked about, one after another: each is a question to each bridge. */
const MANY = 12

export function useMembers(connection: string): Members {
  const { answer } = useAnswer('people.list', { connection, search: '' })
  if (answer.state !== 'ready') return { names: null, more: false, loading: answer.state === 'loading' }
  const names = answer.value.people.filter(({ deactivated }) => !deactivated).map(({ username }) => username)
  return {
    names: names.slice(0, MANY),
    more: answer.value.next !== null || names.length > MANY,
    loading: false,
  }
}
