/** The view from outside the Pi: what an ordinary client gets, from this computer and through the Pi. */
import { createPublicKey, verify, X509Certificate } from 'node:crypto'
import { lookup } from 'node:dns/promises'
import { connect } from 'node:net'
import type { Duplex } from 'node:stream'
import type { Ask } from '../model/outside.ts'
import { ask, type AskMeans, type Dial } from './asking.ts'
import type { Host } from './host.ts'

export interface Outside {
  /** The addresses that a name leads to by this computer's own lookup; empty when it leads nowhere. */
  resolve(name: string): Promise<string[]>
  /** From this computer. */
  readonly ask: Ask
  /** From the Pi, over forwarded connections: what is not an address is looked up there. TLS ends here. */
  through(host: Pick<Host, 'forward'>): Ask
  /** @returns null when that took longer, or failed */
  within<T>(seconds: number, work: Promise<T>): Promise<T | null>
  /**
   * @param key an Ed25519 public key, and `signature` over the text: base64 without padding (Matrix specification, Unpadded Base64)
   */
  verify(key: string, text: string, signature: string): boolean
}

export interface OutsideMeans extends AskMeans {
  lookup(name: string): Promise<string[]>
}

const LOOKUP_SECONDS = 4

const dial: Dial = ({ host, port }) =>
  new Promise<Duplex>((resolve, reject) => {
    const socket = connect({ host, port })
    socket.once('connect', () => resolve(socket))
    socket.on('error', reject)
  })

const real: OutsideMeans = {
  dial,
  lookup: async (name) => (await lookup(name, { all: true })).map(({ address }) => address),
  later(milliseconds, then) {
    const timer = setTimeout(then, milliseconds)
    return () => clearTimeout(timer)
  },
}

/** @param given what is other than on this computer's real network */
export function createOutside(given: Partial<OutsideMeans> = {}): Outside {
  const means = { ...real, ...given }
  const within = <T>(seconds: number, work: Promise<T>): Promise<T | null> =>
    new Promise((resolve) => {
      const cancel = means.later(seconds * 1000, () => resolve(null))
      work.then(resolve, () => resolve(null)).finally(cancel)
    })
  return {
    resolve: async (name) => (await within(LOOKUP_SECONDS, means.lookup(name))) ?? [],
    ask: (call) => ask(call, means),
    through: (host) => (call) => ask(call, { ...means, dial: (target) => host.forward(target) }),
    within,
    verify: verifySignature,
  }
}

/** The real network of this computer. */
export const outside: Outside = createOutside()

export function verifySignature(key: string, text: string, signature: string): boolean {
  try {
    const x = Buffer.from(key, 'base64').toString('base64url')
    const made = createPublicKey({ format: 'jwk', key: { kty: 'OKP', crv: 'Ed25519', x } })
    return verify(null, Buffer.from(text), made, Buffer.from(signature, 'base64'))
  } catch {
    // a key that is none proves nothing
    return false
  }
}

/** Name, SHA-256 fingerprint and end of a certificate in PEM form. */
export function readCertificate(pem: string): { name: string; fingerprint: string; expires: number } {
  const certificate = new X509Certificate(pem)
  const name = /CN=([^\n]+)/.exec(certificate.subject)?.[1] ?? certificate.subject
  return { name, fingerprint: certificate.fingerprint256, expires: Date.parse(certificate.validTo) / 1000 }
}
