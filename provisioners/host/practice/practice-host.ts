/** The Host port over the practice Pi: one connection to the machine in memory. */
import type { Duplex } from 'node:stream'
import { EngineError } from '../../model/engine-error.ts'
import type { Secret } from '../../model/secret.ts'
import type { Command } from '../../shell/command.ts'
import type { Answer, Host, HostIdentity, Question, Queue, Started } from '../host.ts'
import { STDERR_CAP } from '../wave.ts'
import type { Faults } from './faults.ts'
import { rootUser, type Credentials } from './files/node.ts'
import { openForward } from './forward.ts'
import type { Machine } from './machine.ts'
import { runCommand } from './process/run.ts'
import { startQueue } from './run/start.ts'

export interface ConnectionMeans {
  readonly machine: Machine
  readonly faults: Faults
  /** The password that sudo wants, null for none; and the one that was given. */
  readonly sudo: { readonly needed: string | null; readonly given: Secret | null }
  onBug(error: unknown): void
  /** A bug that nobody was told of yet. */
  takeBug(): unknown
  onRun(done: Promise<void>): void
  onGone(): void
}

const user: Credentials = { uid: 1000, gid: 1000, groups: [1000, 27] }

export class PracticeHost implements Host {
  readonly identity: HostIdentity
  readonly lost: Promise<string>
  readonly #means: ConnectionMeans
  readonly #gone = new AbortController()
  #reason = ''

  constructor(means: ConnectionMeans) {
    this.#means = means
    this.identity = { kind: 'practice', name: `pi@${means.machine.options.hostname}` }
    this.lost = new Promise((resolve) =>
      this.#gone.signal.addEventListener('abort', () => resolve(this.#reason), { once: true }),
    )
  }

  async ask(questions: readonly Question[], { root = true }: { root?: boolean } = {}): Promise<Answer[]> {
    return this.#whileConnected(async () => {
      if (root) this.#becomeRoot()
      await this.#means.machine.clock.sleep(0.05, this.#gone.signal)
      const who = root ? rootUser : user
      return Promise.all(questions.map((question) => this.#answer(question, who)))
    })
  }

  async start(queue: Queue): Promise<Started> {
    return this.#whileConnected(async () => {
      this.#becomeRoot()
      await this.#means.machine.clock.sleep(0.2, this.#gone.signal)
      if (this.#gone.signal.aborted) throw this.#lostError()
      const { started, done } = startQueue(queue, this.#means)
      this.#means.onRun(done)
      return started
    })
  }

  async *follow(command: Command, signal: AbortSignal): AsyncGenerator<string> {
    if (signal.aborted) return
    this.#checkConnected()
    this.#becomeRoot()
    const both = AbortSignal.any([signal, this.#gone.signal])
    const pieces: string[] = []
    let wake = () => {}
    let ended = false
    let bug: unknown
    const streams = { out: (text: string) => (pieces.push(text), wake()), err: () => {} }
    const end = (error?: unknown) => {
      ended = true
      bug = error
      wake()
    }
    void runCommand(this.#shell(rootUser, Infinity, both), command, streams).then(() => end(), end)
    for (;;) {
      if (pieces.length > 0) yield pieces.splice(0).join('')
      else if (ended) break
      else
        await new Promise<void>((resolve) => {
          wake = resolve
        })
    }
    if (bug !== undefined) throw bug
    if (!signal.aborted && this.#gone.signal.aborted) throw this.#lostError()
  }

  async forward(target: { host: string; port: number }): Promise<Duplex> {
    return this.#whileConnected(async () => openForward(this.#means.machine, target, this.#gone.signal))
  }

  async close(): Promise<void> {
    this.drop('closed')
    await this.lost
  }

  /** Ends the connection; what the Pi works on goes on. */
  drop(reason: string): void {
    if (this.#gone.signal.aborted) return
    this.#reason = reason
    this.#gone.abort()
    this.#means.onGone()
  }

  async #answer(question: Question, who: Credentials): Promise<Answer> {
    let stdout = ''
    let stderr = ''
    const deadline = this.#means.machine.clock.now() + question.timeoutSeconds
    const status = await runCommand(this.#shell(who, deadline, this.#gone.signal), question.command, {
      out: (text) => void (stdout += text),
      err: (text) => void (stderr += text),
    })
    const bytes = Buffer.from(stdout)
    return {
      status,
      stdout: bytes.subarray(0, question.capBytes).toString('utf8'),
      stderr: Buffer.from(stderr).subarray(-STDERR_CAP).toString('utf8'),
      truncated: bytes.length > question.capBytes,
    }
  }

  #shell(who: Credentials, deadline: number, signal: AbortSignal) {
    return { machine: this.#means.machine, who, directory: '/', environment: {}, signal, deadline }
  }

  #becomeRoot(): void {
    const { needed, given } = this.#means.sudo
    if (needed === null) return
    if (given === null) throw new EngineError('sudo-password-needed', 'sudo asks for a password.')
    if (given.reveal() !== needed)
      throw new EngineError('sudo-password-wrong', 'sudo does not take this password.')
  }

  #checkConnected(): void {
    if (this.#gone.signal.aborted) throw this.#lostError()
    // a bug of the practice Pi must not pass for a failed step
    const bug = this.#means.takeBug()
    if (bug !== undefined) throw bug
  }

  async #whileConnected<T>(work: () => Promise<T>): Promise<T> {
    this.#checkConnected()
    const gone = this.lost.then(() => {
      throw this.#lostError()
    })
    const result = await Promise.race([work(), gone])
    if (this.#gone.signal.aborted) throw this.#lostError()
    return result
  }

  #lostError(): EngineError {
    return new EngineError(
      'connection-lost',
      this.#reason === 'closed' ? 'The connection was closed.' : this.#reason,
    )
  }
}
