/** A web host over a small build, and asking it by hand: fetch rewrites Host, Origin and the path. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { request as httpRequest } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { WebSocket } from 'ws'
import type { Handlers } from '../../../electron/contract/api.ts'
import { createWebHost } from '../../../electron/web/host.ts'
import { options } from '../fixture.ts'

export interface Answer {
  status: number
  headers: Record<string, string | string[] | undefined>
  body: string
}

export async function startHost(handlers: Handlers) {
  const folder = await mkdtemp(join(tmpdir(), 'bramble-files-'))
  const files = join(folder, 'renderer')
  await mkdir(join(files, 'assets'), { recursive: true })
  await writeFile(join(files, 'index.html'), '<title>Bramble</title>the app')
  await writeFile(join(files, 'assets', 'index-abc123.js'), 'export {}')
  await writeFile(join(files, 'assets', 'logo.svg'), '<svg/>')
  await writeFile(join(files, 'notes.sh'), 'not served')
  await writeFile(join(folder, 'secret.txt'), 'outside')
  let admissions = 0
  const host = await createWebHost({ ...options(), handlers, files, onAdmitted: () => (admissions += 1) })
  const { port } = host
  const origin = `http://127.0.0.1:${port}`

  const ask = (path: string, headers: Record<string, string> = {}, method = 'GET', body = '') =>
    new Promise<Answer>((resolve, reject) => {
      const request = httpRequest({ host: '127.0.0.1', port, path, method, headers }, (response) => {
        let text = ''
        response.setEncoding('utf8')
        response.on('data', (chunk: string) => (text += chunk))
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }),
        )
      })
      request.on('error', reject)
      request.end(body)
    })
  const redeem = (token: string, from = origin) => ask('/session', { origin: from }, 'POST', token)
  const newToken = () => new URL(host.invite()).hash.slice(1)

  return {
    port,
    origin,
    admissions: () => admissions,
    ask,
    redeem,
    newToken,
    async newCookie(): Promise<string> {
      const { headers } = await redeem(newToken())
      return String(headers['set-cookie']).split(';')[0] ?? ''
    },
    /** Status of an upgrade that was refused, or 101. */
    upgrade: (headers: Record<string, string>, path = '/socket') =>
      new Promise<number>((resolve, reject) => {
        const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, { headers })
        socket.on('open', () => {
          socket.terminate()
          resolve(101)
        })
        socket.on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0))
        socket.on('error', reject)
      }),
    async close() {
      await host.close()
      await rm(folder, { recursive: true })
    },
  }
}

export type StartedHost = Awaited<ReturnType<typeof startHost>>
