/** Log lines of bridges and of Synapse, brought to one form. What a line says is hostile: texts of strangers are in it. */
import { HIDDEN } from '../../model/secret.ts'
import { plainText } from '../../stack/logs.ts'

export type Level = 'quiet' | 'loud' | 'unknown'

export interface LogRecord {
  /** `message key=value …`, as mautrix prints it on consoles, whatever form the line had. */
  readonly text: string
  readonly level: Level
  /** The network account that it is about; empty where the line names none. */
  readonly account: string
}

/** More of a line is not looked at. */
const LONGEST = 4096
/** More fields of a line are not looked at, and deeper ones neither. */
const MOST_FIELDS = 40
const DEEPEST = 3

/** Never throws: a line that makes no sense is plain text. */
export function readRecord(line: string): LogRecord {
  const plain = plainText(line.slice(0, LONGEST * 4))
    .trim()
    .slice(0, LONGEST)
  return (plain.startsWith('{') ? jsonRecord(plain) : null) ?? textRecord(plain)
}

/** zerolog's JSON writer: `{"level":"fatal","error":"…","time":"…","message":"…"}` (rs/zerolog, globals.go). */
function jsonRecord(line: string): LogRecord | null {
  let parsed: unknown
  try {
    parsed = JSON.parse(line)
  } catch {
    return null
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return null
  const { level, message, time: _time, ...rest } = parsed as Record<string, unknown>
  const state = stateOf(rest)
  if (state) return state
  const fields = flatten(rest, 0)
  return {
    // escaped control characters come back with the parsing
    text: plainText([shown(message), ...fields].join(' ')).slice(0, LONGEST),
    level: levelOf(typeof level === 'string' ? level : ''),
    account: accountOf(rest),
  }
}

function flatten(value: object, depth: number): string[] {
  return Object.entries(value)
    .slice(0, MOST_FIELDS)
    .flatMap(([key, field]: [string, unknown]): string[] =>
      typeof field === 'object' && field !== null
        ? depth < DEEPEST
          ? flatten(field, depth + 1)
          : []
        : [`${key}=${shown(field)}`],
    )
}

const shown = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : ''

const accountOf = ({ login_id: id }: Record<string, unknown>): string => (typeof id === 'string' ? id : '')

/**
 * How an account is (mautrix-go, bridgev2/status/bridgestate.go). It is logged as a matter of course, but an error in it is one;
 * what stands around it is not looked at.
 */
function stateOf({ bridge_state: state }: Record<string, unknown>): LogRecord | null {
  if (typeof state !== 'object' || state === null) return null
  const { state_event: event, error, remote_id: account } = state as Record<string, unknown>
  const failed = typeof error === 'string' && error !== ''
  return {
    text: plainText(`state_event=${shown(event)}${failed ? ` error=${error}` : ''}`).slice(0, LONGEST),
    level: failed ? 'loud' : 'quiet',
    account: typeof account === 'string' ? account : '',
  }
}

/** zerolog on consoles (`2026-11-21T19:00:00Z FTL …`), Python's logging as Synapse sets it (`… - 146 - ERROR - GET-12 - …`). */
const console_ = /^\S{0,40} ?\b(TRC|DBG|INF|WRN|ERR|FTL|PNC)\b /
const python = /^\d{4}-\d\d-\d\d \S{1,20} - \S{1,100} - \d{1,6} - (DEBUG|INFO|WARNING|ERROR|CRITICAL) - /

function textRecord(line: string): LogRecord {
  const zerolog = console_.exec(line)
  if (zerolog)
    return { text: line.slice(zerolog[0].length), level: levelOf(zerolog[1] ?? ''), account: accountIn(line) }
  const found = python.exec(line)
  return { text: line, level: levelOf(found?.[1] ?? ''), account: '' }
}

/** Synapse’s own line about a request that it refused (synapse/http/server.py), which is no warning to it. */
export const refusal = (words: string): RegExp =>
  new RegExp(
    String.raw`^\d{4}-\d\d-\d\d \S{1,20} - synapse\.http\.server - [^"]{1,1500}> SynapseError: ${words}`,
  )

const accountIn = (line: string): string => /\b(?:remote_id|login_id)=(\S{1,200})/.exec(line)?.[1] ?? ''

function levelOf(word: string): Level {
  if (/^(?:trace|debug|info|TRC|DBG|INF|DEBUG|INFO)$/.test(word)) return 'quiet'
  return word === '' ? 'unknown' : 'loud'
}

/** For people to read and to copy: without tokens and passwords, of which Synapse prints some, and of a length that fits a page. */
export const evidenceOf = (line: string): string =>
  plainText(line.slice(0, LONGEST))
    .replace(/(:\/\/[^\s:/@]{1,100}:)[^\s@]{1,300}@/g, `$1${HIDDEN}@`)
    .replace(/[A-Za-z0-9_-]{32,}/g, HIDDEN)
    .trim()
    .slice(0, 400)
