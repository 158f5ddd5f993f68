/** The Host port over real sockets: shells, sudo (a test double, see support/fake-sudo.ts), streams, loss. */
import { readdirSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { connectSsh, type ConnectOptions, type SshHost } from '../../provisioners/host/connect.ts'
import type { Question } from '../../provisioners/host/host.ts'
import { Secret } from '../../provisioners/model/secret.ts'
import { pipe, sh, withInput, type Command } from '../../provisioners/shell/command.ts'
import { fakeSudo, type FakeSudo } from './support/fake-sudo.ts'
import { ed25519 } from './support/keys.ts'
import { sandbox } from './support/sandbox.ts'
import { startServer, type ServerOptions, type TestServer } from './support/ssh-server.ts'

vi.setConfig({ testTimeout: 60_000 })

const hostKey = ed25519()
const right = new Secret('raspberry', 'sudo password')
const wrong = new Secret('blueberry', 'sudo password')
const asked = (command: Command, timeoutSeconds = 20): Question => ({
  command,
  timeoutSeconds,
  capBytes: 100_000,
})

interface Setup {
  readonly user?: string
  readonly sudo?: FakeSudo
  readonly server?: Partial<ServerOptions>
  readonly options?: Partial<ConnectOptions>
  /** Lines of the login shell's .bashrc. */
  readonly rc?: string
}

async function connected(setup: Setup = {}): Promise<{ host: SshHost; pi: TestServer }> {
  const directory = sandbox()
  const bin = setup.sudo ? fakeSudo(directory, setup.sudo) : join(directory, 'empty')
  writeFileSync(join(directory, 'rc'), setup.rc ?? '')
  const env = { PATH: `${bin}:${process.env['PATH'] ?? ''}`, BASH_ENV: join(directory, 'rc') }
  const pi = await startServer({ hostKeys: [hostKey.private], env, ...setup.server })
  onTestFinished(() => pi.close())
  const target = { host: '127.0.0.1', port: pi.port, user: setup.user ?? 'pi' }
  const host = await connectSsh(target, {
    credentials: { kind: 'password', password: right },
    knownHosts: { store: join(directory, 'known_hosts') },
    decideHostKey: () => Promise.resolve(true),
    sudoPassword: right,
    ...setup.options,
  })
  onTestFinished(() => host.close())
  return { host, pi }
}

const withPassword: FakeSudo = { password: 'raspberry', rule: 'password' }
const words = async (host: SshHost, root = true): Promise<string> =>
  (await host.ask([asked(sh`echo hello`)], { root }))[0]?.stdout ?? ''

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
    const suicide = sh`sh -c ${'kill -9 $(ps -o ppid= -p $(ps -o ppid= -p $PPID))'}`
    await expect(host.ask([asked(suicide)])).rejects.toMatchObject({ code: 'connection-lost' })
    expect(await words(host)).toBe('hello\n')
    expect(pi.commands).toHaveLength(2)
  })

  it('a wave whose answer never comes ends the shell, not the connection', async () => {
    const { host } = await connected({ user: 'root', options: { graceSeconds: 0.2 } })
    const stop = sh`sh -c ${'kill -STOP $(ps -o ppid= -p $(ps -o ppid= -p $PPID)); sleep 1; kill -9 $(ps -o ppid= -p $(ps -o ppid= -p $PPID))'}`
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

describe('followed output', () => {
  const follow = async (
    host: SshHost,
    command: Command,
    signal = new AbortController().signal,
  ): Promise<string> => {
    let text = ''
    for await (const piece of host.follow(command, signal)) text += piece
    return text
  }

  it('comes whole, also large and beyond ASCII, and ends by itself', async () => {
    const { host } = await connected({ sudo: withPassword, rc: 'echo noise' })
    expect(await follow(host, sh`seq 1 200000`)).toHaveLength(1_288_895)
    expect(await follow(host, pipe(withInput(sh`cat`, ['grüße €\n'.repeat(20_000)]), sh`cat`))).toBe(
      'grüße €\n'.repeat(20_000),
    )
    expect(await follow(host, sh`false`)).toBe('')
  })

  it('waits for a slow reader', async () => {
    const { host } = await connected({ user: 'root' })
    let size = 0
    for await (const piece of host.follow(sh`head -c 20000000 /dev/zero`, new AbortController().signal)) {
      size += piece.length
      if (size < 1_000_000) await new Promise((resolve) => setTimeout(resolve, 20))
    }
    expect(size).toBe(20_000_000)
  })

  it('an end that is asked for ends the command on the Pi too', async () => {
    const { host, pi } = await connected({ sudo: withPassword })
    const stop = new AbortController()
    let pid = ''
    for await (const piece of host.follow(sh`sh -c ${'echo $$; exec sleep 300'}`, stop.signal)) {
      pid = piece.trim()
      stop.abort()
    }
    await vi.waitUntil(() => !isRunning(Number(pid)), { timeout: 20_000 })
    await vi.waitUntil(() => pi.open.count === 0, { timeout: 20_000 })
    expect(await follow(host, sh`echo never`, AbortSignal.abort())).toBe('')
  })

  it('a reader that just leaves ends it as well', async () => {
    const { host, pi } = await connected({ user: 'root' })
    for await (const _ of host.follow(
      sh`sh -c ${'while :; do echo x; sleep 0.05; done'}`,
      new AbortController().signal,
    ))
      break
    await vi.waitUntil(() => pi.open.count === 0, { timeout: 20_000 })
  })
})

describe('forwarding', () => {
  it('reaches what only the Pi reaches, and tells what does not answer', async () => {
    const { host, pi } = await connected()
    const echo = createServer((socket) => socket.pipe(socket))
    await new Promise<void>((resolve) => echo.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void echo.close())
    const { port } = echo.address() as AddressInfo
    for (let round = 0; round < 8; round++) {
      const stream = await host.forward({ host: '127.0.0.1', port })
      stream.write('ping')
      const answer = await new Promise((resolve) => stream.once('data', resolve))
      expect(String(answer)).toBe('ping')
      stream.destroy()
    }
    await vi.waitUntil(() => pi.open.count === 0, { timeout: 20_000 })
    echo.close()
    await expect(host.forward({ host: '127.0.0.1', port })).rejects.toMatchObject({ code: 'refused' })
  })

  it('that is forbidden is refused', async () => {
    const { host } = await connected({ server: { forwarding: false } })
    await expect(host.forward({ host: '127.0.0.1', port: 1 })).rejects.toMatchObject({ code: 'refused' })
  })
})

describe('a lost connection', () => {
  const busy = async (host: SshHost): Promise<Promise<unknown>[]> => {
    await words(host)
    const reading = (async () => {
      for await (const _ of host.follow(sh`sleep 60`, new AbortController().signal));
    })()
    return [
      host.ask([asked(sh`sleep 10`, 20)]),
      host.ask([asked(sh`sleep 10`, 20)], { root: false }),
      reading,
    ]
  }
  const codes = async (waiting: Promise<unknown>[]): Promise<unknown[]> =>
    (await Promise.allSettled(waiting))
      .map((one) => (one.status === 'rejected' ? one.reason : one))
      .map(({ code }) => code)

  it.each(['cut', 'freeze'] as const)('by %s is told to everybody who waits', async (how) => {
    const { host, pi } = await connected({ sudo: withPassword, options: { keepaliveSeconds: 0.2 } })
    const waiting = await busy(host)
    const before = pi.commands.length
    await vi.waitUntil(() => pi.commands.length >= before + 2, { timeout: 20_000 })
    pi[how]()
    expect(await codes(waiting)).toEqual(['connection-lost', 'connection-lost', 'connection-lost'])
    expect(await host.lost).toMatch(/./)
    await expect(words(host)).rejects.toMatchObject({ code: 'connection-lost' })
    await expect(host.forward({ host: '127.0.0.1', port: 1 })).rejects.toMatchObject({
      code: 'connection-lost',
    })
  })

  it('while sudo waits for a person', async () => {
    const sudoPassword = (): Promise<never> => new Promise(() => {})
    const { host, pi } = await connected({ sudo: withPassword, options: { sudoPassword } })
    const waiting = words(host)
    await vi.waitUntil(() => pi.commands.length === 1)
    pi.cut()
    await expect(waiting).rejects.toMatchObject({ code: 'connection-lost' })
  })

  it('by closing it', async () => {
    const { host } = await connected({ user: 'root' })
    const waiting = host.ask([asked(sh`sleep 10`, 20)])
    const told = expect(waiting).rejects.toMatchObject({ code: 'connection-lost', detail: 'closed' })
    await host.close()
    await told
    expect(await host.lost).toBe('closed')
    await host.close()
  })
})

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
