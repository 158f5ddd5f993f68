/** One bounded request to somebody's web server, and what came of it as a value: whatever the network does is an answer too. */

export interface Call {
  readonly method: 'GET' | 'POST' | 'DELETE'
  /** An https address; an http one only where `at` leads to a loopback address. */
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  /** Only said to follow, in bytes, and never sent: what the server says to that is the answer (RFC 9110, 10.1.1). */
  readonly announce?: number
  /** Where to connect instead of where the name leads; the name is still what is asked for, and what the certificate must say. */
  readonly at?: { readonly host: string; readonly port: number }
  /** The only authority that is trusted, PEM; absent: those that everybody trusts. */
  readonly ca?: string
  /** The whole of it ends within so many seconds. */
  readonly seconds: number
}

/**
 * What was in the way. Of the connection: name, refused, no-route, timeout, not-asked (the way itself is closed, which says
 * nothing of the server). Of the encryption: reset, not-tls, no-certificate, other-name, expired, not-yet-valid,
 * unknown-authority, tls. Of the answer: closed, not-http, headers, too-long, never-ends.
 */
export const troubles = [
  'name',
  'refused',
  'no-route',
  'timeout',
  'not-asked',
  'reset',
  'not-tls',
  'no-certificate',
  'other-name',
  'expired',
  'not-yet-valid',
  'unknown-authority',
  'tls',
  'closed',
  'not-http',
  'headers',
  'too-long',
  'never-ends',
] as const
export type Trouble = (typeof troubles)[number]

/** What a server showed of itself. Hostile text: it is shown to people and nothing else. */
export interface ShownCertificate {
  /** At most five. */
  readonly names: readonly string[]
  readonly issuer: string
  /** Seconds since the epoch. */
  readonly begins: number
  readonly ends: number
}

export type Met =
  | {
      readonly ok: true
      /** 100: the announced body is welcome. */
      readonly status: number
      /** Lower-case names; a header that came twice is joined by a comma. */
      readonly headers: Readonly<Record<string, string>>
      /** At most 256 KiB; a longer one is the trouble `too-long`. */
      readonly body: string
      readonly milliseconds: number
      /** Null for a request in clear. */
      readonly certificate: ShownCertificate | null
    }
  | {
      readonly ok: false
      readonly why: Trouble
      readonly detail: string
      readonly certificate: ShownCertificate | null
    }

/** Never throws for what the network or a server does. Redirects are told and not followed. */
export type Ask = (call: Call) => Promise<Met>
