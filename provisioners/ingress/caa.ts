/** Who may give certificates for a name (RFC 8659; parameters: RFC 8657). Pure. */

export interface Caa {
  readonly flags: number
  /** In small letters. */
  readonly tag: string
  readonly value: string
}

const LONGEST = 1024

/**
 * @param data in the form of RFC 8659, 4.1.1 (`0 issue "letsencrypt.org"`), or in the one for any type of record, RFC 3597, 5
 *   (`\# 22 00 05 69 …`)
 * @returns null for what is neither
 */
export function readCaa(data: string): Caa | null {
  const given = data.trim().slice(0, LONGEST)
  const generic = /^\\#\s+(\d{1,4})\s+([0-9a-f\s]*)$/i.exec(given)
  if (generic) return fromBytes(Number(generic[1]), (generic[2] ?? '').replace(/\s+/g, ''))
  const found = /^(\d{1,3})\s+([a-z0-9]{1,255})\s+(?:"((?:[^"\\]|\\.)*)"|(\S*))$/i.exec(given)
  if (!found || Number(found[1]) > 255) return null
  return {
    flags: Number(found[1]),
    tag: (found[2] ?? '').toLowerCase(),
    value: (found[3] ?? found[4] ?? '').replace(/\\(.)/g, '$1'),
  }
}

function fromBytes(length: number, hex: string): Caa | null {
  if (hex.length !== 2 * length || length < 2) return null
  const bytes = Array.from({ length }, (_, index) => Number.parseInt(hex.slice(2 * index, 2 * index + 2), 16))
  const [flags = 0, tagLength = 0, ...rest] = bytes
  const letters = (some: readonly number[]): string => some.map((byte) => String.fromCharCode(byte)).join('')
  const tag = letters(rest.slice(0, tagLength))
  if (tag.length !== tagLength || !/^[a-z0-9]+$/i.test(tag)) return null
  return { flags, tag: tag.toLowerCase(), value: letters(rest.slice(tagLength)) }
}

/** As people see it at their provider. */
export const writeCaa = ({ flags, tag, value }: Caa): string =>
  `${flags} ${tag} "${value.replaceAll(/["\\]/g, '\\$&').replaceAll(/[^\x20-\x7e]/g, '?')}"`

/**
 * The names at which records may stand that count for a name, nearest first (RFC 8659, 3). The last one has two labels: what is
 * above belongs to nobody who could ask here.
 */
export function caaNames(name: string): string[] {
  const labels = name.split('.')
  return labels.slice(0, -1).map((_, from) => labels.slice(from).join('.'))
}

export type CaaVerdict =
  | { readonly allowed: true }
  /** `why`: nobody may; others may; only with an account of theirs; only by other ways of proving; a word that nobody knows. */
  | { readonly allowed: false; readonly why: 'nobody' | 'others' | 'account' | 'method' | 'critical' }

/** Ways by which Caddy proves that a name is its own (RFC 8657, 4; RFC 8737). */
const OURS = ['http-01', 'tls-alpn-01']
const KNOWN = new Set([
  'issue',
  'issuewild',
  'iodef',
  'contactemail',
  'contactphone',
  'issuemail',
  'issuevmc',
])
/** Let's Encrypt's own name for it (Let's Encrypt, "Certificate Authority Authorization"). */
export const ISSUER = 'letsencrypt.org'

/** @param records all that stand at the one name that counts */
export function judgeCaa(records: readonly Caa[]): CaaVerdict {
  // an issuer that does not know a critical word must refuse (RFC 8659, 4.1)
  if (records.some(({ flags, tag }) => (flags & 128) !== 0 && !KNOWN.has(tag)))
    return { allowed: false, why: 'critical' }
  const issue = records.filter(({ tag }) => tag === 'issue').map(({ value }) => issuerOf(value))
  if (issue.length === 0) return { allowed: true }
  const ours = issue.filter(({ domain }) => domain === ISSUER)
  if (ours.length === 0)
    return { allowed: false, why: issue.every(({ domain }) => domain === '') ? 'nobody' : 'others' }
  const methods = ours.filter(({ parameters }) => methodsFit(parameters))
  if (methods.length === 0) return { allowed: false, why: 'method' }
  if (methods.every(({ parameters }) => parameters.has('accounturi')))
    return { allowed: false, why: 'account' }
  return { allowed: true }
}

function methodsFit(parameters: ReadonlyMap<string, string>): boolean {
  const methods = parameters.get('validationmethods')
  return (
    methods === undefined || methods.split(',').some((method) => OURS.includes(method.trim().toLowerCase()))
  )
}

/** `letsencrypt.org; accounturi=…; validationmethods=…` (RFC 8659, 4.2). */
function issuerOf(value: string): { domain: string; parameters: ReadonlyMap<string, string> } {
  const [domain = '', ...rest] = value.split(';')
  const parameters = rest.flatMap((one): [string, string][] => {
    const at = one.indexOf('=')
    return at < 0 ? [] : [[one.slice(0, at).trim().toLowerCase(), one.slice(at + 1).trim()]]
  })
  return { domain: domain.trim().toLowerCase().replace(/\.$/, ''), parameters: new Map(parameters) }
}
