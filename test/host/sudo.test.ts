/** The handshake with sudo as a state machine: any text in any pieces. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Handshake } from '../../provisioners/host/sudo.ts'

const nonce = 'ab12'
const prompt = `ask-%${nonce}`

describe('the handshake', () => {
  it('asks once, then is ready', () => {
    const handshake = new Handshake('sudo', nonce)
    expect(handshake.onStderr('We trust you have received the usual lecture\n')).toBe('waiting')
    expect(handshake.onStderr(prompt)).toBe('asked')
    handshake.onAnswered()
    expect(handshake.onStdout(`ready-${nonce}\nmore`)).toBe('ready')
    expect(handshake.rest).toBe('more')
  })

  it('a second prompt is a wrong password', () => {
    const handshake = new Handshake('sudo', nonce)
    handshake.onStderr(prompt)
    handshake.onAnswered()
    expect(handshake.onStderr(`\nSorry, try again.\n${prompt}`)).toBe('failed')
    expect(handshake.failure(null)).toMatchObject({ code: 'sudo-password-wrong' })
  })

  it("knows sudo-rs's prompt", () => {
    expect(new Handshake('sudo', nonce).onStderr(`[sudo: ${prompt}] Password: `)).toBe('asked')
  })

  it.each([
    [
      'no program',
      127,
      "env: 'sudo': No such file or directory\n",
      false,
      'no-sudo',
      'sudo is not installed',
    ],
    ['a stranger', 1, 'pi is not in the sudoers file.\n', true, 'no-sudo', 'not in the sudoers file'],
    [
      'not this command',
      1,
      'Sorry, user pi is not allowed to execute x\n',
      true,
      'no-sudo',
      'not in the sudoers file',
    ],
    [
      'a terminal wanted',
      1,
      'sudo: sorry, you must have a tty to run sudo\n',
      false,
      'no-sudo',
      'sudo wants a terminal',
    ],
    ['one try only', 1, 'sudo: 1 incorrect password attempt\n', true, 'sudo-password-wrong', ''],
    ['words without a password', 1, 'sudo: 1 incorrect password attempt\n', false, 'no-sudo', 'sudo refused'],
  ])('%s', (_name, status, said, answered, code, detail) => {
    const handshake = new Handshake('sudo', nonce)
    if (answered) {
      handshake.onStderr(prompt)
      handshake.onAnswered()
    }
    handshake.onStderr(said)
    expect(handshake.failure(status)).toMatchObject({ code, detail, evidence: [said.trim()] })
  })

  it('a login shell that echoes its command line is not taken for sudo, nor for the shell', () => {
    for (const as of ['user', 'root', 'sudo'] as const) {
      const handshake = new Handshake(as, nonce)
      const echoes = `+ ${handshake.command}\n${handshake.command.replaceAll("'", '')}\n+ exec env 'LC_ALL=C' sudo -k -S -p 'ask-%%${nonce}'\n`
      expect(handshake.onStderr(echoes)).toBe('waiting')
      expect(handshake.onStdout(echoes)).toBe('waiting')
    }
  })

  it('does not depend on where the pieces end', () => {
    const noise = fc.string({ unit: 'binary', maxLength: 30 })
    fc.assert(
      fc.property(
        noise,
        noise,
        fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 30 }),
        (before, after, cuts) => {
          const handshake = new Handshake('sudo', nonce)
          for (const piece of pieces(`${before}${prompt}`, cuts)) handshake.onStderr(piece)
          expect(handshake.state).toBe('asked')
          handshake.onAnswered()
          for (const piece of pieces(`${after}ready-${nonce}\n`, cuts)) handshake.onStdout(piece)
          expect(handshake.state).toBe('ready')
        },
      ),
    )
  })
})

function pieces(text: string, cuts: number[]): string[] {
  const result: string[] = []
  for (let at = 0, index = 0; at < text.length; at += cuts[index++ % cuts.length] ?? 1)
    result.push(text.slice(at, at + (cuts[index % cuts.length] ?? 1)))
  return result
}
