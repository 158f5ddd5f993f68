/**
 * Answers of DNS over HTTPS in JSON, as dns.google and cloudflare-dns.com write them (Google Public DNS, "JSON API for DNS over
 * HTTPS"; Cloudflare, "Using JSON"). They come from the net: anything may stand in them. Pure.
 */
import { canonical } from './ip.ts'
import { readCaa, writeCaa } from './caa.ts'

/** IANA, DNS parameters. */
export const typeNumbers = { A: 1, NS: 2, CNAME: 5, AAAA: 28, CAA: 257 } as const
export type DnsType = keyof typeof typeNumbers

/** What one resolver said of one name and one type. */
export type Looked =
  /** `aliases`: where the name leads on to, one after another. Values in their one spelling, sorted. */
  | { readonly kind: 'found'; readonly aliases: readonly string[]; readonly values: readonly string[] }
  /** The name, or what it leads to, is there and has no such record. */
  | { readonly kind: 'empty'; readonly aliases: readonly string[] }
  /** The name, or what it leads to, is not there. */
  | { readonly kind: 'no-name'; readonly aliases: readonly string[] }
  /** Aliases that lead round in a circle. */
  | { readonly kind: 'loop'; readonly aliases: readonly string[] }
  /** The resolver could not find it out: by DNSSEC, or its name servers do not answer. */
  | { readonly kind: 'broken'; readonly dnssec: boolean }
  /** The resolver did not answer, or not with an answer. */
  | { readonly kind: 'silent' }

export const silent: Looked = { kind: 'silent' }

const MOST_RECORDS = 200
const LONGEST = 4096

interface Raw {
  readonly name: string
  readonly type: number
  readonly data: string
}

/**
 * @param status of the HTTP answer
 * @returns `silent` for whatever is no answer to this question; never throws
 */
export function readDnsJson(status: number, body: string, name: string, type: DnsType): Looked {
  if (status !== 200) return silent
  const answer = objectOf(body)
  const code = answer?.['Status']
  if (answer === null || typeof code !== 'number') return silent
  const asked = lower(name)
  // an answer to another question says nothing about this one
  const question = list(answer['Question'])[0]
  if (question !== undefined && lower(text(field(question, 'name'))) !== asked) return silent
  const records = list(answer['Answer']).slice(0, MOST_RECORDS).flatMap(recordOf)
  const { aliases, at, loop } = follow(records, asked, type)
  if (loop) return { kind: 'loop', aliases }
  switch (code) {
    case 0: {
      const values = records
        .filter((record) => record.type === typeNumbers[type] && record.name === at)
        .flatMap(({ data }) => valueOf(type, data))
      const distinct = [...new Set(values)].sort()
      return distinct.length > 0 ? { kind: 'found', aliases, values: distinct } : { kind: 'empty', aliases }
    }
    case 3:
      return { kind: 'no-name', aliases }
    default:
      return { kind: 'broken', dnssec: saysDnssec(answer) }
  }
}

/** Aliases are followed in the answer itself (RFC 1034, 3.6.2). */
function follow(
  records: readonly Raw[],
  asked: string,
  type: DnsType,
): { aliases: string[]; at: string; loop: boolean } {
  const aliases: string[] = []
  let at = asked
  if (type === 'CNAME') return { aliases, at, loop: false }
  for (;;) {
    const alias = records.find((record) => record.type === typeNumbers.CNAME && record.name === at)
    if (!alias) return { aliases, at, loop: false }
    const target = lower(alias.data)
    if (target === asked || aliases.includes(target)) return { aliases: [...aliases, target], at, loop: true }
    aliases.push(target)
    at = target
  }
}

function valueOf(type: DnsType, data: string): string[] {
  switch (type) {
    case 'A':
    case 'AAAA': {
      const address = canonical(data, type === 'A' ? 4 : 6)
      return address === null ? [] : [address]
    }
    case 'NS':
    case 'CNAME':
      return [lower(data)]
    case 'CAA': {
      const caa = readCaa(data)
      return caa === null ? [] : [writeCaa(caa)]
    }
  }
}

/**
 * Both say in words why they could not answer: Google in `Comment`, Cloudflare in a list of them with the codes of RFC 8914, of
 * which 1, 2 and 5 to 12 are DNSSEC's.
 */
function saysDnssec(answer: Readonly<Record<string, unknown>>): boolean {
  const said = [answer['Comment'], answer['Comments'], answer['extended_dns_errors']]
  const words = said
    .map((one) => JSON.stringify(one) ?? '')
    .join(' ')
    .slice(0, LONGEST)
  return /dnssec|dnskey|rrsig|bogus/i.test(words) || /(EDE\(|info_code":\s*)(1|2|[5-9]|1[0-2])\b/i.test(words)
}

function recordOf(entry: unknown): Raw[] {
  const [name, type, data] = [field(entry, 'name'), field(entry, 'type'), field(entry, 'data')]
  if (typeof name !== 'string' || typeof type !== 'number' || typeof data !== 'string') return []
  return data.length > LONGEST ? [] : [{ name: lower(name), type, data }]
}

function objectOf(body: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(body)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Readonly<Record<string, unknown>>)
      : null
  } catch {
    return null
  }
}

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? (value as unknown[]) : [])
const text = (value: unknown): string => (typeof value === 'string' ? value : '')
const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined

/** A name as it is compared: without the dot at its end, in small letters, at most as long as a name can be. */
const lower = (name: string): string => name.trim().toLowerCase().replace(/\.$/, '').slice(0, 255)
