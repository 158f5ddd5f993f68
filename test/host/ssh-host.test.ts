/** Questions over real sockets: shells that stay open, and sudo (a test double, see support/fake-sudo.ts). */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { Secret } from '../../provisioners/model/secret.ts'
import { sh } from '../../provisioners/shell/command.ts'
import { asked, connected, right, withPassword, words, wrong } from './support/connected.ts'
import { sandbox } from './support/sandbox.ts'

vi.setConfig({ testTimeout: 60_000 })

describe('sudo', () => {
  it('with the right password', async () => {
    const { host, pi } = await connected({ sudo: withPassword })
    expect(await words(host)).toBe('hello\n')
    expect(pi.commands.join()).not.toContain('raspberry')
  })

  it('root by name needs no sudo', async () => {
    const { host, pi } = await connected({ user: 'root', options: { sudoPassword: null } })
    expect(await words(host)).toBe('hello\n')
    expect(pi.commands).not.toContainEqual(expect.stringContaining('sudo'))
  })

  it('without a need for the password it is not sent: nothing runs it as a command', async () => {
    const directory = sandbox()
    const command = new Secret(`touch ${join(directory, 'oops')}`, 'sudo password')
    const { host } = await connected({
      sudo: { password: '', rule: 'nopasswd' },
      options: { sudoPassword: command },
    })
    expect(await words(host)).toBe('hello\n')
    expect(readdirSync(directory)).toEqual([])
  })

  it.each([
    ['a wrong password', withPassword, wrong, 'sudo-password-wrong'],
    ['a wrong password and one try', { ...withPassword, tries: 1 }, wrong, 'sudo-password-wrong'],
    ['no password', withPassword, null, 'sudo-password-needed'],
    ['a stranger', { ...withPassword, rule: 'stranger' as const }, right, 'no-sudo'],
    ['a terminal wanted', { ...withPassword, rule: 'tty' as const }, right, 'no-sudo'],
  ])('%s', async (_name, sudo, sudoPassword, code) => {
    const { host, pi } = await connected({ sudo, options: { sudoPassword } })
    await expect(words(host)).rejects.toMatchObject({ code })
    expect(await words(host, false)).toBe('hello\n')
    await vi.waitUntil(() => pi.open.count === 1) // only the user's shell is left open
  })

  it('no such program', async () => {
    const { host } = await connected({ server: { env: { PATH: '/nowhere' } } })
    await expect(words(host)).rejects.toMatchObject({ code: 'no-sudo' })
  })

  it('a person is asked once, and again after a wrong answer', async () => {
    const answers = [wrong, right]
    const ask = vi.fn(() => Promise.resolve(answers.shift() ?? null))
    const { host } = await connected({ sudo: withPassword, options: { sudoPassword: ask } })
    expect(ask).not.toHaveBeenCalled()
    await expect(words(host)).rejects.toMatchObject({ code: 'sudo-password-wrong' })
    expect(await Promise.all([words(host), words(host), words(host)])).toEqual([
      'hello\n',
      'hello\n',
      'hello\n',
    ])
    expect(ask).toHaveBeenCalledTimes(2)
  })

  it.each([
    ['talks', 'echo welcome; printf "no line end"; echo oops >&2; printf ask- >&2'],
    ['echoes its commands', 'set -xv'],
    ['echoes them on standard output too', 'exec 7>&1; BASH_XTRACEFD=7; set -x'],
    ['prints a fake frame', 'echo "0 0 0 0"; echo ready-; echo end'],
  ])('a login shell that %s changes nothing', async (_name, rc) => {
    for (const sudo of [withPassword, { ...withPassword, rule: 'nopasswd' as const }]) {
      const { host } = await connected({ sudo, rc })
      const [first, second] = await host.ask([asked(sh`printf ${'a\\nb'}`), asked(sh`false`)])
      expect([first?.stdout, second?.status]).toEqual(['a\nb', 1])
      expect(await words(host, false)).toBe('hello\n')
    }
  })
})

describe('shells', () => {
  it('stay open: a wave is one request', async () => {
    const { host, pi } = await connected({ sudo: withPassword })
    await words(host)
    expect(host.requests).toBe(4) // channel, command, password, wave
    await words(host)
    await host.ask(Array.from({ length: 30 }, () => asked(sh`true`)))
    expect(host.requests).toBe(6)
    expect(await host.ask([])).toEqual([])
    expect(host.requests).toBe(6)
    expect(pi.commands).toHaveLength(1)
  })

  it('are opened again when they died', async () => {
    const { host, pi } = await connected({ user: 'root' })
    // The shell itself is the parent of the question's own subshell.
    const suicide = sh`sh -c ${'rm -rf "$(dirname "$(readlink /proc/$$/fd/1)")"; kill -9 $(ps -o ppid= -p $(ps -o ppid= -p $PPID))'}`
    await expect(host.ask([asked(suicide)])).rejects.toMatchObject({ code: 'connection-lost' })
    expect(await words(host)).toBe('hello\n')
    expect(pi.commands).toHaveLength(2)
  })

  it('a wave whose answer never comes ends the shell, not the connection', async () => {
    const { host } = await connected({ user: 'root', options: { graceSeconds: 0.2 } })
    const stop = sh`sh -c ${'kill -STOP $(ps -o ppid= -p $(ps -o ppid= -p $PPID)); sleep 1; rm -rf "$(dirname "$(readlink /proc/$$/fd/1)")"; kill -9 $(ps -o ppid= -p $(ps -o ppid= -p $PPID))'}`
    await expect(host.ask([asked(stop, 1)])).rejects.toMatchObject({
      code: 'connection-lost',
      detail: expect.stringContaining('no answer'),
    })
    expect(await words(host)).toBe('hello\n')
  })

  it('a slow wave does not hold up a quick one', async () => {
    const { host } = await connected({ user: 'root' })
    const order: string[] = []
    const slow = host.ask([asked(sh`sleep 1`)]).then(() => order.push('slow'))
    await host.ask([asked(sh`true`)]).then(() => order.push('quick'))
    await slow
    expect(order).toEqual(['quick', 'slow'])
  })

  it('never more than six channels, however much is wanted', async () => {
    const { host, pi } = await connected({ user: 'root' })
    const stop = new AbortController()
    const streams = Array.from({ length: 5 }, async () => {
      for await (const _ of host.follow(sh`sh -c ${'echo x; sleep 0.2'}`, stop.signal));
    })
    const waves = Array.from({ length: 12 }, (_, index) => words(host, index % 2 === 0))
    await Promise.all([...streams, ...waves])
    expect(pi.open.most).toBeLessThanOrEqual(6)
    expect(pi.open.most).toBeGreaterThan(3)
  })
})
