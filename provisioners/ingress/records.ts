/** What stands at the domain's provider, beside what should: a row for each record, and what is wrong with it. Pure. */
import type { RecordView } from '../model/reach.ts'
import { ISSUER, caaNames, judgeCaa, readCaa, type Caa, type CaaVerdict } from './caa.ts'
import type { Looked } from './dns-json.ts'
import { isCloudflare } from './ip.ts'
import { hear, type Heard, type View } from './resolvers.ts'
import type { Whereabouts } from './whereabouts.ts'

/** What is wrong with a record, for a line of its own. */
export type RecordFault =
  | 'wrong-a'
  | 'stale-aaaa'
  | 'no-record'
  | 'resolvers-disagree'
  | 'dnssec'
  | 'dns-broken'
  | 'alias-loop'
  | 'alias-nowhere'
  | 'cloudflare-proxied'
  | 'caa-forbids'

export interface Row {
  readonly view: Omit<RecordView, 'remedy'>
  readonly fault: RecordFault | null
  /** Who may give certificates, where that is the fault. */
  readonly caa?: Extract<CaaVerdict, { allowed: false }>
  /** For resolvers that disagree: who says what. */
  readonly heard?: Heard
}

type Verdict = Row['view']['verdict']

/**
 * @param host where the server is to answer
 * @param main the server's own name, to which a second name leads best by an alias; null for the server's own name
 */
export function rowsFor(host: string, main: string | null, views: readonly View[], at: Whereabouts): Row[] {
  const a = hear(views, { name: host, type: 'A' })
  const aaaa = hear(views, { name: host, type: 'AAAA' })
  const aliases = [...a.different, ...aaaa.different].find((looked) => aliasesOf(looked).length > 0)
  const target = aliases ? (aliasesOf(aliases)[0] ?? '') : null
  const rows = [addressRow(host, 'A', a, at), addressRow(host, 'AAAA', aaaa, at)]
  const nothing = [a, aaaa].every(({ said, different }) => said.length > 0 && different.every(isNone))
  if (target === null)
    return main !== null && nothing ? [row(host, 'CNAME', main, [], 'missing', 'no-record')] : rows
  const fault = aliasFault([...a.different, ...aaaa.different])
  const right = rows.every(({ view }) => view.verdict === 'right')
  const verdict: Verdict = fault !== null ? 'wrong' : right ? 'right' : 'unknown'
  const alias = row(host, 'CNAME', fault === null ? target : (main ?? ''), [target], verdict, fault)
  return fault === null ? [alias, ...rows] : [alias]
}

const row = (
  name: string,
  type: RecordView['type'],
  should: string,
  now: readonly string[],
  verdict: Verdict,
  fault: RecordFault | null,
): Row => ({ view: { name, type, should, now: [...now], verdict }, fault })

const aliasesOf = (looked: Looked): readonly string[] => ('aliases' in looked ? looked.aliases : [])
const isNone = ({ kind }: Looked): boolean => kind === 'empty' || kind === 'no-name'
const valuesOf = (looked: Looked): readonly string[] => (looked.kind === 'found' ? looked.values : [])

function aliasFault(all: readonly Looked[]): RecordFault | null {
  if (all.some(({ kind }) => kind === 'loop')) return 'alias-loop'
  const nowhere = (looked: Looked): boolean => looked.kind === 'no-name' && looked.aliases.length > 0
  return all.every(nowhere) ? 'alias-nowhere' : null
}

function addressRow(host: string, type: 'A' | 'AAAA', heard: Heard, at: Whereabouts): Row {
  const { different } = heard
  const now = [...new Set(different.flatMap(valuesOf))]
  const should = shouldBe(type, now, at)
  if (different.length === 0) return row(host, type, should, [], 'unknown', null)
  const verdicts = new Set(different.map((looked) => judgeAddress(type, looked, at)))
  const [verdict = 'unknown'] = verdicts
  if (verdicts.size > 1) return { ...row(host, type, should, now, 'unknown', 'resolvers-disagree'), heard }
  const broken = different.find((looked) => looked.kind === 'broken')
  if (broken?.kind === 'broken')
    return row(host, type, should, now, 'unknown', broken.dnssec ? 'dnssec' : 'dns-broken')
  return row(host, type, should, now, verdict, addressFault(type, verdict, now))
}

function addressFault(type: 'A' | 'AAAA', verdict: Verdict, now: readonly string[]): RecordFault | null {
  if (verdict === 'missing') return 'no-record'
  if (verdict !== 'wrong') return null
  if (now.length > 0 && now.every(isCloudflare)) return 'cloudflare-proxied'
  return type === 'A' ? 'wrong-a' : 'stale-aaaa'
}

/** A home that is reached by IPv6 alone. */
export const onlyIpv6 = (at: Whereabouts): boolean =>
  at.ipv4 === null && at.ipv6 !== null && at.several.length === 0

function shouldBe(type: 'A' | 'AAAA', now: readonly string[], at: Whereabouts): string {
  if (type === 'A') return at.ipv4 ?? ''
  // one without an IPv6 address is reached well enough by IPv4; one that is there has to be right
  return now.length > 0 || onlyIpv6(at) ? (at.ipv6 ?? '') : ''
}

function judgeAddress(type: 'A' | 'AAAA', looked: Looked, at: Whereabouts): Verdict {
  if (looked.kind === 'broken') return 'unknown'
  const values = valuesOf(looked)
  const ours = type === 'A' ? (at.ipv4 === null ? [] : [at.ipv4]) : at.own6
  const needed = type === 'A' ? !onlyIpv6(at) : onlyIpv6(at)
  if (values.length === 0) return needed ? 'missing' : 'right'
  if (at.several.length > 0 || !at.reached) return 'unknown'
  return values.every((value) => ours.includes(value)) ? 'right' : 'wrong'
}

/** One row for the names of a certificate: the records that count stand at the nearest name that has any. */
export function caaRow(host: string, views: readonly View[]): Row {
  const should = `${ISSUER}, or none`
  for (const name of caaNames(host)) {
    const heard = hear(views, { name, type: 'CAA' }).different
    const different = heard.filter(({ kind }) => kind !== 'broken')
    const [broken] = heard
    if (different.length === 0 && broken?.kind === 'broken')
      return row(name, 'CAA', should, [], 'unknown', broken.dnssec ? 'dnssec' : 'dns-broken')
    if (different.length === 0) return row(name, 'CAA', should, [], 'unknown', null)
    const now = [...new Set(different.flatMap(valuesOf))]
    if (now.length === 0) continue
    // while a change spreads, the authority may see any of them
    const refused = different
      .map((looked) =>
        judgeCaa(
          valuesOf(looked)
            .map(readCaa)
            .filter((caa): caa is Caa => caa !== null),
        ),
      )
      .find((verdict) => !verdict.allowed)
    if (refused === undefined || refused.allowed) return row(name, 'CAA', should, now, 'right', null)
    return { ...row(name, 'CAA', should, now, 'wrong', 'caa-forbids'), caa: refused }
  }
  return row(host, 'CAA', should, [], 'right', null)
}
