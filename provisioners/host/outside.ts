/** The view from outside the Pi: what an ordinary client on this network gets. */
import { X509Certificate } from 'node:crypto'
import { lookup } from 'node:dns/promises'
import { request } from 'node:https'
import { EngineError } from '../model/engine-error.ts'

export interface Seen {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  /** At most 256 KiB of it. */
  readonly body: string
  readonly milliseconds: number
}

export interface Outside {
  /** The addresses that a name leads to from here; empty when it leads nowhere. */
  resolve(name: string): Promise<string[]>
  /**
   * @param url an https address
   * @param trust the certificate authority that must have signed (PEM) instead of the usual ones, and the address to use instead of what the
   *   name leads to
   * @throws EngineError unreachable, with what was in the way
   */
  get(url: string, trust: { ca?: string; address?: string }): Promise<Seen>
}

const LIMIT = 256 * 1024
const TIMEOUT_MS = 10_000

/** The real network of this computer. */
export const outside: Outside = {
  async resolve(name) {
    try {
      return (await lookup(name, { all: true })).map(({ address }) => address)
    } catch {
      return []
    }
  },
  get: (url, { ca, address }) =>
    new Promise((resolve, reject) => {
      const started = performance.now()
      const target = new URL(url)
      const fail = (error: Error): void =>
        reject(new EngineError('unreachable', `${target.host}: ${error.message}`, [error.message]))
      const call = request(
        target,
        {
          ...(ca !== undefined && { ca }),
          timeout: TIMEOUT_MS,
          agent: false,
          servername: target.hostname,
          ...(address && { host: address, hostname: address, headers: { host: target.host } }),
        },
        (response) => {
          const chunks: Buffer[] = []
          let size = 0
          response.on('data', (chunk: Buffer) => {
            size += chunk.length
            if (size <= LIMIT) chunks.push(chunk)
          })
          response.on('error', fail)
          response.on('end', () =>
            resolve({
              status: response.statusCode ?? 0,
              headers: Object.fromEntries(
                Object.entries(response.headers).map(([name, value]) => [name, String(value)]),
              ),
              body: Buffer.concat(chunks).toString('utf8'),
              milliseconds: Math.round(performance.now() - started),
            }),
          )
        },
      )
      call.on('timeout', () => call.destroy(new Error('no answer within 10 seconds')))
      call.on('error', fail)
      call.end()
    }),
}

/** Name, SHA-256 fingerprint and end of a certificate in PEM form. */
export function readCertificate(pem: string): { name: string; fingerprint: string; expires: number } {
  const certificate = new X509Certificate(pem)
  const name = /CN=([^\n]+)/.exec(certificate.subject)?.[1] ?? certificate.subject
  return { name, fingerprint: certificate.fingerprint256, expires: Date.parse(certificate.validTo) / 1000 }
}
