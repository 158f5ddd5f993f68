/** Why a bridge does not work, or Synapse with its bridges, by what their logs say: known failures, in words. Pure. */
import { bridges } from '../index.ts'
import { database } from './database.ts'
import { encryption } from './encryption.ts'
import { network } from './network.ts'
import { reach } from './reach.ts'
import { evidenceOf, readRecord, type LogRecord } from './record.ts'
import { settings } from './settings.ts'
import type { Mending, Signature, Where } from './signature.ts'
import { synapse } from './synapse.ts'

/** Reasons before what follows from them. */
export const signatures: readonly Signature[] = [
  ...settings,
  ...database,
  ...synapse,
  ...reach,
  ...encryption,
  ...network,
]

export interface Cause {
  readonly id: string
  readonly where: readonly Where[]
  readonly title: string
  readonly cause: string
  readonly remedy: string
  readonly action: Mending
  /** The line that says it, without tokens and escape sequences. */
  readonly evidence: string
}

/** Whose log it is; what is unknown is left out, and then nothing is ruled out by it. */
export interface Speaker {
  /** Id of the bridge, or `synapse`. */
  readonly bridge?: string
  /** Of the program’s last run. */
  readonly exitCode?: number
}

/** Older lines are not looked at. */
const MOST_LINES = 500

/**
 * @param lines of one container’s log, oldest first, in JSON or as for consoles
 * @returns the reason first; nothing where no failure is known by these lines, or what failed has started well since
 */
export function recognise(lines: readonly string[], { bridge, exitCode }: Speaker = {}): Cause[] {
  const last = lines.slice(-MOST_LINES)
  const records = last.map(readRecord)
  const current = sinceStart(records)
  const able = signatures.filter((signature) => canSay(signature, bridge))
  const found = able.flatMap((signature) => {
    const at = lastSaying(signature, records, current)
    return at === null ? [] : [{ signature, at }]
  })
  const explained = new Set(found.flatMap(({ signature }) => signature.explains ?? []))
  const fits = ({ exits }: Signature): boolean => exitCode !== undefined && exits.includes(exitCode)
  return found
    .filter(({ signature }) => !explained.has(signature.id))
    .toSorted((one, other) => Number(fits(other.signature)) - Number(fits(one.signature)))
    .map(({ signature: { id, where, title, cause, remedy, action }, at }) => ({
      id,
      where,
      title,
      cause,
      remedy,
      action,
      evidence: evidenceOf(last[at] ?? ''),
    }))
}

/**
 * For a bridge’s card.
 *
 * @param bridge its id
 * @param lines the end of its log, oldest first
 * @param exitCode of its last run; null where it has not ended
 * @returns null where the lines say nothing that is known
 */
export function whyNotWell(
  bridge: string,
  lines: readonly string[],
  exitCode: number | null,
): { readonly why: string; readonly remedy: string } | null {
  const [cause] = recognise(lines, { bridge, ...(exitCode !== null && { exitCode }) })
  return cause ? { why: `${cause.title}. ${cause.cause}`, remedy: cause.remedy } : null
}

function canSay({ where, bridges }: Signature, bridge: string | undefined): boolean {
  if (bridge === undefined) return true
  if (bridge === 'synapse') return where.includes('synapse')
  return where.some((place) => place !== 'synapse') && (bridges?.includes(bridge) ?? true)
}

/** What these programs say when they are up: mautrix-go, bridgev2/bridge.go; Synapse, synapse/app/_base.py. */
const started = /^Bridge started\b|\bSynapse now listening on TCP port \d/

/** Index of the first line after the last good start: what came before has been overcome. */
const sinceStart = (records: readonly LogRecord[]): number =>
  records.findLastIndex(({ text, level }) => level !== 'loud' && started.test(text)) + 1

/** Index of the last line that says it; null where none does that still counts. */
function lastSaying(signature: Signature, records: readonly LogRecord[], start: number): number | null {
  if (signature.across) return acrossLines(signature, records, start)
  const at = records.findLastIndex(
    (record, index) => (signature.account === true || index >= start) && saysSo(signature, record),
  )
  if (at < 0) return null
  const { account = '' } = records[at] ?? {}
  const overcome =
    signature.account === true &&
    records.slice(at + 1).some((record) => record.account === account && connected.test(record.text))
  return overcome ? null : at
}

/** Whether one line says it by itself. */
export const saysSo = (signature: Signature, { text, level }: LogRecord): boolean =>
  !signature.across &&
  (level === 'quiet' ? signature.quiet : signature.says)?.test(text) === true &&
  !(signature.id === 'dp-unregistered' && isBridgeUser(text))

/** Where several lines say it together: the index of the first of them. */
export function acrossLines(signature: Signature, records: readonly LogRecord[], start = 0): number | null {
  const texts = records.slice(start).map(({ text }) => text)
  const match = signature.says.exec(texts.join('\n'))
  if (!match) return null
  return start + (texts.join('\n').slice(0, match.index).match(/\n/g)?.length ?? 0)
}

const connected = /\bstate_event=CONNECTED\b/

/** A bot or a ghost of a bridge that Bramble brings. */
const isBridgeUser = (text: string): boolean =>
  bridges.some(({ id, bot }) => text.includes(`(@${bot}:`) || text.includes(`(@${id}_`))

export { readRecord } from './record.ts'
export type { Signature } from './signature.ts'
