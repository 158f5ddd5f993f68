import { describe, expect, it } from 'vitest'
import { paths, type Queue, type Started } from '../../../provisioners/host/host.ts'
import type { PracticePi } from '../../../provisioners/host/practice/pi.ts'
import { PracticeError } from '../../../provisioners/host/practice/practice-error.ts'
import { EngineError } from '../../../provisioners/model/engine-error.ts'
import { Secret } from '../../../provisioners/model/secret.ts'
import { sh, withInput } from '../../../provisioners/shell/command.ts'
import { practice, queueOf, START, work } from './support.ts'

const journal = (pi: PracticePi, run: string) =>
  pi.machine.files
    .read(paths.journal(run))
    .trimEnd()
    .split('\n')
    .map((line) => line.replace(/^\d+\.\d{3} /, ''))

async function start(pi: PracticePi, queue: Queue): Promise<Started> {
  const host = await pi.connect()
  const started = await host.start(queue)
  await host.close()
  return started
}

async function worked(pi: PracticePi, queue: Queue): Promise<string[]> {
  expect(await start(pi, queue)).toEqual({ outcome: 'started' })
  await pi.idle()
  return journal(pi, queue.id)
}

const other = { installation: 'laptop-2', machine: 'office laptop', since: START }

describe('a run', () => {
  it('works its steps off without the laptop, and writes how it went', async () => {
    const pi = practice()
    const lines = await worked(pi, queueOf('r1', [[work(sh`echo hello`)], [work(sh`touch /opt/two`)]]))
    expect(JSON.parse(lines[0]?.replace('plan ', '') ?? '')).toMatchObject({
      run: 'r1',
      server: 'Brookside',
      steps: [{ number: 1, title: 'Step 1' }, { number: 2 }],
    })
    expect(lines.slice(1)).toEqual(['start 1', 'out 1 hello', 'exit 1 0', 'start 2', 'exit 2 0', 'end done'])
    expect(pi.machine.files.exists('/opt/two')).toBe(true)
  })

  it('stamps each line with seconds and three decimals', async () => {
    const pi = practice()
    await worked(pi, queueOf('r1', [[work(sh`true`)]]))
    for (const line of pi.machine.files.read(paths.journal('r1')).trimEnd().split('\n'))
      expect(line).toMatch(/^17900000\d\d\.\d{3} \w/)
  })

  it('stops at the first failure', async () => {
    const pi = practice()
    const queue = queueOf('r1', [
      [work(sh`cat /missing`), work(sh`touch /opt/one`)],
      [work(sh`touch /opt/two`)],
    ])
    expect((await worked(pi, queue)).slice(1)).toEqual([
      'start 1',
      'out 1 cat: /missing: No such file or directory',
      'exit 1 1',
      'end failed',
    ])
    expect(pi.machine.files.exists('/opt/one') || pi.machine.files.exists('/opt/two')).toBe(false)
  })

  it('gives a command its time', async () => {
    expect(await worked(practice(), queueOf('r1', [[work(sh`sleep 60`, 5)]]))).toContain('exit 1 124')
  })

  it('stops between steps when somebody asks for it', async () => {
    const pi = practice()
    const lines = await worked(
      pi,
      queueOf('r1', [[work(sh`touch ${`${paths.run('r1')}/stop`}`)], [work(sh`touch /opt/two`)]]),
    )
    expect(lines.slice(-2)).toEqual(['exit 1 0', 'end stopped'])
  })

  it('puts files in place with owner and mode, and leaves those alone that must be made once', async () => {
    const pi = practice()
    const file = (path: string, text: string) => ({ path, content: [text], mode: 0o640, uid: 991, gid: 990 })
    pi.machine.files.write('/opt/kept', 'old')
    await worked(
      pi,
      queueOf('r1', [
        [
          { kind: 'files', ifAbsent: false, files: [file('/opt/deep/er/new', 'new')] },
          { kind: 'files', ifAbsent: true, files: [file('/opt/kept', 'new')] },
        ],
      ]),
    )
    expect(pi.machine.files.get('/opt/deep/er/new')).toMatchObject({
      content: 'new',
      mode: 0o640,
      uid: 991,
      gid: 990,
    })
    expect(pi.machine.files.read('/opt/kept')).toBe('old')
    expect(pi.machine.files.list('/opt/deep/er')).toEqual(['new'])
  })

  it('fails where there is no room', async () => {
    const pi = practice({ faults: [{ kind: 'disk-full', freeBytes: 50_000, atStep: 2 }] })
    const film = { path: '/opt/film', content: ['x'.repeat(80_000)], mode: 0o600, uid: 0, gid: 0 }
    const lines = await worked(
      pi,
      queueOf('r1', [[work(sh`true`)], [{ kind: 'files', ifAbsent: false, files: [film] }]]),
    )
    expect(lines.slice(-3)).toEqual([
      'out 2 /opt/.film.bramble-new: No space left on device',
      'exit 2 1',
      'end failed',
    ])
  })

  it('takes secrets out of what it writes down, and leaves none behind', async () => {
    const pi = practice()
    const known = new Secret('a-secret-of-the-run', 'one')
    const inside = new Secret('a-secret-in-an-input', 'two')
    const queue = queueOf('r1', [[work(withInput(sh`cat`, [known, '\n', inside, '\n']))]], {
      secrets: [known],
    })
    expect(await worked(pi, queue)).toContain('out 1 [hidden]')
    for (const name of pi.machine.files.list(paths.run('r1'))) {
      const text = pi.machine.files.read(`${paths.run('r1')}/${name}`)
      expect(text).not.toContain(known.reveal())
      expect(text).not.toContain(inside.reveal())
    }
    expect(pi.machine.files.list(paths.run('r1'))).toEqual(['journal', 'plan.json'])
  })

  it('tells its own bugs to the next who asks, instead of passing them for a failed step', async () => {
    const pi = practice()
    const lines = await worked(pi, queueOf('r1', [[work(sh`frobnicate`)]]))
    expect(lines.at(-1)).toBe('end failed')
    const host = await pi.connect()
    const question = { command: sh`true`, timeoutSeconds: 5, capBytes: 100 }
    await expect(host.ask([question])).rejects.toThrow(PracticeError)
    expect((await host.ask([question]))[0]?.status).toBe(0)
  })

  it.each(['../r1', 'r 1', ''])('refuses “%s” as its id', async (id) => {
    await expect(start(practice(), queueOf(id, []))).rejects.toThrow(TypeError)
  })
})

describe('the lock', () => {
  it('is one symbolic link with its content, and goes with the run', async () => {
    const pi = practice()
    const lines = await worked(pi, queueOf('r1', [[work(sh`readlink ${paths.lock}`)]]))
    expect(JSON.parse(lines[2]?.replace('out 1 ', '') ?? '')).toEqual({
      run: 'r1',
      installation: 'laptop-1',
      machine: 'kitchen laptop',
      since: START,
    })
    expect(pi.machine.files.find(paths.lock, { follow: false })).toBeUndefined()
    expect(pi.machine.units.find(paths.unit('r1'))).toBeUndefined()
  })

  it('keeps another laptop out while the run lives', async () => {
    const pi = practice({ speed: 0.01, now: () => performance.now() / 1000 })
    await start(pi, queueOf('r1', [[work(sh`sleep 10`)]]))
    const second = queueOf('r2', [[work(sh`true`)]], { holder: { ...other, run: 'r2' } })
    expect(await start(pi, second)).toMatchObject({ outcome: 'locked', alive: true, holder: { run: 'r1' } })
    const own = queueOf('r3', [[work(sh`true`)]])
    expect(await start(pi, own)).toMatchObject({ outcome: 'locked', alive: true })
    await pi.idle()
  })

  it('of a dead run is taken over by its own laptop, and shown to another', async () => {
    const pi = practice({ faults: [{ kind: 'power-cut', atStep: 1 }] })
    await start(pi, queueOf('r1', [[work(sh`sleep 10`)]]))
    await pi.idle()
    pi.machine.clock.shift(60)
    const theirs = queueOf('r2', [[work(sh`true`)]], { revision: 1, holder: { ...other, run: 'r2' } })
    expect(await start(pi, theirs)).toMatchObject({
      outcome: 'locked',
      alive: false,
      holder: { machine: 'kitchen laptop' },
    })
    expect(pi.machine.files.exists(`${paths.run('r1')}/secrets`)).toBe(true)
    expect(await worked(pi, queueOf('r3', [[work(sh`true`)]], { revision: 1 }))).toContain('end done')
    expect(pi.machine.files.list(paths.run('r1'))).toEqual(['journal', 'plan.json'])
  })

  it('ends a run that finds it broken', async () => {
    const pi = practice()
    const lines = await worked(
      pi,
      queueOf('r1', [[work(sh`rm -f -- ${paths.lock}`)], [work(sh`touch /opt/two`)]]),
    )
    expect(lines.slice(-2)).toEqual(['exit 1 0', 'end interrupted'])
    expect(pi.machine.files.exists('/opt/two')).toBe(false)
  })

  it('answers “started” to whoever asks again for the same run', async () => {
    const pi = practice({ speed: 0.01, now: () => performance.now() / 1000 })
    const queue = queueOf('r1', [[work(sh`sleep 5`)]])
    await start(pi, queue)
    expect(await start(pi, queue)).toEqual({ outcome: 'started' })
    await pi.idle()
    expect(journal(pi, 'r1').filter((line) => line.startsWith('start'))).toHaveLength(1)
  })
})

describe('the revision', () => {
  it('counts each run that may have changed something, and refuses a plan from before', async () => {
    const pi = practice()
    await worked(pi, queueOf('r1', [[work(sh`true`)]]))
    expect(pi.machine.files.read(paths.revision)).toBe('1\n')
    expect(await start(pi, queueOf('r2', [[work(sh`true`)]]))).toEqual({ outcome: 'changed-meanwhile' })
    expect(pi.machine.files.find(paths.lock, { follow: false })).toBeUndefined()
    await worked(pi, queueOf('r3', [[work(sh`true`)]], { revision: 1 }))
    expect(pi.machine.files.read(paths.revision)).toBe('2\n')
  })

  it('stays as it is without room for the run', async () => {
    const pi = practice({ faults: [{ kind: 'disk-full', freeBytes: 100 }] })
    await expect(start(pi, queueOf('r1', [[work(sh`true`)]]))).rejects.toEqual(
      expect.objectContaining({ code: 'disk-full' }) as EngineError,
    )
    expect(pi.machine.files.find(paths.lock, { follow: false })).toBeUndefined()
    expect(pi.machine.files.exists(paths.run('r1'))).toBe(false)
  })
})
