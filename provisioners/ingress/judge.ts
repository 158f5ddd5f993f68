/** From everything that was seen of an own domain to what people are told. Pure. */
import type { DomainView } from '../model/reach.ts'
import type { TestLine } from '../model/test-line.ts'
import { apexLines, type ApexSeen } from './apex-files.ts'
import { addressLines, dynamicLine, portLines, type PortsSeen } from './home-lines.ts'
import { caaRow, rowsFor, type Row } from './records.ts'
import type { View } from './resolvers.ts'
import { recordLine, recordRemedy, worthKnowing } from './words.ts'
import { whereabouts, type PiSeen, type Whereabouts } from './whereabouts.ts'

export interface DomainSeen {
  readonly views: readonly View[]
  readonly pi: PiSeen
  readonly ports: PortsSeen | null
  /** Null where nothing is needed of another web server. */
  readonly apex: ApexSeen | null
}

/** Names that need a certificate, at least one: the first is the server’s own. */
export type Names = readonly string[]

const order = { 'in-the-way': 0, 'worth-knowing': 1, fine: 2 } as const

/** The rows of all names, and a line for what is wrong with each. */
export function judgeRecords(
  names: Names,
  views: readonly View[],
  at: Whereabouts,
): { rows: readonly Row[]; lines: readonly TestLine[] } {
  const [main = ''] = names
  const rows = distinct(
    names.flatMap((name) => [...rowsFor(name, name === main ? null : main, views, at), caaRow(name, views)]),
  )
  return { rows, lines: [...nobodyAnswered(rows), ...distinctLines(rows.map(recordLine))] }
}

export function judgeDomain(names: Names, seen: DomainSeen): DomainView {
  const at = whereabouts(seen.pi)
  const [main = ''] = names
  const { rows, lines: about } = judgeRecords(names, seen.views, at)
  const lines = [
    ...about,
    ...addressLines(at),
    ...(seen.ports === null ? [] : portLines(seen.ports, at, main)),
    ...(seen.apex === null ? [] : apexLines(seen.apex)),
    ...dynamicLine(rows, at, main),
  ].sort((one, other) => order[one.verdict] - order[other.verdict])
  return {
    publicIpv4: at.ipv4,
    publicIpv6: at.ipv6,
    records: rows.map((row) => ({ ...row.view, remedy: recordRemedy(row) })),
    lines,
    ready: !lines.some(({ verdict }) => verdict === 'in-the-way'),
  }
}

/** Two names may have the same records of their parent. */
const distinct = (rows: readonly Row[]): Row[] => [
  ...new Map(rows.map((row) => [`${row.view.type} ${row.view.name}`, row])).values(),
]

/** One line for one thing: a name's A and AAAA have the same resolver, and the same Cloudflare, before them. */
function distinctLines(lines: readonly (TestLine | null)[]): TestLine[] {
  const some = lines.filter((line) => line !== null)
  return some.filter(
    ({ code, title }, index) => some.findIndex((one) => one.code === code && one.title === title) === index,
  )
}

function nobodyAnswered(rows: readonly Row[]): TestLine[] {
  const silent = rows.filter(
    ({ view, fault }) => view.verdict === 'unknown' && fault === null && view.now.length === 0,
  )
  if (silent.length === 0) return []
  return [
    worthKnowing(
      'no-answer',
      'The records could not be looked up',
      `Neither Google’s nor Cloudflare’s DNS over HTTPS answered for ${[...new Set(silent.map(({ view }) => view.name))].join(', ')}. That says nothing about the records themselves.`,
      'A firewall or a filter in your network may be in the way. It is asked again by itself.',
    ),
  ]
}
