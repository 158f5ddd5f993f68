/** How a channel becomes a shell: the handshake with sudo, as a state machine that sees text and says what is next. */
import { EngineError } from '../model/engine-error.ts'
import type { ProblemCode } from '../model/problem.ts'

export type As =
  /** The signed-in user. */
  | 'user'
  /** Root by signing in: no sudo between. */
  | 'root'
  /** Root through sudo. */
  | 'sudo'

export type HandshakeState = 'waiting' | 'asked' | 'ready' | 'failed'

/**
 * Opens a shell that reads its script from standard input. A blind `sudo -S` leaks: without a need for the password
 * the password line is run as a command, and after a wrong one the script's lines become guesses (both seen). So the
 * password is written only after sudo's own prompt, and the script only after the shell's own word.
 *
 * Both marks read differently in the command line than when they are printed (sudo turns `%%` into `%`, the shell takes
 * the quotes away): a login shell that echoes its command line, `set -x` in .bashrc for one, is not taken for sudo.
 */
export class Handshake {
  /** What to execute on the channel; nothing in it is secret, sudo writes it to the journal. */
  readonly command: string
  state: HandshakeState = 'waiting'
  /** Standard output that came after the shell's word. */
  rest = ''

  private readonly ask: string
  private readonly ready: string
  private stdout = ''
  private stderr = ''
  private answered = false

  /** @param nonce hexadecimal, fresh for each channel */
  constructor(as: As, nonce: string) {
    this.ask = `ask-%${nonce}`
    this.ready = `ready-${nonce}\n`
    const shell = `sh -c 'echo ready-"${nonce}"; exec sh -s'`
    // env and not an assignment: the login shell may be fish or csh. LC_ALL for the few words that `failure` reads.
    this.command =
      as === 'sudo' ? `exec env LC_ALL=C sudo -k -S -p ask-%%${nonce} ${shell}` : `exec env LC_ALL=C ${shell}`
  }

  /** @returns the state after this piece of standard output */
  onStdout(text: string): HandshakeState {
    if (this.state === 'failed') return this.state
    this.stdout += text
    const at = this.stdout.indexOf(this.ready)
    if (at === -1) return this.state
    this.rest = this.stdout.slice(at + this.ready.length)
    return (this.state = 'ready')
  }

  /** @returns the state after this piece of standard error: `asked` means that the password is due, once */
  onStderr(text: string): HandshakeState {
    this.stderr += text
    if (this.state !== 'waiting' || !this.stderr.includes(this.ask)) return this.state
    this.stderr = this.stderr.slice(this.stderr.indexOf(this.ask) + this.ask.length)
    return (this.state = this.answered ? 'failed' : 'asked')
  }

  /** The password has been written. */
  onAnswered(): void {
    this.answered = true
    this.state = 'waiting'
    // A second prompt may have come in the same piece as the first (pam modules differ): it is judged now.
    this.onStderr('')
  }

  /**
   * Why there is no shell.
   *
   * @param status exit status of the channel; null when sudo asked a second time or the channel just ended
   */
  failure(status: number | null): EngineError {
    const said = this.said()
    if (this.state === 'failed') return new EngineError('sudo-password-wrong', '', said)
    // 127 is env's word for "no such program" (coreutils manual, env: Exit status).
    if (status === 127) return new EngineError('no-sudo', 'sudo is not installed', said)
    const text = said.join('\n')
    // With passwd_tries=1 there is no second prompt, only these words (sudo's own messages, untranslated by LC_ALL=C).
    const code: ProblemCode =
      this.answered && /incorrect (password|authentication) attempt|Authentication fail/i.test(text)
        ? 'sudo-password-wrong'
        : 'no-sudo'
    return new EngineError(code, code === 'no-sudo' ? reason(text) : '', said)
  }

  private said(): string[] {
    const lines = this.stderr.split(/[\r\n]+/).map((line) => line.replaceAll(this.ask, '').trim())
    return lines.filter((line) => line !== '' && !line.includes(this.command.slice(0, 30))).slice(-5)
  }
}

function reason(text: string): string {
  if (/not in the sudoers file|not allowed to (execute|run)|may not run sudo/i.test(text))
    return 'not in the sudoers file'
  if (/must have a tty|terminal is required/i.test(text)) return 'sudo wants a terminal'
  return 'sudo refused'
}
