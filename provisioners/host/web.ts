/** Requests to web servers, from this computer or from the Pi: TLS always ends here, so that the Pi's side needs nothing. */
import { request as send } from 'node:http'
import { connect as dial, isIP } from 'node:net'
import type { Duplex } from 'node:stream'
import { connect as secure, rootCertificates, type TLSSocket } from 'node:tls'
import { EngineError } from '../model/engine-error.ts'
import type { Web, WebAnswer, WebRequest, WebTrouble } from '../model/web.ts'
import type { Host } from './host.ts'
import { FORWARDING_OFF, traits } from './ssh-errors.ts'

const LIMIT = 256 * 1024
const TIMEOUT_MS = 10_000

/** A fresh connection to a host and port; rejects when there is none. */
type Open = (target: { host: string; port: number }) => Promise<Duplex>

export interface WebOptions {
  /** Authorities to trust besides the usual ones, PEM. */
  readonly ca?: readonly string[]
  readonly timeoutMs?: number
}

/** From this computer. */
export const webFromHere = (options: WebOptions = {}): Web => web(dialled, options)

/** From the Pi, over forwarded connections: names are looked up there (RFC 4254, 7.2). */
export const webFromPi = (host: Pick<Host, 'forward'>, options: WebOptions = {}): Web =>
  web((target) => host.forward(target), options)

function web(open: Open, options: WebOptions): Web {
  return async (request) => {
    const timeoutMs = options.timeoutMs ?? TIMEOUT_MS
    const left = new AbortController()
    const timer = setTimeout(
      () => left.abort(new Late(`no answer within ${timeoutMs / 1000} seconds`)),
      timeoutMs,
    )
    try {
      return await within(left.signal, one(request, open, options, left.signal))
    } catch (error) {
      return { ok: false, why: trouble(error), detail: wordsOf(error) }
    } finally {
      clearTimeout(timer)
    }
  }
}

class Late extends Error {}

async function one(
  request: WebRequest,
  open: Open,
  options: WebOptions,
  signal: AbortSignal,
): Promise<WebAnswer> {
  const url = new URL(request.url)
  // a request may carry a secret: it goes out encrypted or not at all
  if (url.protocol !== 'https:') throw new TypeError('only https addresses are asked')
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const connection = await open({ host, port: Number(url.port || 443) })
  signal.addEventListener('abort', () => connection.destroy(), { once: true })
  if (signal.aborted) connection.destroy()
  try {
    return await exchange(await encrypted(connection, host, options.ca), url, request)
  } finally {
    connection.destroy()
  }
}

function encrypted(socket: Duplex, host: string, ca: readonly string[] = []): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const tls = secure({
      socket,
      host,
      ...(isIP(host) === 0 && { servername: host }),
      ...(ca.length > 0 && { ca: [...rootCertificates, ...ca] }),
      ALPNProtocols: ['http/1.1'],
    })
    tls.once('secureConnect', () => resolve(tls))
    tls.on('error', reject)
    tls.once('close', () => reject(new Error('the connection was closed before its answer')))
  })
}

function exchange(connection: Duplex, url: URL, call: WebRequest): Promise<WebAnswer> {
  return new Promise((resolve, reject) => {
    connection.once('close', () => reject(new Error('the connection was closed before its answer')))
    connection.once('error', reject)
    const sent = send(
      {
        method: call.method,
        path: url.pathname + url.search,
        headers: {
          host: url.host,
          connection: 'close',
          ...(call.body !== undefined && { 'content-length': Buffer.byteLength(call.body) }),
          ...call.headers,
        },
        createConnection: () => connection,
      },
      (response) => {
        const chunks: Buffer[] = []
        let size = 0
        const done = (): void =>
          resolve({
            ok: true,
            status: response.statusCode ?? 0,
            headers: Object.fromEntries(
              Object.entries(response.headers).map(([name, value]) => [name, String(value)]),
            ),
            body: Buffer.concat(chunks).subarray(0, LIMIT).toString('utf8'),
          })
        response.on('data', (chunk: Buffer) => {
          chunks.push(chunk)
          size += chunk.length
          if (size >= LIMIT) done()
        })
        response.on('error', reject)
        response.on('end', done)
      },
    )
    sent.on('error', reject)
    sent.end(call.body)
  })
}

function dialled({ host, port }: { host: string; port: number }): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    const socket = dial({ host, port })
    socket.once('connect', () => resolve(socket))
    socket.on('error', reject)
  })
}

function within<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return Promise.race([
    work,
    new Promise<never>((_, reject) =>
      signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true }),
    ),
  ])
}

/** Codes: Node, "OpenSSL error codes" and dns; a forwarded connection's own: RFC 4254, 5.1. */
function trouble(error: unknown): WebTrouble {
  if (error instanceof Late) return 'timeout'
  if (error instanceof EngineError) {
    const words = error.evidence.join(' ')
    if (error.code !== 'refused' || error.evidence.includes(FORWARDING_OFF)) return 'not-asked'
    // sshd says in words alone why a connection was not made
    if (/not known|resolution|no address/i.test(words)) return 'name'
    return /timed out/i.test(words) ? 'timeout' : 'refused'
  }
  const { code } = traits(error)
  if (code === 'ENOTFOUND' || code.startsWith('EAI_')) return 'name'
  if (code === 'ECONNREFUSED') return 'refused'
  if (code === 'ETIMEDOUT') return 'timeout'
  return /CERT|ISSUER|LEAF_SIGNATURE|ALTNAME/.test(code) ? 'certificate' : 'other'
}

const wordsOf = (error: unknown): string =>
  error instanceof EngineError ? [error.detail, ...error.evidence].join(': ') : traits(error).message
