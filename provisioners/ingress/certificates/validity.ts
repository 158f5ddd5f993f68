/** From when to when a certificate holds, read from its PEM text. Pure. What is read comes from a host: nothing in it is believed. */

export interface Validity {
  /** Seconds since the epoch. */
  readonly from: number
  readonly to: number
}

/** Of the first certificate of a chain, which is the server's own; null for anything else. */
export function validityOf(pem: string): Validity | null {
  const found = /-----BEGIN CERTIFICATE-----([\sA-Za-z0-9+/=]+)-----END CERTIFICATE-----/.exec(pem)
  if (!found) return null
  try {
    const certificate = Uint8Array.from(atob((found[1] ?? '').replaceAll(/\s/g, '')), (one) =>
      one.charCodeAt(0),
    )
    return read(certificate)
  } catch (error) {
    if (error instanceof RangeError || error instanceof DOMException) return null
    throw error
  }
}

const SEQUENCE = 0x30
const VERSION = 0xa0
const UTC_TIME = 0x17
const GENERALIZED_TIME = 0x18

/** Certificate → TBSCertificate → version?, serial, signature, issuer, validity (RFC 5280, 4.1). */
function read(bytes: Uint8Array): Validity | null {
  const certificate = element(bytes, 0, SEQUENCE)
  const tbs = element(bytes, certificate.start, SEQUENCE)
  let at = tbs.start
  if (bytes[at] === VERSION) at = element(bytes, at).end
  for (let skipped = 0; skipped < 3; skipped++) at = element(bytes, at).end
  const validity = element(bytes, at, SEQUENCE)
  const first = element(bytes, validity.start)
  const second = element(bytes, first.end)
  const [from, to] = [time(bytes, first), time(bytes, second)]
  return from === null || to === null || to <= from ? null : { from, to }
}

interface Element {
  readonly tag: number
  readonly start: number
  readonly end: number
}

/** One element of DER (X.690, 8.1). @throws RangeError where there is none, or one of another kind */
function element(bytes: Uint8Array, at: number, wanted?: number): Element {
  const tag = bytes[at]
  const first = bytes[at + 1]
  if (tag === undefined || first === undefined) throw new RangeError('the text ends early')
  if (wanted !== undefined && tag !== wanted) throw new RangeError(`an element ${tag}`)
  const more = first & 0x80 ? first & 0x7f : 0
  if (more > 4 || first === 0x80) throw new RangeError('a length that no certificate has')
  let length = more === 0 ? first : 0
  for (const byte of bytes.subarray(at + 2, at + 2 + more)) length = length * 256 + byte
  const start = at + 2 + more
  if (start + length > bytes.length) throw new RangeError('longer than the text')
  return { tag, start, end: start + length }
}

/** UTCTime until 2049, GeneralizedTime from then on (RFC 5280, 4.1.2.5). */
function time(bytes: Uint8Array, { tag, start, end }: Element): number | null {
  const text = String.fromCharCode(...bytes.subarray(start, end))
  const form = tag === UTC_TIME ? /^(\d\d)(\d{10})Z$/ : tag === GENERALIZED_TIME ? /^(\d{4})(\d{10})Z$/ : null
  const found = form?.exec(text)
  if (!found) return null
  const [, year = '', rest = ''] = found
  const full = year.length === 4 ? year : `${Number(year) >= 50 ? '19' : '20'}${year}`
  const [month, day, hour, minute, second] = rest.match(/\d\d/g) ?? []
  const at = Date.parse(`${full}-${month}-${day}T${hour}:${minute}:${second}Z`)
  return Number.isNaN(at) ? null : at / 1000
}
