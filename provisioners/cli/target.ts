/** Connects a command to its Pi: who it is, how to sign in, and whether its key is the right one. */
import { readFile } from 'node:fs/promises'
import { randomBytes } from 'node:crypto'
import { homedir, userInfo } from 'node:os'
import { join } from 'node:path'
import { appFolder } from '../app-folder.ts'
import { newRunId, now, sleep, thisComputer } from '../computer.ts'
import { keepConnected } from '../connection.ts'
import { createEngine, type Engine } from '../engine.ts'
import type { Credentials } from '../host/credentials.ts'
import { outside } from '../host/outside.ts'
import { connectSsh } from '../host/connect.ts'
import { EngineError } from '../model/engine-error.ts'
import { Secret } from '../model/secret.ts'
import type { Terminal } from './commands.ts'

export interface TargetOptions {
  readonly host?: string | undefined
  readonly port: string
  readonly user?: string | undefined
  readonly practice: boolean
  readonly 'password-file'?: string | undefined
  readonly key?: string | undefined
  readonly agent: boolean
  readonly 'sudo-password-file'?: string | undefined
  readonly trust?: string | undefined
}

export interface Connected {
  readonly engine: Engine
  readonly close: () => Promise<void>
}

/** @throws EngineError intent-invalid without a host, and what connecting throws */
export async function connectTarget(options: TargetOptions, terminal: Terminal): Promise<Connected> {
  const folder = appFolder()
  const computer = await thisComputer(folder)
  const common = { ...computer, now, sleep, newRunId, random: (bytes: number) => randomBytes(bytes) }
  if (options.practice) {
    // Loaded on demand: a look at a real Pi need not read a whole imagined one.
    const { createPracticePi } = await import('../host/practice/index.ts')
    const pi = createPracticePi({ now, speed: 0 })
    const connection = keepConnected(() => pi.connect())
    const engine = createEngine({
      ...common,
      connect: connection.connect,
      outside: pi.outside,
      fromHere: pi.fromHere,
      address: 'practice',
    })
    return { engine, close: connection.close }
  }
  const host = options.host
  if (!host) throw new EngineError('intent-invalid', 'Which Pi? Name it with --host, or use --practice.')
  const user = options.user ?? userInfo().username
  const credentials = await readCredentials(options, user, terminal)
  const sudo = await readSecret(options['sudo-password-file'], 'sudo password')
  let typed: Secret | null = null
  const connection = keepConnected(() =>
    connectSsh(
      { host, port: Number(options.port), user },
      {
        credentials,
        knownHosts: { store: join(folder, 'known_hosts'), others: [join(homedir(), '.ssh', 'known_hosts')] },
        decideHostKey: async ({ fingerprint, verdict }) => {
          if (verdict !== 'unknown') return false
          if (options.trust !== undefined) return options.trust === fingerprint
          const answer = await terminal.ask(`${host} shows ${fingerprint}. Is this your Pi? [y/N] `)
          return /^y/i.test(answer ?? '')
        },
        sudoPassword: async () => {
          if (sudo) return sudo
          if (credentials.kind === 'password') return credentials.password
          const answer =
            typed ?? asSecret(await terminal.ask(`sudo password of ${user}: `, true), 'sudo password')
          typed = answer
          return answer
        },
      },
    ),
  )
  return {
    engine: createEngine({ ...common, connect: connection.connect, outside, address: host }),
    close: connection.close,
  }
}

async function readCredentials(
  options: TargetOptions,
  user: string,
  terminal: Terminal,
): Promise<Credentials> {
  if (options.agent) return { kind: 'agent' }
  if (options.key !== undefined) {
    const key = await readText(options.key)
    if (!/ENCRYPTED|bcrypt|aes256-ctr/.test(key)) return { kind: 'key', key: new Secret(key, 'private key') }
    const passphrase = asSecret(await terminal.ask(`Passphrase of ${options.key}: `, true), 'passphrase')
    return { kind: 'key', key: new Secret(key, 'private key'), ...(passphrase && { passphrase }) }
  }
  const password =
    (await readSecret(options['password-file'], 'password')) ??
    asSecret(await terminal.ask(`Password of ${user}: `, true), 'password')
  if (password) return { kind: 'password', password }
  throw new EngineError(
    'auth-failed',
    'There is no terminal to type a password at: use --password-file, --key or --agent.',
  )
}

const asSecret = (text: string | null, label: string): Secret | null =>
  text === null ? null : new Secret(text, label)

async function readSecret(path: string | undefined, label: string): Promise<Secret | null> {
  return path === undefined ? null : new Secret((await readText(path)).replace(/\r?\n$/, ''), label)
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    throw new EngineError('key-unreadable', `${path} cannot be read: ${(error as Error).message}`)
  }
}
