/** A shell on the Pi that stays open: each wave costs one round trip. */
import { randomBytes } from 'node:crypto'
import type { ClientChannel } from 'ssh2'
import { EngineError } from '../model/engine-error.ts'
import { closeChannel, type Channels } from './channels.ts'
import type { Answer } from './host.ts'
import { parseWave, renderWave, STDERR_CAP, WaveError, waveEnded, type WaveQuestion } from './wave.ts'

export class ShellSession {
  /** Whether the shell is gone; another one is opened then. */
  dead = false
  private readonly channel: ClientChannel
  private readonly channels: Channels
  private readonly graceSeconds: number

  /** @param graceSeconds how long a wave's reply may take beyond its longest question */
  constructor(channel: ClientChannel, channels: Channels, graceSeconds: number) {
    this.channel = channel
    this.channels = channels
    this.graceSeconds = graceSeconds
    channel.once('close', () => (this.dead = true))
    channel.stderr.resume() // nothing of interest comes here, but a full window would stop the shell
  }

  /**
   * One wave. Not to be called again before it is through.
   *
   * @throws EngineError connection-lost (also when the shell ends or does not answer in time), disk-full
   */
  async ask(questions: readonly WaveQuestion[]): Promise<Answer[]> {
    const nonce = randomBytes(12).toString('hex')
    const script = renderWave(questions, nonce)
    this.channels.requests += 1
    try {
      return parseWave(await this.channels.orLost(this.exchange(script, questions, nonce)), questions, nonce)
    } catch (error) {
      this.close()
      if (!(error instanceof WaveError)) throw error
      if (error.reason === 'full') throw new EngineError('disk-full', '/tmp')
      throw new EngineError('connection-lost', 'the answer of the Pi does not fit together')
    }
  }

  close(): void {
    this.dead = true
    closeChannel(this.channel)
  }

  private exchange(script: string, questions: readonly WaveQuestion[], nonce: string): Promise<string> {
    const pieces: string[] = []
    let size = 0
    let end = ''
    const longest = Math.max(...questions.map((question) => question.timeoutSeconds)) + this.graceSeconds
    const most = questions.reduce(
      (sum, question) => sum + (question.capBytes + STDERR_CAP) * 1.4 + 200,
      1_000_000,
    )
    return new Promise((resolve, reject) => {
      const lose = (detail: string): void => finish(() => reject(new EngineError('connection-lost', detail)))
      const timer = setTimeout(() => lose(`no answer within ${longest} s`), longest * 1000)
      const onClose = (): void => lose(this.channels.lost ?? 'the shell on the Pi ended')
      const onData = (chunk: Buffer): void => {
        // latin1 keeps every byte by itself, so that a piece may end anywhere; the answers are base64 anyway.
        const text = chunk.toString('latin1')
        pieces.push(text)
        size += text.length
        end = (end + text).slice(-nonce.length - 20)
        if (waveEnded(end, nonce)) finish(() => resolve(pieces.join('')))
        else if (size > most) lose('the Pi answered more than it was asked')
      }
      const finish = (how: () => void): void => {
        clearTimeout(timer)
        this.channel.off('data', onData).off('close', onClose)
        how()
      }
      this.channel.on('data', onData).once('close', onClose)
      this.channel.resume()
      if (this.dead) return onClose()
      this.channel.write(script)
    })
  }
}
