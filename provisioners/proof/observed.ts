/** What was seen of a server, before anything is concluded from it. */
import type { Met } from '../model/outside.ts'
import type { Probe } from '../model/proof.ts'
import type { NameFound } from './names.ts'
import type { Rung } from './rungs.ts'
import { isOpen, type Question } from './view.ts'

export interface Observed {
  readonly question: Question
  readonly rungs: readonly Rung[]
  /** As the whole world sees the name; null where it is not asked. */
  readonly name: NameFound | null
  /** Where this computer's own lookup leads. */
  readonly here: readonly string[]
  /** Whether this computer reached the Pi inside the same home network. */
  readonly sameHome: boolean
  /** The server's own door, asked on the Pi; null where there is none to ask. */
  readonly door: Met | null
  /** From where the rungs were asked. */
  readonly from: Probe['from']
  /** The same question at each address that the name leads to; `address` is null where the name itself was asked. */
  readonly connects: readonly { readonly address: string | null; readonly met: Met }[]
  /** What came of each rung that was asked, by its code. */
  readonly met: ReadonlyMap<string, Met>
  /** The public tester's report; null where it is not asked. */
  readonly tester: Met | null
  /** The server at the address where this computer's own lookup leads; null where that is the same one. */
  readonly hereMet: Met | null
}

/** How the server is on the Pi itself. `elsewhere`: something answers, and it cannot be said what. */
export type DoorState = 'well' | 'no-synapse' | 'down' | 'elsewhere' | 'unknown'

export function doorState({ door, question }: Pick<Observed, 'door' | 'question'>): DoorState {
  if (door === null || question.door === null) return 'unknown'
  if (door.ok) return door.status === 200 ? 'well' : door.status >= 500 ? 'no-synapse' : 'elsewhere'
  if (door.why === 'not-asked') return 'unknown'
  const silent = ['refused', 'timeout', 'reset', 'closed', 'no-route', 'name'].includes(door.why)
  if (!question.door.sure) return 'unknown'
  return silent ? 'down' : 'elsewhere'
}

/** Whether the connection was private, whatever came of the answer. */
export const isPrivateWith = (met: Met): boolean =>
  met.ok ||
  (met.certificate !== null &&
    ['timeout', 'closed', 'not-http', 'headers', 'too-long', 'never-ends'].includes(met.why))

/** Whether this computer gets through at no address of a server that the whole internet should reach. */
export const nobodyAnswers = ({ question, connects }: Pick<Observed, 'question' | 'connects'>): boolean =>
  isOpen(question) &&
  connects.length > 0 &&
  connects.every(
    ({ met }) =>
      !met.ok && met.certificate === null && ['refused', 'timeout', 'no-route', 'reset'].includes(met.why),
  )

/** The same where the Pi itself answers: then a router that leads no visitor out and in again looks like a closed port. */
export const isCutOff = (seen: Pick<Observed, 'question' | 'door' | 'connects'>): boolean =>
  ['domain', 'proxy'].includes(seen.question.mode) && doorState(seen) === 'well' && nobodyAnswers(seen)

/** What the public tester says. `unknown`: it could not be asked, or gave no report. */
export interface Tested {
  readonly says: 'fine' | 'broken' | 'unknown'
  /** Whether it got through to a server at all. */
  readonly connected: boolean
  readonly detail: string
}

/** The report's fields: matrix-org/matrix-federation-tester, README. */
export function readTester(met: Met | null): Tested {
  const unknown: Tested = {
    says: 'unknown',
    connected: false,
    detail: 'the public tester could not be asked',
  }
  if (met === null || !met.ok || met.status !== 200) return unknown
  try {
    const report = JSON.parse(met.body) as Record<string, unknown> | null
    if (typeof report?.['FederationOK'] !== 'boolean') return unknown
    if (report['FederationOK']) return { says: 'fine', connected: true, detail: `${met.milliseconds} ms` }
    const reports = report['ConnectionReports']
    const connected = typeof reports === 'object' && reports !== null && Object.keys(reports).length > 0
    return { says: 'broken', connected, detail: firstError(report['ConnectionErrors']) }
  } catch {
    return unknown
  }
}

function firstError(errors: unknown): string {
  const [first] = Object.values((errors ?? {}) as Record<string, unknown>)
  const message = (first as Record<string, unknown> | null | undefined)?.['Message']
  return typeof message === 'string' ? message : 'it does not get through'
}
