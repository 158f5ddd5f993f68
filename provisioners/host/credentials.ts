/** Ways to sign in: what is offered to the server, in which order, and what is answered to its prompts. */
import ssh2, { type AuthHandlerMiddleware, type Prompt } from 'ssh2'
import { EngineError } from '../model/engine-error.ts'
import type { Secret } from '../model/secret.ts'

export type Credentials =
  | { readonly kind: 'password'; readonly password: Secret }
  /** A private key file's text (OpenSSH, PEM or PuTTY), and its passphrase if it has one. */
  | { readonly kind: 'key'; readonly key: Secret; readonly passphrase?: Secret }
  /** Default socket: SSH_AUTH_SOCK, on Windows the system's own agent. */
  | { readonly kind: 'agent'; readonly socket?: string }

/**
 * What ssh2 asks for the next way to sign in.
 *
 * @param fail called for what no further try can mend: a prompt that only a person can answer
 * @throws EngineError key-unreadable for a key that cannot be used, before anything is sent
 */
export function authHandler(
  credentials: Credentials,
  user: string,
  fail: (error: EngineError) => void,
): AuthHandlerMiddleware {
  const attempt = firstAttempt(credentials, user, fail)
  const tried = new Set<string>()
  return (left, partial, next) => {
    // "none" first, as ssh does: it tells what the server takes, and some (Tailscale SSH) ask for nothing more.
    // The types say that `left` is always a list; before the first answer it is null (ssh2, lib/client.js).
    if ((left as unknown) === null) return next({ type: 'none', username: user })
    const way = attempt(left, partial, tried)
    if (way === null) {
      const wants = `the server takes: ${left.join(', ') || 'nothing more'}`
      fail(
        new EngineError(
          'auth-failed',
          user,
          partial ? [wants, 'one way to sign in is not enough for it'] : [wants],
        ),
      )
      return next(false as never)
    }
    tried.add(way.type)
    next(way)
  }
}

type Way = Exclude<Parameters<Parameters<AuthHandlerMiddleware>[2]>[0], string | undefined>
type Attempt = (left: readonly string[], partial: boolean | null, tried: ReadonlySet<string>) => Way | null

function firstAttempt(credentials: Credentials, user: string, fail: (error: EngineError) => void): Attempt {
  if (credentials.kind === 'key') {
    const key = readKey(credentials)
    const way: Way = { type: 'publickey', username: user, key }
    return (left, _partial, tried) => (left.includes('publickey') && !tried.has('publickey') ? way : null)
  }
  if (credentials.kind === 'agent') {
    const agent = credentials.socket ?? defaultAgent()
    const way: Way = { type: 'agent', username: user, agent }
    return (left, _partial, tried) => (left.includes('publickey') && !tried.has('agent') ? way : null)
  }
  const password = credentials.password
  return (left, partial, tried) => {
    // A refused password is not tried a second time by the other way: locks and bans count guesses.
    if (left.includes('password') && tried.size === 0)
      return { type: 'password', username: user, password: password.reveal() }
    if (
      left.includes('keyboard-interactive') &&
      (tried.size === 0 || (partial && !tried.has('keyboard-interactive')))
    )
      return { type: 'keyboard-interactive', username: user, prompt: answering(password, user, fail) }
    return null
  }
}

/** Answers one prompt for the password; fails for anything else, and for the same prompt again (the password was wrong). */
function answering(password: Secret, user: string, fail: (error: EngineError) => void) {
  let answered = false
  return (
    _name: string,
    instructions: string,
    _lang: string,
    prompts: Prompt[],
    finish: (a: string[]) => void,
  ) => {
    const [prompt] = prompts
    if (prompts.length === 1 && prompt && isPasswordPrompt(prompt) && !answered) {
      answered = true
      return finish([password.reveal()])
    }
    const asked = [instructions, ...prompts.map((one) => one.prompt)].map((text) => text.trim().slice(0, 200))
    fail(
      new EngineError('auth-failed', user, [
        `the server asked: ${asked.filter((text) => text !== '').join(' ')}`,
      ]),
    )
  }
}

/** PAM's prompt for a password that is not shown; not for a new one, a one-time one or a code. */
function isPasswordPrompt(prompt: Prompt): boolean {
  const other = /one[- ]?time|\botp\b|code|token|\bnew\b|retype|again|current/i
  return prompt.echo !== true && /passw|passphrase/i.test(prompt.prompt) && !other.test(prompt.prompt)
}

function readKey(credentials: Extract<Credentials, { kind: 'key' }>): ssh2.ParsedKey {
  const parsed = ssh2.utils.parseKey(credentials.key.reveal(), credentials.passphrase?.reveal())
  const key = Array.isArray(parsed) ? (parsed[0] as ssh2.ParsedKey | undefined) : parsed
  if (key === undefined || key instanceof Error)
    throw new EngineError(
      'key-unreadable',
      credentials.passphrase ? 'wrong passphrase or format' : 'format or passphrase',
      [key?.message ?? 'no key in the file'],
    )
  if (!key.isPrivateKey()) throw new EngineError('key-unreadable', 'a public key, not a private one')
  return key
}

function defaultAgent(): string {
  const socket = process.env['SSH_AUTH_SOCK']
  if (socket) return socket
  if (process.platform === 'win32') return '\\\\.\\pipe\\openssh-ssh-agent'
  throw new EngineError('key-unreadable', 'no key agent runs')
}
