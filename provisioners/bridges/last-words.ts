/** What the last lines of bridges, and of Synapse beside them, add to what is told of their health and of runs that failed. */
import type { Check, Failure } from '../engine/check.ts'
import type { Intent } from '../model/intent.ts'
import { serviceCode, withLastWords } from '../stack/checks.ts'
import { PROBE_SERVICE as SYNAPSE } from '../stack/paths.ts'
import { serviceOf } from './bridge.ts'
import { evidenceOf } from './causes/record.ts'
import { recognise, type Cause } from './causes/index.ts'
import { bridges } from './index.ts'

/** Lines that are shown where none of them is known. */
const SHOWN = 5

/** Checks whose service has words of its own here, with those words; all others as they are. None without a bridge. */
export function withReasons(checks: readonly Check[], intent: Intent): Check[] {
  const speakers = speakersOf(intent)
  return checks.map((check) => {
    const speaker = speakers.find(({ service, codes }) => codes.includes(check.code))
    return speaker
      ? withLastWords(check, speaker.service, (lines, exitCode) => reasonOf(speaker, lines, exitCode))
      : check
  })
}

interface Speaker {
  readonly service: string
  /** As `recognise` names it. */
  readonly bridge: string
  readonly codes: readonly string[]
}

function speakersOf(intent: Intent): Speaker[] {
  const there = bridges.filter(({ id }) => Object.hasOwn(intent.bridges, id))
  if (there.length === 0) return []
  return [
    { service: SYNAPSE, bridge: SYNAPSE, codes: [serviceCode(SYNAPSE), 'synapse.answers'] },
    ...there.map((bridge) => ({
      service: serviceOf(bridge),
      bridge: bridge.id,
      codes: [serviceCode(serviceOf(bridge))],
    })),
  ]
}

function reasonOf(
  { service, bridge }: Speaker,
  lines: readonly string[],
  exitCode: number | null,
): Failure | null {
  const [cause] = recognise(lines, { bridge, ...(exitCode !== null && { exitCode }) })
  if (cause)
    return {
      detail: `${cause.title}. ${cause.cause}`,
      evidence: [cause.evidence],
      remedy: cause.remedy,
      action: actionOf(cause, service),
    }
  const last = lines.slice(-SHOWN).map(evidenceOf)
  return last.length === 0 ? null : { detail: 'Its last words are below.', evidence: last }
}

const actionOf = ({ action }: Cause, service: string): NonNullable<Failure['action']> =>
  action === 'restart' ? { kind: 'restart', service } : { kind: action }

/**
 * Why a run failed whose services did not all come up.
 *
 * @param lastWords of the services that are not well, by service
 * @returns null where no line is known
 */
export function explainUnwell(
  lastWords: ReadonlyMap<string, readonly string[]>,
): { readonly detail: string; readonly evidence: readonly string[] } | null {
  const known = [
    { service: SYNAPSE, bridge: SYNAPSE, name: 'Synapse' },
    ...bridges.map((bridge) => ({
      service: serviceOf(bridge),
      bridge: bridge.id,
      name: `The ${bridge.name} bridge`,
    })),
  ].flatMap(({ service, bridge, name }) => {
    const [cause] = recognise(lastWords.get(service) ?? [], { bridge })
    return cause ? [{ name, cause }] : []
  })
  if (known.length === 0) return null
  return {
    detail: known
      .map(({ name, cause }) => `${name} is not well. ${cause.title}. ${cause.cause} ${cause.remedy}`)
      .join(' '),
    evidence: known.map(({ name, cause }) => `${name}: ${cause.evidence}`),
  }
}
