/** Signing in: the host key is decided before anything of the user's leaves this machine. */
import { Client, type ConnectConfig } from 'ssh2'
import { EngineError } from '../model/engine-error.ts'
import { authHandler, type Credentials } from './credentials.ts'
import { judge, preferredAlgorithms, type PresentedHostKey } from './host-key.ts'
import { knownKeys, remember, type KnownHosts } from './known-hosts.ts'
import { connectError, traits } from './ssh-errors.ts'
import { checkTarget, type Target } from './target.ts'

export interface SignInOptions {
  readonly credentials: Credentials
  readonly knownHosts: KnownHosts
  /**
   * Asked for a key that is unknown or changed, never for a known or revoked one. Yes: it is remembered, in place of what
   * our own file had, once the server has proved that the key is its own.
   */
  decideHostKey(presented: PresentedHostKey): Promise<boolean>
  /** Seconds until the server must have answered and let us in; a person's time to decide is not counted. Default 20. */
  readonly timeoutSeconds?: number
  /** Seconds between signs of life; the connection counts as lost after three without an answer. Default 5. */
  readonly keepaliveSeconds?: number
}

/**
 * Connects and signs in.
 *
 * @throws EngineError unreachable, refused, name-not-found, host-key-unknown, host-key-changed, auth-failed, key-unreadable
 */
export async function signIn(target: Target, options: SignInOptions): Promise<Client> {
  const { host, port, user } = checkTarget(target)
  const sources = await knownKeys(options.knownHosts, host, port)
  const attempt = new Attempt(target, options.timeoutSeconds)
  let accepted: Buffer | null = null
  let isNew = false
  let stored = Promise.resolve()
  const auth = authHandler(options.credentials, user, attempt.fail)
  attempt.client.on('handshake', () => {
    // The signature over the key exchange is checked by now. A later re-keying comes here again.
    if (accepted && isNew) stored = remember(options.knownHosts, host, port, accepted)
    isNew = false
    stored.catch(attempt.fail)
  })
  attempt.client.on('change password', (prompt) => attempt.fail(expired(user, prompt)))
  attempt.client.once('ready', () => void stored.then(() => attempt.done(), attempt.fail))
  return attempt.run({
    username: user,
    authHandler: auth,
    algorithms: algorithms(preferredAlgorithms(sources)),
    keepaliveInterval: (options.keepaliveSeconds ?? 5) * 1000,
    keepaliveCountMax: 3,
    hostVerifier: (blob: Buffer, verify: (ok: boolean) => void) => {
      const key = Buffer.from(blob)
      if (accepted) return verify(accepted.equals(key))
      const presented = judge(key, sources)
      const decide = (yes: boolean) => {
        if (attempt.over) return
        if (!yes) return attempt.fail(refusal(presented))
        accepted = key
        isNew = presented.verdict !== 'known'
        attempt.resume()
        verify(true)
      }
      if (presented.verdict === 'known') return decide(true)
      if (presented.verdict === 'revoked') return decide(false)
      attempt.pause()
      options.decideHostKey(presented).then(decide, attempt.fail)
    },
  })
}

/**
 * The key that a host presents, and what is known about it. The server proves the key; then the connection ends, before
 * any sign-in.
 *
 * @throws EngineError unreachable, refused, name-not-found, host-key-unknown (a file of known keys is unreadable)
 */
export async function presentHostKey(
  target: Omit<Target, 'user'>,
  options: Pick<SignInOptions, 'knownHosts' | 'timeoutSeconds'>,
): Promise<PresentedHostKey> {
  const { host, port } = checkTarget({ ...target, user: 'nobody' })
  const sources = await knownKeys(options.knownHosts, host, port)
  const attempt = new Attempt({ host, port }, options.timeoutSeconds)
  let presented: PresentedHostKey | null = null
  attempt.client.once('handshake', () => attempt.done())
  const client = await attempt.run({
    username: 'nobody',
    authHandler: () => undefined, // never answers: not even the user name is sent
    algorithms: algorithms(preferredAlgorithms(sources)),
    hostVerifier: (blob: Buffer, verify: (ok: boolean) => void) => {
      presented = judge(Buffer.from(blob), sources)
      verify(true)
    },
  })
  client.destroy()
  if (presented === null) throw new Error('a handshake without a host key')
  return presented
}

/** One attempt to connect: settled once, with a deadline that can be held. */
class Attempt {
  readonly client = new Client()
  over = false
  readonly fail = (error: unknown): void => this.settle(() => this.reject(connectError(error, this.where)))
  private readonly where: string
  private readonly milliseconds: number
  private readonly target: Omit<Target, 'user'>
  private timer: NodeJS.Timeout | undefined
  private resolve: (client: Client) => void = () => {}
  private reject: (error: EngineError) => void = () => {}

  constructor(target: Omit<Target, 'user'>, timeoutSeconds = 20) {
    this.target = target
    this.where = `${target.host}:${target.port}`
    this.milliseconds = timeoutSeconds * 1000
  }

  run(config: ConnectConfig): Promise<Client> {
    return new Promise((resolve, reject) => {
      this.resolve = resolve
      this.reject = (error) => {
        reject(error)
        this.client.destroy()
      }
      this.client.on('error', (error: Error) => {
        // A key agent that fails for one key may still have another; if none helps, the sign-in fails by itself.
        if (traits(error).level !== 'agent') this.fail(error)
      })
      this.client.once('close', () => this.fail(new Error('the connection ended before the sign-in')))
      this.resume()
      try {
        this.client.connect({ ...config, host: this.target.host, port: this.target.port, readyTimeout: 0 })
        this.client.setNoDelay(true) // ssh2 does not: 45 ms for each small request otherwise (measured)
      } catch (error) {
        this.fail(error)
      }
    })
  }

  done(): void {
    this.settle(() => this.resolve(this.client))
  }

  pause(): void {
    clearTimeout(this.timer)
  }

  resume(): void {
    this.pause()
    const late = new EngineError('unreachable', this.where, [
      `no answer within ${this.milliseconds / 1000} s`,
    ])
    this.timer = setTimeout(() => this.fail(late), this.milliseconds)
  }

  private settle(how: () => void): void {
    if (this.over) return
    this.over = true
    this.pause()
    how()
  }
}

function refusal(presented: PresentedHostKey): EngineError {
  const evidence = [
    `presented: ${presented.type} ${presented.fingerprint}${presented.verdict === 'revoked' ? ' (revoked)' : ''}`,
    ...presented.knownFingerprints.map((known) => `known: ${known.type} ${known.fingerprint}`),
  ]
  const code = presented.verdict === 'unknown' ? 'host-key-unknown' : 'host-key-changed'
  return new EngineError(code, presented.fingerprint, evidence)
}

function expired(user: string, prompt: string): EngineError {
  return new EngineError('auth-failed', user, [`the password has expired: ${prompt.trim().slice(0, 200)}`])
}

/** Takes the known types out of ssh2's own list and puts them in front (its `prepend` leaves what is already there). */
function algorithms(first: string[]): NonNullable<ConnectConfig['algorithms']> {
  if (first.length === 0) return {}
  return { serverHostKey: { remove: first, prepend: first, append: [] } as never }
}
