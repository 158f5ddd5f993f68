/** Two programs that answer for MAS here: the lab's strict double, run on this machine, and the practice Pi's model. */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { serve, insideOf } from '../../../provisioners/host/practice/services/inside.ts'
import type { Ask } from '../../../provisioners/matrix/mas-admin/index.ts'
import { ADMIN_CLIENT_ID, MAS_INTERNAL_PORT } from '../../../provisioners/matrix/mas-config.ts'
import { defaultIntent } from '../../../provisioners/model/intent.ts'
import { paths } from '../../../provisioners/host/host.ts'
import { Secret } from '../../../provisioners/model/secret.ts'
import { practiceEngine } from '../../support/practice.ts'

const source = fileURLToPath(new URL('../../lab/parts/mas', import.meta.url))

export interface Answering {
  readonly ask: Ask
  readonly client: { readonly id: string; readonly secret: Secret }
  close(): Promise<void>
}

/** The double, built; null without Go, or where Go's modules cannot be had. */
export function builtDouble(): string | null {
  const folder = mkdtempSync(join(tmpdir(), 'bramble-mas-'))
  try {
    execFileSync('go', ['build', '-o', join(folder, 'mas-cli'), '.'], {
      cwd: source,
      stdio: 'pipe',
      env: { ...process.env, CGO_ENABLED: '0', GOFLAGS: '-mod=mod' },
    })
    return join(folder, 'mas-cli')
  } catch {
    rmSync(folder, { recursive: true, force: true })
    return null
  }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** @param settings more environment, such as how long a token is good for */
export async function startDouble(
  program: string,
  settings: { passwords?: boolean; admin?: boolean; tokenSeconds?: number } = {},
): Promise<Answering> {
  const { passwords = true, admin = true, tokenSeconds = 300 } = settings
  const folder = mkdtempSync(join(tmpdir(), 'bramble-mas-'))
  const [web, internal] = [await freePort(), await freePort()]
  const secret = 'a secret: with + signs & spaces'
  writeFileSync(join(folder, 'admin-client'), secret)
  const listener = (port: number, name: string) => ({
    resources: [{ name }],
    binds: [{ host: '127.0.0.1', port }],
  })
  writeFileSync(
    join(folder, 'config.yaml'),
    // JSON is YAML
    JSON.stringify({
      http: {
        public_base: 'https://x/',
        listeners: [listener(web, 'oauth'), listener(internal, 'adminapi')],
      },
      passwords: { enabled: passwords },
      clients: [
        {
          client_id: ADMIN_CLIENT_ID,
          client_auth_method: 'client_secret_basic',
          client_secret_file: join(folder, 'admin-client'),
        },
      ],
      policy: { data: { admin_clients: admin ? [ADMIN_CLIENT_ID] : [] } },
    }),
  )
  const child = spawn(program, ['server', '--config', join(folder, 'config.yaml')], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { BRAMBLE_STAND_IN_TOKEN_SECONDS: String(tokenSeconds) },
  })
  await listening(child, 2)
  return {
    client: { id: ADMIN_CLIENT_ID, secret: new Secret(secret, 'client') },
    ask: async ({ port, method, path, headers, body }) => {
      const at = port === MAS_INTERNAL_PORT ? internal : web
      const response = await fetch(`http://127.0.0.1:${at}${path}`, {
        method,
        headers,
        ...(body !== undefined && { body }),
      })
      return {
        status: response.status,
        headers: Object.fromEntries(response.headers),
        body: await response.text(),
      }
    },
    async close() {
      const gone = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGTERM')
      await gone
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function listening(child: ChildProcess, sockets: number): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = ''
    child.stderr?.on('data', (chunk: Buffer) => {
      said += chunk.toString()
      if (said.split('listening on').length > sockets) resolve()
    })
    child.once('exit', () => reject(new Error(`the double ended: ${said}`)))
  })
}

/** The model in an installed practice Pi. */
export async function startPractice(): Promise<Answering> {
  const { engine, pi, close } = practiceEngine()
  await engine.start({ ...defaultIntent('pi'), address: { mode: 'home', host: 'brookside.local' } })
  await pi.idle()
  const container = pi.machine.docker.find('bramble-mas-1')
  if (!container) throw new Error('the practice Pi runs no MAS')
  const inside = insideOf(pi.machine, container)
  const secret = pi.machine.files.read(`${paths.root}/secrets/mas-admin-client`).toString()
  return {
    client: { id: ADMIN_CLIENT_ID, secret: new Secret(secret, 'client') },
    ask: async ({ port, body, ...request }) => serve(inside, port, { ...request, body: body ?? '' }),
    close,
  }
}
