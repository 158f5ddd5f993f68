/** One HTTP request over a forwarded connection: to a container that no public route reaches. */
import { request } from 'node:http'
import type { Duplex } from 'node:stream'
import { EngineError } from '../model/engine-error.ts'

export interface HttpRequest {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
}

export interface HttpResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** What answers is hostile: no answer of an inner service is near this long. */
const MOST_BYTES = 4 * 1024 ** 2

/**
 * For an answer that may take long: whoever asks looks again later.
 *
 * @returns null where none came in time; the connection is closed then
 * @throws EngineError connection-lost
 */
export async function httpWithin(
  connection: Duplex,
  call: HttpRequest,
  seconds: number,
): Promise<HttpResponse | null> {
  let late = false
  const timer = setTimeout(() => {
    late = true
    connection.destroy()
  }, seconds * 1000)
  try {
    return await http(connection, call, seconds + 20)
  } catch (error) {
    if (late) return null
    throw error
  } finally {
    clearTimeout(timer)
  }
}

/**
 * @param connection a fresh connection to the server; closed afterwards
 * @param seconds without a byte, after which nobody waits any more
 * @throws EngineError connection-lost
 */
export function http(connection: Duplex, call: HttpRequest, seconds = 20): Promise<HttpResponse> {
  return new Promise((resolve, reject) => {
    const fail = (error: Error): void => reject(new EngineError('connection-lost', error.message))
    if (connection.destroyed) return fail(new Error('the connection is closed'))
    connection.once('close', () => fail(new Error('the connection was closed before its answer')))
    const sent = request(
      {
        method: call.method,
        path: call.path,
        headers: {
          host: 'localhost',
          connection: 'close',
          ...(call.body !== undefined && { 'content-length': Buffer.byteLength(call.body) }),
          ...call.headers,
        },
        createConnection: () => connection,
        timeout: seconds * 1000,
      },
      (response) => {
        const chunks: Buffer[] = []
        let size = 0
        response.on('data', (chunk: Buffer) => {
          size += chunk.length
          if (size > MOST_BYTES) sent.destroy(new Error('the answer was too long'))
          else chunks.push(chunk)
        })
        response.on('error', fail)
        response.on('end', () => {
          connection.destroy()
          resolve({
            status: response.statusCode ?? 0,
            headers: Object.fromEntries(
              Object.entries(response.headers).map(([name, value]) => [name, String(value)]),
            ),
            body: Buffer.concat(chunks).toString('utf8'),
          })
        })
      },
    )
    sent.on('timeout', () => sent.destroy(new Error(`no answer within ${seconds} seconds`)))
    sent.on('error', fail)
    sent.end(call.body)
  })
}
