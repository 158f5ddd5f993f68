import { describe, expect, it } from 'vitest'
import type { Question } from '../../../provisioners/host/host.ts'
import { PracticeError } from '../../../provisioners/host/practice/practice-error.ts'
import { EngineError } from '../../../provisioners/model/engine-error.ts'
import { Secret } from '../../../provisioners/model/secret.ts'
import { sh, until, type Command } from '../../../provisioners/shell/command.ts'
import { practice, START } from './support.ts'

const ask = (command: Command, more: Partial<Question> = {}): Question => ({
  command,
  timeoutSeconds: 20,
  capBytes: 65_536,
  ...more,
})

const failure = (code: string) => expect.objectContaining({ code }) as EngineError

describe('asking', () => {
  it('answers a wave in its order, each question for itself', async () => {
    const host = await practice().connect()
    const answers = await host.ask([ask(sh`cat /etc/hostname`), ask(sh`cat /missing`), ask(sh`docker ps`)])
    expect(answers).toEqual([
      { status: 0, stdout: 'raspberrypi\n', stderr: '', truncated: false },
      { status: 1, stdout: '', stderr: 'cat: /missing: No such file or directory\n', truncated: false },
      { status: 127, stdout: '', stderr: 'sh: 1: docker: not found\n', truncated: false },
    ])
  })

  it('gives a question its time, and no more', async () => {
    const host = await practice().connect()
    const [slow, quick] = await host.ask([ask(sh`sleep 60`, { timeoutSeconds: 5 }), ask(sh`true`)])
    expect(slow?.status).toBe(124)
    expect(quick?.status).toBe(0)
    const [followed] = await host.ask([ask(sh`tail -c +1 -f /etc/hostname`, { timeoutSeconds: 5 })])
    expect(followed).toMatchObject({ status: 124, stdout: 'raspberrypi\n' })
    const [waited] = await host.ask([ask(until(sh`false`, 2, 30), { timeoutSeconds: 60 })])
    expect(waited?.status).toBe(124)
  })

  it('cuts an answer at its cap, in bytes', async () => {
    const pi = practice()
    pi.machine.files.write('/home/pi/text', 'é'.repeat(100))
    const [answer] = await (await pi.connect()).ask([ask(sh`cat /home/pi/text`, { capBytes: 4 })])
    expect(answer).toMatchObject({ status: 0, stdout: 'éé', truncated: true })
  })

  it('asks as the user where root is not wanted', async () => {
    const pi = practice()
    pi.machine.files.write('/root/secret', 'x', { mode: 0o600 })
    const host = await pi.connect()
    const questions = [ask(sh`id -un`), ask(sh`cat /root/secret`)]
    expect((await host.ask(questions)).map(({ status }) => status)).toEqual([0, 0])
    const [who, read] = await host.ask(questions, { root: false })
    expect(who?.stdout).toBe('pi\n')
    expect(read).toMatchObject({ status: 1, stderr: 'cat: /root/secret: Permission denied\n' })
  })

  it('is loud about what it does not know', async () => {
    const host = await practice().connect()
    await expect(host.ask([ask(sh`true`), ask(sh`frobnicate`)])).rejects.toThrow(PracticeError)
  })
})

describe('sudo', () => {
  const pi = practice({ faults: [{ kind: 'sudo-password', password: 'raspberry' }] })
  const asRoot = async (sudoPassword?: Secret) =>
    (await pi.connect(sudoPassword ? { sudoPassword } : {})).ask([ask(sh`id -un`)])

  it('wants its password, the right one', async () => {
    await expect(asRoot()).rejects.toEqual(failure('sudo-password-needed'))
    await expect(asRoot(new Secret('strawberry', 'sudo'))).rejects.toEqual(failure('sudo-password-wrong'))
    expect((await asRoot(new Secret('raspberry', 'sudo')))[0]?.stdout).toBe('root\n')
  })

  it('is not in the way of what needs no root', async () => {
    const host = await pi.connect()
    expect((await host.ask([ask(sh`id -un`)], { root: false }))[0]?.stdout).toBe('pi\n')
  })
})

describe('connections', () => {
  it('share one machine', async () => {
    const pi = practice()
    const [one, other] = [await pi.connect(), await pi.connect()]
    await one.ask([ask(sh`touch /opt/here`)])
    await one.close()
    expect((await other.ask([ask(sh`test -e /opt/here`)]))[0]?.status).toBe(0)
    await expect(one.ask([ask(sh`true`)])).rejects.toEqual(failure('connection-lost'))
  })

  it('end when they are cut, whatever is under way, and come back later', async () => {
    const pi = practice()
    const host = await pi.connect()
    const asked = host.ask([ask(sh`tail -c +1 -f /etc/hostname`, { timeoutSeconds: 1e6 })])
    const followed = (async () => {
      for await (const piece of host.follow(sh`tail -c +1 -f /etc/hostname`, new AbortController().signal))
        expect(piece).toBe('raspberrypi\n')
    })()
    const both = Promise.allSettled([asked, followed])
    await new Promise(setImmediate)
    pi.cutConnections('somebody pulled the cable', 1e6 + 10)
    expect((await both).map((one) => one.status === 'rejected' && (one.reason as EngineError).code)).toEqual([
      'connection-lost',
      'connection-lost',
    ])
    expect(await host.lost).toBe('somebody pulled the cable')
    await expect(pi.connect()).rejects.toEqual(failure('unreachable'))
    pi.machine.clock.shift(1e6 + 10)
    await pi.connect()
  })
})

describe('following', () => {
  it('gives what is there, and then what is added, until it is told to stop', async () => {
    const pi = practice()
    const host = await pi.connect()
    pi.machine.files.write('/var/log/x', 'one\n')
    const stop = new AbortController()
    const pieces: string[] = []
    for await (const piece of host.follow(sh`tail -c +3 -f /var/log/x`, stop.signal)) {
      pieces.push(piece)
      if (pieces.length === 1)
        setImmediate(() => pi.machine.files.write('/var/log/x', 'two\n', { append: true }))
      else stop.abort()
    }
    expect(pieces).toEqual(['e\n', 'two\n'])
  })

  it('ends with the command', async () => {
    const host = await practice().connect()
    const pieces: string[] = []
    for await (const piece of host.follow(sh`cat /etc/hostname`, new AbortController().signal))
      pieces.push(piece)
    expect(pieces.join('')).toBe('raspberrypi\n')
  })

  it('is loud about what it does not know', async () => {
    const host = await practice().connect()
    const pieces = host.follow(sh`frobnicate --follow`, new AbortController().signal)
    await expect(pieces[Symbol.asyncIterator]().next()).rejects.toThrow(PracticeError)
  })
})

describe('time', () => {
  it('passes without waiting at speed 0, and for real at others', async () => {
    const quick = practice()
    await (await quick.connect()).ask([ask(sh`sleep 15`)])
    expect(quick.machine.clock.now()).toBeGreaterThanOrEqual(START + 15)
    const started = performance.now()
    const slow = practice({ speed: 0.1, now: () => START + (performance.now() - started) / 1000 })
    await (await slow.connect()).ask([ask(sh`sleep 2`)])
    expect(performance.now() - started).toBeGreaterThan(190)
    expect(slow.machine.clock.now()).toBeGreaterThanOrEqual(START + 2)
  })
})
