/** What is right and wrong with an answer, whoever was asked. Pure; everything in it is hostile. */
import type { Met } from '../model/outside.ts'
import { STAND_IN_HEADER } from '../model/proof.ts'
import type { Cause, Verdict } from './causes.ts'

export type Answer = Extract<Met, { ok: true }>
export type Unmet = Extract<Met, { ok: false }>

/** Longest piece of a foreign text that a person is shown. */
const QUOTE = 120

/** A foreign text on one line, without what could change how a line is read. */
export const quote = (text: string): string => {
  const plain = text.replaceAll(/[\p{C}\p{Zl}\p{Zp}]+/gu, ' ').trim()
  return plain.length > QUOTE ? `${plain.slice(0, QUOTE)}…` : plain
}

/** What a stand-in of the lab stands for, where one answered; the second sign is for what another program passes on. */
export function standInOf(answer: Answer): string | null {
  const named = answer.headers[STAND_IN_HEADER]
  if (named !== undefined) return quote(named)
  const read = objectIn(answer)
  return !('cause' in read) && read.value['org.bramble.stand-in'] === true ? 'MAS' : null
}

/** @returns the object that the answer is, or why it is none */
export function objectIn(answer: Answer): { readonly value: Record<string, unknown> } | Verdict {
  let value: unknown
  try {
    value = JSON.parse(answer.body)
  } catch {
    if (/^\s*</.test(answer.body) || /text\/html/i.test(answer.headers['content-type'] ?? ''))
      return { cause: 'other-answer', detail: 'a web page, where an answer for programs is due' }
    return { cause: 'not-json', detail: `no JSON: ${quote(answer.body.slice(0, 60)) || 'nothing at all'}` }
  }
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? { value: value as Record<string, unknown> }
    : { cause: 'wrong-shape', detail: 'JSON of another kind' }
}

/** A text in the object; the verdict where it is none. */
export function textIn(
  value: Record<string, unknown>,
  ...keys: readonly string[]
): { readonly text: string } | Verdict {
  const found = keys.reduce<unknown>(
    (one, key) =>
      typeof one === 'object' && one !== null ? (one as Record<string, unknown>)[key] : undefined,
    value,
  )
  return typeof found === 'string'
    ? { text: found }
    : { cause: 'wrong-shape', detail: `${keys.join('.')} is ${found === undefined ? 'missing' : 'no text'}` }
}

/** Browsers take one star and nothing beside it (Fetch standard, CORS check). */
export function corsOf(answer: Answer): Verdict | null {
  const allowed = answer.headers['access-control-allow-origin']
  if (allowed === '*') return null
  if (allowed === undefined)
    return { cause: 'cors-missing', detail: 'the header Access-Control-Allow-Origin is missing' }
  const twice = allowed.split(',').length > 1
  return {
    cause: twice ? 'cors-twice' : 'cors-missing',
    detail: `Access-Control-Allow-Origin is “${quote(allowed)}”`,
  }
}

export const isRedirect = ({ status }: Answer): boolean => [301, 302, 303, 307, 308].includes(status)

/** Where a redirect leads, whole; null where it does not say so in a way that can be read. */
export function locationOf(answer: Answer, url: string): string | null {
  const location = answer.headers['location']
  return location !== undefined && URL.canParse(location, url) ? new URL(location, url).href : null
}

export function redirectOf(answer: Answer, url: string): Verdict {
  const to = locationOf(answer, url)
  if (to === new URL(url).href)
    return { cause: 'redirect-loop', detail: `it answers ${answer.status} and leads to itself` }
  return {
    cause: 'redirect',
    detail: `it answers ${answer.status} and leads to ${to === null ? 'nowhere' : quote(to)}`,
  }
}

/** Of a server whose certificate holds: what became of the answer. */
export const broken: Partial<Record<Unmet['why'], Cause>> = {
  timeout: 'no-answer',
  closed: 'no-answer',
  'never-ends': 'never-ends',
  'too-long': 'too-long',
  headers: 'header-flood',
  'not-http': 'not-http',
}
