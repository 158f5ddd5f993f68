/**
 * Starting a run: the real script in the real shells. systemd-run and systemctl are test doubles (one records its arguments,
 * one reads the state from a file); the lab has the real ones.
 */
import { spawn } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import type { Answer, LockHolder, Queue, Started } from '../../provisioners/host/host.ts'
import { bundleQueue } from '../../provisioners/host/queue-bundle.ts'
import { readStart, startQuestion, startStatus } from '../../provisioners/host/queue-start.ts'
import { Secret } from '../../provisioners/model/secret.ts'
import { sh, withInput } from '../../provisioners/shell/command.ts'
import { shells } from '../shell/shells.ts'
import { makeQueue, work } from './support/queue.ts'
import { sandbox } from './support/sandbox.ts'

vi.setConfig({ testTimeout: 60_000 })

const secret = new Secret('correct-horse-battery', 'test')

interface Pi {
  readonly root: string
  start(queue: Queue): Promise<Answer>
  /** Arguments of systemd-run, one call a line. */
  units(): string[]
  setActive(...runs: string[]): void
  lock(): LockHolder | null
  runs(): string[]
}

function makePi(shell: string, kilobytesFree = 1_000_000, failing = ''): Pi {
  const directory = sandbox()
  const root = join(directory, 'opt', "bra'mble")
  const bin = join(directory, 'bin')
  const program = (name: string, text: string): void => {
    writeFileSync(join(bin, name), `#!/bin/dash\n${text}\n`)
    chmodSync(join(bin, name), 0o755)
  }
  mkdirSync(bin)
  mkdirSync(join(directory, 'opt'))
  writeFileSync(join(directory, 'active'), '')
  writeFileSync(join(directory, 'calls'), '')
  program('systemd-run', `for a; do printf '%s|' "$a"; done >>${directory}/calls; echo >>${directory}/calls`)
  program('systemctl', `grep -qx "$4" ${directory}/active && echo active || echo inactive`)
  program('df', `echo Avail; echo ${kilobytesFree}`)
  if (failing) program(failing, 'exit 1')
  const lock = join(root, 'lock')
  return {
    root,
    start: async (queue) => {
      const { command } = startQuestion(queue, await bundleQueue(queue, root), root)
      if (command.kind !== 'script') throw new Error('not a script')
      const env = { PATH: `${bin}:${process.env['PATH'] ?? ''}`, LC_ALL: 'C' }
      const child = spawn(shell, ['-s'], { env })
      const seen = { stdout: '', stderr: '' }
      child.stdout.on('data', (piece: Buffer) => (seen.stdout += piece.toString()))
      child.stderr.on('data', (piece: Buffer) => (seen.stderr += piece.toString()))
      child.stdin.end(`{ ${command.text}\n}`)
      const status = await new Promise<number | null>((resolve) => child.once('close', resolve))
      return { status: status ?? -1, ...seen, truncated: false }
    },
    units: () => readFileSync(join(directory, 'calls'), 'utf8').split('\n').slice(0, -1),
    setActive: (...runs) =>
      writeFileSync(join(directory, 'active'), runs.map((run) => `bramble-run-${run}.service\n`).join('')),
    lock: () => {
      try {
        return JSON.parse(readlinkSync(lock)) as LockHolder
      } catch {
        return null
      }
    },
    runs: () => (existsSync(join(root, 'runs')) ? readdirSync(join(root, 'runs')).sort() : []),
  }
}

const queue = (more: Partial<Queue> = {}): Queue =>
  makeQueue(
    [
      [
        work(withInput(sh`cat`, [secret])),
        {
          kind: 'files',
          ifAbsent: true,
          files: [{ path: '/x', content: ['y'], mode: 0o600, uid: 0, gid: 0 }],
        },
      ],
    ],
    {
      secrets: [secret],
      ...more,
    },
  )
const from = (installation: string, run: string): Partial<Queue> => ({
  id: run,
  holder: { run, installation, machine: 'a "laptop"', since: 1_700_000_000 },
})

describe.each(shells)('in %s', (shell) => {
  it('takes the lock, writes the files, starts one unit', async () => {
    const pi = makePi(shell)
    expect(readStart(await pi.start(queue()))).toEqual({ outcome: 'started' })
    expect(pi.lock()).toEqual(queue().holder)
    expect(pi.runs()).toEqual(['run-1'])
    const run = join(pi.root, 'runs', 'run-1')
    expect(readdirSync(run).sort()).toEqual([
      'end.sh',
      'files',
      'lines.pl',
      'plan.json',
      'runner.sh',
      'secrets',
      'steps',
    ])
    expect(statSync(pi.root).mode & 0o777).toBe(0o755)
    expect([join(run, '..'), run].map((path) => statSync(path).mode & 0o777)).toEqual([0o700, 0o700])
    expect(
      ['secrets', 'steps/001.sh', 'files/001-1/0'].map((path) => statSync(join(run, path)).mode & 0o777),
    ).toEqual([0o600, 0o600, 0o600])
    expect(pi.units()).toHaveLength(1)
    expect(pi.units()[0]).toContain('--unit=bramble-run-run-1.service|')
    expect(pi.units()[0]).toContain(
      `|--property=ExecStopPost=-/bin/sh ${run}/end.sh|/bin/sh|${run}/runner.sh|`,
    )
    expect(pi.units()[0]).not.toContain('horse')
  })

  it('another installation holds the lock', async () => {
    const pi = makePi(shell)
    await pi.start(queue(from('theirs', 'r1')))
    const holder = queue(from('theirs', 'r1')).holder
    expect(readStart(await pi.start(queue(from('ours', 'r2'))))).toEqual<Started>({
      outcome: 'locked',
      holder,
      alive: false,
    })
    pi.setActive('r1')
    expect(readStart(await pi.start(queue(from('ours', 'r2'))))).toEqual<Started>({
      outcome: 'locked',
      holder,
      alive: true,
    })
    expect([pi.lock(), pi.runs(), pi.units().length]).toEqual([holder, ['r1'], 1])
  })

  it('a live run of the same installation is not taken over, a dead one is', async () => {
    const pi = makePi(shell)
    await pi.start(queue(from('ours', 'r1')))
    pi.setActive('r1')
    expect(readStart(await pi.start(queue(from('ours', 'r2'))))).toMatchObject({
      outcome: 'locked',
      alive: true,
    })
    pi.setActive()
    expect(readStart(await pi.start(queue(from('ours', 'r2'))))).toEqual({ outcome: 'started' })
    expect(pi.lock()?.run).toBe('r2')
    // the dead run's secrets do not linger, its record does
    expect(readdirSync(join(pi.root, 'runs', 'r1')).sort()).toEqual([
      'end.sh',
      'lines.pl',
      'plan.json',
      'runner.sh',
    ])
  })

  it("a name in somebody else's lock cannot pretend to be ours", async () => {
    const pi = makePi(shell)
    const holder = { run: 'r1', installation: 'theirs', machine: '"installation":"ours"', since: 1 }
    await pi.start(queue({ id: 'r1', holder }))
    expect(readStart(await pi.start(queue(from('ours', 'r2'))))).toMatchObject({ outcome: 'locked', holder })
  })

  it.each(['nonsense', '{"run":"../../x"}', '{"run":5}', '-x'])(
    'a lock that says %j is held by somebody unknown',
    async (content) => {
      const pi = makePi(shell)
      mkdirSync(pi.root)
      symlinkSync(content, join(pi.root, 'lock'))
      expect(readStart(await pi.start(queue()))).toMatchObject({ outcome: 'locked', alive: false })
      expect(readlinkSync(join(pi.root, 'lock'))).toBe(content)
    },
  )

  it('asking again for the same run is answered the same, and starts nothing twice', async () => {
    const pi = makePi(shell)
    await pi.start(queue())
    expect(readStart(await pi.start(queue()))).toEqual({ outcome: 'started' })
    expect(pi.units()).toHaveLength(1)
  })

  it('a revision that is not the plan’s', async () => {
    const pi = makePi(shell)
    expect(readStart(await pi.start(queue({ revision: 3 })))).toEqual({ outcome: 'changed-meanwhile' })
    expect([pi.lock(), pi.runs(), pi.units()]).toEqual([null, [], []])
    writeFileSync(join(pi.root, 'revision'), '3\n')
    expect(readStart(await pi.start(queue({ revision: 3 })))).toEqual({ outcome: 'started' })
  })

  it.each([
    ['no room', 100, '', 'disk-full'],
    ['tar fails', 1_000_000, 'tar', 'step-failed'],
    ['base64 fails', 1_000_000, 'base64', 'step-failed'],
    ['sync fails', 1_000_000, 'sync', 'step-failed'],
    ['mv fails', 1_000_000, 'mv', 'step-failed'],
    ['the unit does not start', 1_000_000, 'systemd-run', 'step-failed'],
  ])('%s: nothing is left, not even the lock', async (_name, free, failing, code) => {
    const pi = makePi(shell, free, failing)
    const answer = await pi.start(queue())
    expect(() => readStart(answer)).toThrow(expect.objectContaining({ code }))
    expect([pi.lock(), pi.runs(), pi.units()]).toEqual([null, [], []])
  })

  it('two at the same time: one starts, the other sees it', async () => {
    const pi = makePi(shell)
    pi.setActive('r1', 'r2')
    const outcomes = await Promise.all(
      ['r1', 'r2'].map(async (run) => readStart(await pi.start(queue(from(run, run)))).outcome),
    )
    expect(outcomes.sort()).toEqual(['locked', 'started'])
  })
})

describe('the answer', () => {
  it('of a shell that broke is a failure with what was said', () => {
    const answer = { status: 2, stdout: '', stderr: 'sh: 3: oh\n', truncated: false }
    expect(() => readStart(answer)).toThrow(
      expect.objectContaining({ code: 'step-failed', evidence: ['exit status 2', 'sh: 3: oh'] }),
    )
    expect(() => readStart({ ...answer, status: startStatus.full })).toThrow(
      expect.objectContaining({ code: 'disk-full' }),
    )
  })
})
