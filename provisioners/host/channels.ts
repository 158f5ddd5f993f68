/** Channels of one connection: how many there may be, how one becomes a root shell, and that each is closed on every path. */
import { randomBytes } from 'node:crypto'
import type { Duplex } from 'node:stream'
import type { Client, ClientChannel } from 'ssh2'
import { EngineError } from '../model/engine-error.ts'
import type { Secret } from '../model/secret.ts'
import { channelError } from './ssh-errors.ts'
import { Slots } from './slots.ts'
import { Handshake, type As } from './sudo.ts'

/** What a channel is for: shells that answer waves, or streams (followed output, forwarded connections). */
export type Use = 'shells' | 'streams'

/**
 * Channels at a time; others wait. OpenSSH allows 10 sessions a connection (sshd_config, MaxSessions): six leave room for the
 * terminal. Counted apart, so that streams which last never keep a question from its answer.
 */
const most: Readonly<Record<Use, number>> = { shells: 3, streams: 3 }

/** sudo may look names up before it asks; this is beyond any such wait. */
const HANDSHAKE_SECONDS = 60

export class Channels {
  /** Requests that awaited their answer since the sign-in: the round trips of the benchmark. */
  requests = 0
  /** Why the connection is gone; null while it is there. */
  lost: string | null = null
  private readonly slots = { shells: new Slots(most.shells), streams: new Slots(most.streams) }
  private readonly client: Client
  private readonly onLost = new Set<(error: EngineError) => void>()

  constructor(client: Client) {
    this.client = client
  }

  /** The connection is gone: everything that waits is told. */
  drop(reason: string): void {
    this.lost ??= reason
    this.slots.shells.close(this.lostError())
    this.slots.streams.close(this.lostError())
    for (const tell of this.onLost) tell(this.lostError())
  }

  lostError(): EngineError {
    return new EngineError('connection-lost', this.lost ?? 'the connection ended')
  }

  /** Settles as `promise` does, or fails as soon as the connection is lost. */
  async orLost<T>(promise: Promise<T>): Promise<T> {
    if (this.lost !== null) throw this.lostError()
    let tell: (error: EngineError) => void = () => {}
    const gone = new Promise<never>((_resolve, reject) => this.onLost.add((tell = reject)))
    try {
      return await Promise.race([promise, gone])
    } finally {
      this.onLost.delete(tell)
    }
  }

  /**
   * A shell that reads its script from the channel's standard input.
   *
   * @param password asked for when sudo wants one, and only then; null means that nobody knows it
   * @throws EngineError connection-lost, refused, no-sudo, sudo-password-needed, sudo-password-wrong
   */
  async shell(as: As, use: Use, password: () => Promise<Secret | null>): Promise<ClientChannel> {
    const handshake = new Handshake(as, randomBytes(12).toString('hex'))
    this.requests += 2 // the channel and the command on it
    const channel = await this.open('a session', use, (done) => this.client.exec(handshake.command, done))
    try {
      await this.orLost(this.shake(channel, handshake, password))
      return channel
    } catch (error) {
      closeChannel(channel)
      throw error
    }
  }

  /** @throws EngineError refused, connection-lost */
  async forward(host: string, port: number): Promise<Duplex> {
    this.requests += 1
    return this.open(`${host}:${port}`, 'streams', (done) =>
      this.client.forwardOut('127.0.0.1', 0, host, port, done),
    )
  }

  private async open(
    what: string,
    use: Use,
    how: (done: (error: Error | undefined, channel: ClientChannel) => void) => void,
  ): Promise<ClientChannel> {
    if (this.lost !== null) throw this.lostError()
    const release = await this.slots[use].take()
    try {
      return await this.orLost(
        new Promise<ClientChannel>((resolve, reject) => {
          how((error, opened) => {
            if (error) return reject(error)
            // Registered here, before anybody can fail: an orphan would keep its place.
            opened.once('close', release)
            opened.on('error', () => {})
            readOutOnDestroy(opened)
            resolve(opened)
          })
        }),
      )
    } catch (error) {
      release()
      throw channelError(error, what, this.lost)
    }
  }

  private async shake(
    channel: ClientChannel,
    handshake: Handshake,
    password: () => Promise<Secret | null>,
  ): Promise<void> {
    let settle = { resolve: () => {}, reject: (_error: unknown) => {} }
    const done = new Promise<void>((resolve, reject) => (settle = { resolve, reject }))
    const late = new EngineError('connection-lost', `no shell within ${HANDSHAKE_SECONDS} s`)
    const start = (): NodeJS.Timeout => setTimeout(() => settle.reject(late), HANDSHAKE_SECONDS * 1000)
    let timer = start()
    const next = (): void => {
      if (handshake.state === 'ready') settle.resolve()
      else if (handshake.state === 'failed') settle.reject(handshake.failure(null))
    }
    const asked = async (): Promise<void> => {
      clearTimeout(timer) // a person may be typing
      const secret = await password()
      if (secret === null) throw new EngineError('sudo-password-needed', '')
      timer = start()
      this.requests += 1
      channel.write(`${secret.reveal().replace(/\r?\n.*$/s, '')}\n`)
      handshake.onAnswered()
      next()
    }
    const onOut = (chunk: Buffer): void => {
      handshake.onStdout(chunk.toString('latin1'))
      next()
    }
    const onErr = (chunk: Buffer): void => {
      const before = handshake.state
      if (handshake.onStderr(chunk.toString('latin1')) === 'asked' && before !== 'asked')
        asked().catch(settle.reject)
      else next()
    }
    let status: number | null = null
    const onExit = (code: number | null): void => void (status = code)
    const onClose = (): void =>
      settle.reject(this.lost === null ? handshake.failure(status) : this.lostError())
    channel.on('data', onOut).on('exit', onExit).on('close', onClose)
    channel.stderr.on('data', onErr)
    try {
      await done
    } finally {
      clearTimeout(timer)
      channel.off('data', onOut).off('exit', onExit).off('close', onClose)
      channel.stderr.off('data', onErr)
      channel.pause()
      if (handshake.rest !== '') channel.unshift(Buffer.from(handshake.rest, 'latin1'))
    }
  }
}

/** ssh2 tells of a channel's end only to who reads on, and `destroy` is where readers stop. */
function readOutOnDestroy(channel: ClientChannel): void {
  const destroy = channel.destroy.bind(channel)
  channel.destroy = () => {
    destroy()
    channel.resume()
    return channel
  }
}

/** Closes a channel and lets what is still under way run off, without which its end is never told. */
export function closeChannel(channel: ClientChannel): void {
  channel.removeAllListeners('data')
  // An iterator that was left half-way still waits for `readable`, and nothing flows while somebody does.
  channel.removeAllListeners('readable')
  channel.stderr.removeAllListeners('data')
  channel.resume()
  channel.stderr.resume()
  channel.close()
}
