/** One bounded HTTP request over a connection that somebody else opens, with TLS judged here so that its failures can be named. */
import { request, type IncomingMessage } from 'node:http'
import { isIP } from 'node:net'
import type { Duplex } from 'node:stream'
import {
  connect as secure,
  createSecureContext,
  type PeerCertificate,
  type SecureContext,
  type TLSSocket,
} from 'node:tls'
import type { Call, Met, ShownCertificate, Trouble } from '../model/outside.ts'
import { troubleOf } from './troubles.ts'

/** A fresh connection to a host and port; rejects when there is none. */
export type Dial = (target: { host: string; port: number }) => Promise<Duplex>

/** Does something later, unless the returned function is called before. */
export type Later = (milliseconds: number, then: () => void) => () => void

export interface AskMeans {
  readonly dial: Dial
  readonly later: Later
  /** Whom to trust where a call names nobody; absent: those that everybody trusts. */
  readonly trusted?: SecureContext
}

const LIMIT = 256 * 1024

/** What ends a request, with a name for it. */
class Ended extends Error {
  readonly why: Trouble
  constructor(why: Trouble, detail: string) {
    super(detail)
    this.why = why
  }
}

/** Where a request stands, for whoever has to say what was in the way. */
interface Progress {
  certificate: ShownCertificate | null
  /** Whether the head of the answer has come. */
  answered: boolean
  encrypted: boolean
}

/**
 * @param call what to ask
 * @returns within `call.seconds`, whatever the other side does; its connection is closed then
 */
export async function ask(call: Call, means: AskMeans): Promise<Met> {
  const progress: Progress = { certificate: null, answered: false, encrypted: false }
  const over = new AbortController()
  const late = (): Ended =>
    new Ended(
      progress.answered ? 'never-ends' : 'timeout',
      progress.answered
        ? `the answer did not end within ${call.seconds} seconds`
        : `no answer within ${call.seconds} seconds`,
    )
  const cancel = means.later(call.seconds * 1000, () => over.abort(late()))
  const began = performance.now()
  try {
    const answer = await until(over.signal, exchange(call, means, progress, over.signal))
    return {
      ok: true,
      ...answer,
      milliseconds: Math.round(performance.now() - began),
      certificate: progress.certificate,
    }
  } catch (error) {
    const why = error instanceof Ended ? error.why : troubleOf(error, progress)
    return { ok: false, why, detail: wordsOf(error), certificate: progress.certificate }
  } finally {
    cancel()
    over.abort()
  }
}

interface Answer {
  status: number
  headers: Record<string, string>
  body: string
}

async function exchange(
  call: Call,
  { dial, trusted }: AskMeans,
  progress: Progress,
  over: AbortSignal,
): Promise<Answer> {
  const url = new URL(call.url)
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const clear = url.protocol === 'http:'
  if (clear && call.at?.host !== '127.0.0.1') throw new TypeError('only a loopback address is asked in clear')
  const opened = dial(call.at ?? { host, port: Number(url.port || 443) })
  // one that comes when nobody waits any more is closed as well
  void opened.then(
    (late) => closeAtEnd(late, over),
    () => {},
  )
  const connection = await until(over, opened)
  if (clear) return talk(connection, url, call, progress)
  const context = call.ca === undefined ? trusted : createSecureContext({ ca: [call.ca] })
  const tls = await encrypted(connection, host, context, progress)
  closeAtEnd(tls, over)
  progress.encrypted = true
  return talk(tls, url, call, progress)
}

function closeAtEnd(stream: Duplex, over: AbortSignal): void {
  // what happens to a connection that is closed is nobody's concern
  stream.on('error', () => {})
  if (over.aborted) stream.destroy()
  else over.addEventListener('abort', () => stream.destroy(), { once: true })
}

/** A certificate that does not hold ends it before a byte is said, and is told with its names. */
function encrypted(
  socket: Duplex,
  host: string,
  secureContext: SecureContext | undefined,
  progress: Progress,
): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const tls = secure({
      socket,
      host,
      ...(isIP(host) === 0 && { servername: host }),
      ...(secureContext && { secureContext }),
      ALPNProtocols: ['http/1.1'],
      // judged below: Node would throw the certificate away that a person has to hear about
      rejectUnauthorized: false,
    })
    tls.once('secureConnect', () => {
      progress.certificate = shown(tls.getPeerCertificate())
      if (tls.authorized) return resolve(tls)
      tls.destroy()
      reject(Object.assign(new Error(verdict(tls)), { code: verdict(tls) }))
    })
    tls.on('error', reject)
    tls.once('close', () => reject(new Ended('reset', 'the connection was cut while it was being encrypted')))
  })
}

/** Node gives the code alone, as text (tls.TLSSocket, authorizationError). */
const verdict = (tls: TLSSocket): string => String(tls.authorizationError)

function talk(connection: Duplex, url: URL, call: Call, progress: Progress): Promise<Answer> {
  return new Promise((resolve, reject) => {
    connection.once('close', () => reject(new Ended('closed', 'the connection was closed before the answer')))
    connection.once('error', reject)
    const length = call.announce ?? (call.body === undefined ? null : Buffer.byteLength(call.body))
    const sent = request(
      {
        method: call.method,
        path: url.pathname + url.search,
        headers: {
          host: url.host,
          connection: 'close',
          'user-agent': 'Bramble',
          ...(length !== null && { 'content-length': length }),
          ...(call.announce !== undefined && { expect: '100-continue' }),
          ...call.headers,
        },
        createConnection: () => connection,
      },
      (response) => {
        progress.answered = true
        read(response).then(resolve, reject)
      },
    )
    sent.on('error', reject)
    if (call.announce === undefined) return void sent.end(call.body)
    sent.once('continue', () => resolve({ status: 100, headers: {}, body: '' }))
    sent.flushHeaders()
  })
}

function read(response: IncomingMessage): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    response.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size > LIMIT) reject(new Ended('too-long', 'the answer is longer than any right one'))
      else chunks.push(chunk)
    })
    response.on('error', reject)
    response.on('end', () =>
      resolve({
        status: response.statusCode ?? 0,
        headers: Object.fromEntries(
          Object.entries(response.headersDistinct).map(([name, values]) => [name, (values ?? []).join(', ')]),
        ),
        body: Buffer.concat(chunks).toString('utf8'),
      }),
    )
  })
}

function shown(certificate: PeerCertificate): ShownCertificate | null {
  // an empty object where none was shown
  if (!certificate.valid_to) return null
  const names = (certificate.subjectaltname ?? '')
    .split(', ')
    .filter((name) => /^(DNS|IP Address):/.test(name))
    .map((name) => name.replace(/^[^:]+:/, ''))
  return {
    names: (names.length > 0 ? names : [String(certificate.subject?.CN ?? '')]).slice(0, 5),
    issuer: String(certificate.issuer?.O ?? certificate.issuer?.CN ?? ''),
    begins: Date.parse(certificate.valid_from) / 1000,
    ends: Date.parse(certificate.valid_to) / 1000,
  }
}

function until<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason as Error)
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true })
    work.then(resolve, reject)
  })
}

const wordsOf = (error: unknown): string => {
  const words = error instanceof Error ? error.message : String(error)
  return words.slice(0, 300)
}
