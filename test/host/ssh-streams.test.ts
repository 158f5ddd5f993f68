/** What lasts, over real sockets: followed output, forwarded connections, and the loss of it all. */
import { createServer, type AddressInfo } from 'node:net'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import type { SshHost } from '../../provisioners/host/connect.ts'
import { pipe, sh, withInput, type Command } from '../../provisioners/shell/command.ts'
import { asked, connected, withPassword, words } from './support/connected.ts'

vi.setConfig({ testTimeout: 60_000 })

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
