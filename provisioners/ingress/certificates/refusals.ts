/** Why an authority gave no certificate: Caddy's own lines about it, and words for what they say. Pure. */

export interface Refusal {
  /** The host name that was asked for. */
  readonly name: string
  /** The type of the authority's problem, without its namespace (RFC 8555, 6.7); null where it said none. */
  readonly type: string | null
  /** In the authority's own words, or Caddy's. */
  readonly detail: string
  /** Seconds since the epoch. */
  readonly at: number
}

const PROBLEM = /urn:ietf:params:acme:error:([A-Za-z]{1,40})(?: - (.*))?/s

/** Reads `certificateLog`'s file, and lines that hold its lines; everything else is passed over. A name counts once, by its last line. */
export function readRefusals(lines: readonly string[]): Refusal[] {
  const found = new Map<string, Refusal>()
  for (const line of lines) {
    const { identifier, error, ts } = objectOf(line)
    if (typeof identifier !== 'string' || typeof error !== 'string') continue
    if (!/^[a-z0-9.-]{1,253}$/.test(identifier)) continue
    const problem = PROBLEM.exec(error)
    found.set(identifier, {
      name: identifier,
      type: problem?.[1] ?? null,
      detail: (problem?.[2] ?? error).slice(0, 500),
      at: typeof ts === 'number' ? ts : 0,
    })
  }
  return [...found.values()]
}

function objectOf(line: string): { identifier?: unknown; error?: unknown; ts?: unknown } {
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === 'object' && value !== null ? value : {}
  } catch {
    return {}
  }
}

/** One sentence about what was in the way; the types are those of RFC 8555, 6.7. */
export function sentence({ name, type }: Refusal): string {
  switch (type) {
    case 'connection':
      return `Let’s Encrypt could not reach ${name} from outside.`
    case 'unauthorized':
    case 'incorrectResponse':
      return `At ${name}, another machine than this Pi answered Let’s Encrypt.`
    case 'dns':
      return `Let’s Encrypt found no address for ${name}.`
    case 'caa':
      return `A CAA record of the domain does not let Let’s Encrypt give a certificate for ${name}.`
    case 'rateLimited':
      return `Let’s Encrypt was asked too often for ${name}, and wants a pause.`
    case 'tls':
      return `Let’s Encrypt reached ${name}, but no encrypted connection came about.`
    case 'rejectedIdentifier':
    case 'unsupportedIdentifier':
      return `Let’s Encrypt gives no certificates for ${name}.`
    case 'invalidContact':
    case 'unsupportedContact':
      return 'Let’s Encrypt does not take that e-mail address.'
    case 'serverInternal':
      return 'Let’s Encrypt has trouble of its own.'
    case null:
      return `The Pi could not come to an end with Let’s Encrypt about ${name}.`
    default:
      return `Let’s Encrypt gave no certificate for ${name}, and calls the reason “${type}”.`
  }
}

/** A line to copy: the name, the type, and what the authority said. */
export const evidence = ({ name, type, detail }: Refusal): string =>
  `${name}: ${type ?? 'no answer'}: ${detail}`

/** The same for the last lines of a step; null where none of them is about a certificate. */
export function explainRefusal(lines: readonly string[]): { detail: string; evidence: string[] } | null {
  const found = readRefusals(lines)
  if (found.length === 0) return null
  return { detail: [...new Set(found.map(sentence))].join(' '), evidence: found.map(evidence) }
}
