/** A server in this process, and options for signing in to it. */
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { ConnectOptions, PresentedHostKey, Target } from '../../../provisioners/host/connect.ts'
import { Secret } from '../../../provisioners/model/secret.ts'
import { ecdsa, ed25519 } from './keys.ts'
import { sandbox } from './sandbox.ts'
import { startServer, type ServerOptions, type TestServer } from './ssh-server.ts'

export const hostKey = ed25519()
export const curveKey = ecdsa()
export const userKey = ed25519()
const password = new Secret('correct horse', 'password')

export async function server(options: Partial<ServerOptions> = {}): Promise<TestServer> {
  const started = await startServer({ hostKeys: [hostKey.private], ...options })
  onTestFinished(() => started.close())
  return started
}

export interface Setup {
  readonly options: ConnectOptions
  readonly store: string
  readonly asked: PresentedHostKey[]
}

export function setup(more: Partial<ConnectOptions> = {}, yes = true): Setup {
  const store = join(sandbox(), 'known_hosts')
  const asked: PresentedHostKey[] = []
  const decideHostKey = (presented: PresentedHostKey): Promise<boolean> => {
    asked.push(presented)
    return Promise.resolve(yes)
  }
  return {
    store,
    asked,
    options: { credentials: { kind: 'password', password }, knownHosts: { store }, decideHostKey, ...more },
  }
}

export const at = ({ port }: { port: number }, user = 'pi'): Target => ({ host: '127.0.0.1', port, user })
