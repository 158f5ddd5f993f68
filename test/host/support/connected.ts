/** A Host that is connected to the server in this process. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { connectSsh, type ConnectOptions, type SshHost } from '../../../provisioners/host/connect.ts'
import type { Question } from '../../../provisioners/host/host.ts'
import { Secret } from '../../../provisioners/model/secret.ts'
import { sh, type Command } from '../../../provisioners/shell/command.ts'
import { fakeSudo, type FakeSudo } from './fake-sudo.ts'
import { ed25519 } from './keys.ts'
import { sandbox } from './sandbox.ts'
import { startServer, type ServerOptions, type TestServer } from './ssh-server.ts'

const hostKey = ed25519()
export const right = new Secret('raspberry', 'sudo password')
export const wrong = new Secret('blueberry', 'sudo password')
export const asked = (command: Command, timeoutSeconds = 20): Question => ({
  command,
  timeoutSeconds,
  capBytes: 100_000,
})

export interface Setup {
  readonly user?: string
  readonly sudo?: FakeSudo
  readonly server?: Partial<ServerOptions>
  readonly options?: Partial<ConnectOptions>
  /** Lines of the login shell's .bashrc. */
  readonly rc?: string
}

export async function connected(setup: Setup = {}): Promise<{ host: SshHost; pi: TestServer }> {
  const directory = sandbox()
  const bin = setup.sudo ? fakeSudo(directory, setup.sudo) : join(directory, 'empty')
  writeFileSync(join(directory, 'rc'), setup.rc ?? '')
  const env = { PATH: `${bin}:${process.env['PATH'] ?? ''}`, BASH_ENV: join(directory, 'rc') }
  const pi = await startServer({ hostKeys: [hostKey.private], env, ...setup.server })
  onTestFinished(() => pi.close())
  const target = { host: '127.0.0.1', port: pi.port, user: setup.user ?? 'pi' }
  const host = await connectSsh(target, {
    credentials: { kind: 'password', password: right },
    knownHosts: { store: join(directory, 'known_hosts') },
    decideHostKey: () => Promise.resolve(true),
    sudoPassword: right,
    ...setup.options,
  })
  onTestFinished(() => host.close())
  return { host, pi }
}

export const withPassword: FakeSudo = { password: 'raspberry', rule: 'password' }
export const words = async (host: SshHost, root = true): Promise<string> =>
  (await host.ask([asked(sh`echo hello`)], { root }))[0]?.stdout ?? ''
