/** The Host port over SSH. */
import { StringDecoder } from 'node:string_decoder'
import type { Duplex } from 'node:stream'
import type { Client, ClientChannel } from 'ssh2'
import { EngineError } from '../model/engine-error.ts'
import type { Secret } from '../model/secret.ts'
import type { Command } from '../shell/command.ts'
import { Channels, closeChannel, type Use } from './channels.ts'
import { followScript } from './follow-script.ts'
import type { Answer, Host, HostIdentity, Question, Queue, Started } from './host.ts'
import { bundleQueue } from './queue-bundle.ts'
import { readStart, startQuestion } from './queue-start.ts'
import { ShellPool } from './shell-pool.ts'
import { ShellSession } from './shell-session.ts'
import type { As } from './sudo.ts'
import type { Target } from './target.ts'
import type { WaveQuestion } from './wave.ts'

/** A secret, nothing (then sudo must not want one), or somebody to ask: once, and again after a wrong answer. */
export type SudoPassword = Secret | null | (() => Promise<Secret | null>)

export interface SshHostOptions {
  readonly sudoPassword?: SudoPassword | undefined
  /** Seconds that a wave's reply may take beyond its longest question. Default 30. */
  readonly graceSeconds?: number | undefined
}

export class SshHost implements Host {
  readonly identity: HostIdentity
  readonly lost: Promise<string>
  private readonly channels: Channels
  private readonly client: Client
  private readonly options: SshHostOptions
  private readonly rootAs: As
  private readonly pools: Readonly<Record<'root' | 'user', ShellPool>>
  private password: Promise<Secret | null> | null = null

  /** @param client signed in */
  constructor(client: Client, target: Target, options: SshHostOptions) {
    this.client = client
    this.options = options
    this.identity = { kind: 'ssh', name: `${target.user}@${target.host}:${target.port}` }
    this.rootAs = target.user === 'root' ? 'root' : 'sudo'
    this.channels = new Channels(client)
    this.pools = {
      // Two, so that a slow act does not hold up a look; with the user's one these are the channels of `shells`.
      root: new ShellPool(2, () => this.session(this.rootAs)),
      user: new ShellPool(1, () => this.session('user')),
    }
    let reason = 'the connection ended'
    client.on('error', (error: Error) => (reason = error.message))
    this.lost = new Promise((resolve) => {
      client.once('close', () => {
        this.channels.drop(reason)
        resolve(this.channels.lost ?? reason)
      })
    })
  }

  /** Requests that awaited their answer since the sign-in, sudo's included. */
  get requests(): number {
    return this.channels.requests
  }

  async ask(questions: readonly Question[], { root = true }: { root?: boolean } = {}): Promise<Answer[]> {
    return questions.length === 0 ? [] : this.wave(root, questions)
  }

  async start(queue: Queue): Promise<Started> {
    const question = startQuestion(queue, await bundleQueue(queue))
    const [answer] = await this.wave(true, [question])
    return readStart(answer as Answer)
  }

  async *follow(command: Command, signal: AbortSignal): AsyncGenerator<string> {
    if (signal.aborted) return
    const channel = await this.shell(this.rootAs, 'streams')
    let exited = false
    const closed = new Promise<void>((resolve) => channel.once('close', () => resolve()))
    const aborted = new Promise<null>((resolve) =>
      signal.addEventListener('abort', () => resolve(null), { once: true }),
    )
    try {
      channel.stderr.resume()
      channel.once('exit', () => (exited = true))
      channel.write(followScript(command))
      const decoder = new StringDecoder('utf8')
      const pieces = (channel as AsyncIterable<Buffer>)[Symbol.asyncIterator]()
      for (;;) {
        const next = signal.aborted ? null : await Promise.race([pieces.next(), aborted])
        if (next === null) return
        if (next.done) break
        const text = decoder.write(next.value)
        if (text !== '') yield text
      }
      // The end of the output comes before the exit status, and both also when the connection breaks: then without status.
      await this.channels.orLost(closed)
      if (!exited) throw this.channels.lostError()
    } finally {
      closeChannel(channel)
    }
  }

  forward(target: { host: string; port: number }): Promise<Duplex> {
    return this.channels.forward(target.host, target.port)
  }

  async close(): Promise<void> {
    this.channels.lost ??= 'closed'
    this.client.end()
    // A peer that is gone does not answer the goodbye.
    const timer = setTimeout(() => this.client.destroy(), 1000)
    await this.lost
    clearTimeout(timer)
  }

  private wave(root: boolean, questions: readonly WaveQuestion[]): Promise<Answer[]> {
    return this.pools[root ? 'root' : 'user'].use((session) => session.ask(questions))
  }

  private async session(as: As): Promise<ShellSession> {
    return new ShellSession(await this.shell(as, 'shells'), this.channels, this.options.graceSeconds ?? 30)
  }

  private async shell(as: As, use: Use): Promise<ClientChannel> {
    try {
      return await this.channels.shell(as, use, () => this.sudoPassword())
    } catch (error) {
      if (error instanceof EngineError && error.code === 'sudo-password-wrong') this.password = null
      throw error
    }
  }

  /** One person is asked once, however many shells wait; a wrong password is forgotten. */
  private async sudoPassword(): Promise<Secret | null> {
    const given = this.options.sudoPassword ?? null
    if (typeof given !== 'function') return given
    const answer = (this.password ??= given())
    const forget = (): void => {
      if (this.password === answer) this.password = null
    }
    answer.then((secret) => secret === null && forget(), forget)
    return answer
  }
}
