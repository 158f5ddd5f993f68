/** The one text envelope: what travels between window and engine, on either transport. */
import type { Reply } from './api.ts'

/** Longest text that the engine reads; the largest honest one, an intent with every answer, is a few kilobytes. */
export const MAX_TEXT = 1_000_000

/** Events that a window may have under way in one stream; it grants more as it has dealt with them. */
export const CREDIT = 64

/** From the window to the engine. */
export type Ask =
  /** A page has (re)loaded: whatever was asked for on this channel before is void. */
  | { kind: 'hello' }
  | { kind: 'request'; id: number; name: string; input: unknown }
  | { kind: 'subscribe'; id: number; name: string; input: unknown; after: number; credit: number }
  | { kind: 'credit'; id: number; credit: number }
  | { kind: 'cancel'; id: number }

/** From the engine to the window. */
export type Answer =
  | { kind: 'reply'; id: number; reply: Reply<unknown> }
  | { kind: 'event'; id: number; number: number; value: unknown }
  | { kind: 'end'; id: number; reply: Reply<null> }

/** An answer as read by the window; null for text that is none. The engine is trusted, so the shape is checked only this far. */
export function readAnswer(text: string): Answer | null {
  const answer = parse(text) as Answer | null
  return answer?.kind === 'reply' || answer?.kind === 'event' || answer?.kind === 'end' ? answer : null
}

/** An ask as read by the engine, every field checked; null for text that is none. The window is not trusted. */
export function readAsk(text: string): Ask | null {
  if (text.length > MAX_TEXT) return null
  const ask = parse(text)
  if (ask === null) return null
  const { kind, id, name, input, after, credit } = ask
  if (kind === 'hello') return { kind }
  if (!isCount(id)) return null
  if (kind === 'cancel') return { kind, id }
  if (kind === 'credit') return isCredit(credit) ? { kind, id, credit } : null
  if (typeof name !== 'string') return null
  if (kind === 'request') return { kind, id, name, input }
  if (kind === 'subscribe' && isCount(after) && isCredit(credit))
    return { kind, id, name, input, after, credit }
  return null
}

function parse(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null
  } catch {
    return null
  }
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0
const isCredit = (value: unknown): value is number => isCount(value) && value >= 1 && value <= 10_000
