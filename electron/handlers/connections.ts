/** The connections that this process holds: the window knows them by a random id only, credentials stay here. */
import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import type { Credential, Output, Target } from '../contract/api.ts'
import {
  connectSsh,
  createEngine,
  createPracticePi,
  EngineError,
  keepConnected,
  newRunId,
  now,
  outside,
  presentHostKey,
  Secret,
  sleep,
  thisComputer,
  type Connection,
  type Credentials,
  type Engine,
  type PracticePi,
  type PresentedHostKey,
} from '../../provisioners/index.ts'

/** One Pi, from the moment that its key was seen. */
export interface Held {
  readonly id: string
  readonly target: Target
  readonly presented: PresentedHostKey | null
  /** The fingerprint that a person said yes to. */
  trusted: string | null
  user: string
  sudoPassword: Secret | null
  connection: Connection | null
  engine: Engine | null
  /** Version of what a newer Bramble has stored on the Pi, which is then only looked at. */
  newer: number | null
  /** Secrets that the owner brought, by id: nowhere else until a run writes them to the Pi. */
  readonly given: Map<string, Secret>
}

type KnownHosts = Parameters<typeof presentHostKey>[1]['knownHosts']

export class Connections {
  readonly #held = new Map<string, Held>()
  readonly #folder: string
  readonly #knownHosts: KnownHosts
  /** The practice Pi lives as long as the app, so that what was set up there stays for the evening. */
  readonly #practice: PracticePi

  constructor(folder: string, practice = createPracticePi({ now, speed: 1, countsMemory: true })) {
    this.#practice = practice
    this.#folder = folder
    this.#knownHosts = {
      store: join(folder, 'known_hosts'),
      others: [join(homedir(), '.ssh', 'known_hosts')],
    }
  }

  /** Looks at the host's key; nothing is sent to it. */
  async present(target: Target): Promise<Output<'connection.present'>> {
    const presented =
      target.kind === 'ssh' ? await presentHostKey(target, { knownHosts: this.#knownHosts }) : null
    const held: Held = {
      id: randomBytes(12).toString('base64url'),
      target,
      presented,
      trusted: null,
      user: '',
      sudoPassword: null,
      connection: null,
      engine: null,
      newer: null,
      given: new Map(),
    }
    this.#held.set(held.id, held)
    return {
      connection: held.id,
      address: target.kind === 'ssh' ? target.host : 'practice',
      keyType: presented?.type ?? '',
      fingerprint: bare(presented?.fingerprint ?? ''),
      verdict:
        presented === null ? 'practice' : presented.verdict === 'revoked' ? 'changed' : presented.verdict,
      knownFingerprints: (presented?.knownFingerprints ?? []).map(({ fingerprint }) => bare(fingerprint)),
    }
  }

  trust(id: string, fingerprint: string): void {
    const held = this.get(id)
    if (held.presented?.verdict === 'revoked' || bare(held.presented?.fingerprint ?? '') !== fingerprint)
      throw new EngineError(
        'host-key-changed',
        'The fingerprint that was confirmed is not the one that was shown.',
      )
    held.trusted = `SHA256:${fingerprint}`
  }

  /** Signs in and keeps what is needed to sign in again when the connection is lost. */
  async signIn(id: string, user: string, credential: Credential): Promise<Engine> {
    const held = this.get(id)
    await held.connection?.close()
    const credentials = await readCredential(credential)
    held.user = user
    held.sudoPassword = credentials?.kind === 'password' ? credentials.password : null
    const { target } = held
    const connection = keepConnected(() => {
      if (target.kind === 'practice') return this.#practice.connect()
      if (credentials === null)
        throw new EngineError('auth-failed', 'A password, a key or an agent is needed.')
      return connectSsh(
        { host: target.host, port: target.port, user },
        {
          credentials,
          knownHosts: this.#knownHosts,
          decideHostKey: async ({ fingerprint }) => fingerprint === held.trusted,
          sudoPassword: async () => held.sudoPassword,
        },
      )
    })
    const computer = await thisComputer(this.#folder)
    held.connection = connection
    held.engine = createEngine({
      ...computer,
      connect: connection.connect,
      outside: target.kind === 'practice' ? this.#practice.outside : outside,
      fromHere: target.kind === 'practice' ? this.#practice.fromHere : undefined,
      address: target.kind === 'practice' ? 'practice' : target.host,
      random: (bytes) => randomBytes(bytes),
      now,
      sleep,
      newRunId,
    })
    await connection.connect()
    return held.engine
  }

  get(id: string): Held {
    const held = this.#held.get(id)
    if (!held) throw new EngineError('not-found', 'This connection was closed.')
    return held
  }

  engine(id: string): Engine {
    const { engine } = this.get(id)
    if (!engine) throw new EngineError('not-found', 'Nobody has signed in to this Pi yet.')
    return engine
  }

  /** Null as well for a connection that is not there: whoever asks for it is told so. */
  newer(id: string): number | null {
    return this.#held.get(id)?.newer ?? null
  }

  async close(id: string): Promise<void> {
    const held = this.#held.get(id)
    this.#held.delete(id)
    held?.given.clear()
    await held?.connection?.close()
  }

  async closeAll(): Promise<void> {
    await Promise.all([...this.#held.keys()].map((id) => this.close(id)))
  }
}

const bare = (fingerprint: string): string => fingerprint.replace(/^SHA256:/, '')

async function readCredential(credential: Credential): Promise<Credentials | null> {
  switch (credential.kind) {
    case 'password':
      return { kind: 'password', password: new Secret(credential.password, 'password') }
    case 'agent':
      return { kind: 'agent' }
    case 'key': {
      const path = credential.path.replace(/^~(?=\/)/, homedir())
      const text = await readFile(path, 'utf8').catch((error: Error) => {
        throw new EngineError('key-unreadable', `${credential.path} cannot be read: ${error.message}`)
      })
      const passphrase = credential.passphrase
      return {
        kind: 'key',
        key: new Secret(text, 'private key'),
        ...(passphrase && { passphrase: new Secret(passphrase, 'passphrase') }),
      }
    }
  }
}
