/** A run on the Pi: its scripts worked off by the real sh, perl and coreutils. */
import { existsSync, readFileSync, readdirSync, readlinkSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { LINE_CAP, STEP_CAP } from '../../provisioners/host/queue-lines.ts'
import { Secret } from '../../provisioners/model/secret.ts'
import { allOf, pipe, sh, withInput } from '../../provisioners/shell/command.ts'
import { file, makeQueue, placeRun, work } from './support/queue.ts'
import { sandbox } from './support/sandbox.ts'

vi.setConfig({ testTimeout: 60_000 })

const secret = new Secret('correct-horse-battery', 'test')
describe('a run', () => {
  it('that succeeds', async () => {
    const root = sandbox()
    const queue = makeQueue([
      [work(sh`echo one`), work(pipe(sh`echo two`, sh`cat`))],
      [
        work(
          sh`sh -c ${'echo $DEBIAN_FRONTEND $NEEDRESTART_MODE $LC_ALL $PATH; umask; pwd; cat; echo err >&2'}`,
        ),
      ],
      [],
    ])
    const placed = await placeRun(root, queue)
    expect(await placed.run()).toBe(0)
    expect(placed.lines()).toEqual([
      expect.stringMatching(/^plan \{/),
      'start 1',
      'out 1 one',
      'out 1 two',
      'exit 1 0',
      'start 2',
      'out 2 noninteractive a C /usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
      'out 2 0022',
      'out 2 /',
      'out 2 err',
      'exit 2 0',
      'start 3',
      'exit 3 0',
      'end done',
    ])
    expect(placed.journal().every((line) => /^\d{10}\.\d{3} [a-z]/.test(line))).toBe(true)
    expect(JSON.parse((placed.lines()[0] ?? '').slice(5))).toMatchObject({
      run: 'run-1',
      server: 'Brookside',
      holder: queue.holder,
      steps: [{ number: 1, resource: 'resource-1', phase: 'prepare', title: 'Step 1' }, {}, {}],
    })
    expect(existsSync(join(root, 'lock'))).toBe(false)
    expect(readFileSync(join(root, 'revision'), 'utf8')).toBe('1\n')
    expect(readdirSync(placed.directory).sort()).toEqual(['journal', 'plan.json'])
    expect(statSync(join(placed.directory, 'journal')).mode & 0o777).toBe(0o600)
  })

  it('that fails stops at the first failure, and leaves no payload either', async () => {
    const placed = await placeRun(
      sandbox(),
      makeQueue([[work(sh`true`)], [work(sh`sh -c ${'exit 5'}`), work(sh`echo no`)], [work(sh`echo no`)]]),
    )
    expect(await placed.run()).toBe(1)
    expect(placed.lines().slice(1)).toEqual(['start 1', 'exit 1 0', 'start 2', 'exit 2 5', 'end failed'])
    expect(readdirSync(placed.directory).sort()).toEqual(['journal', 'plan.json'])
    expect(existsSync(join(placed.root, 'lock'))).toBe(false)
  })

  it('that takes too long, and one that a signal ends', async () => {
    const late = await placeRun(sandbox(), makeQueue([[work(sh`sleep 600`, 1)]]))
    await late.run()
    expect(late.lines().slice(2)).toEqual(['exit 1 124', 'end failed'])
    const killed = await placeRun(sandbox(), makeQueue([[work(sh`sh -c ${'kill -9 $$'}`)]]))
    await killed.run()
    expect(killed.lines().slice(2)).toEqual(['out 1 Killed', 'exit 1 137', 'end failed'])
  })

  it('that is asked to stop ends before its next step', async () => {
    const root = sandbox()
    const stop = join(root, 'runs', 'run-1', 'stop')
    const placed = await placeRun(root, makeQueue([[work(sh`touch ${stop}`)], [work(sh`echo no`)]]))
    expect(await placed.run()).toBe(0)
    expect(placed.lines().slice(1)).toEqual(['start 1', 'exit 1 0', 'end stopped'])
    expect(existsSync(stop)).toBe(false)
  })

  it.each([
    ['gone', null],
    ["another's", '{"run":"other"}'],
  ])('whose lock is %s changes nothing any more, and leaves the lock alone', async (_name, content) => {
    const root = sandbox()
    const lock = join(root, 'lock')
    const breaking = content === null ? sh`rm ${lock}` : allOf(sh`rm ${lock}`, sh`ln -s ${content} ${lock}`)
    const placed = await placeRun(root, makeQueue([[work(breaking)], [work(sh`echo no`)]]))
    expect(await placed.run()).toBe(97)
    expect(placed.lines().slice(1)).toEqual(['start 1', 'exit 1 0', 'end interrupted'])
    if (content === null) expect(existsSync(lock)).toBe(false)
    else expect(readlinkSync(lock)).toBe(content)
    expect(readdirSync(placed.directory).sort()).toEqual(['journal', 'plan.json'])
  })

  it('without a lock from the start runs no step and counts no revision', async () => {
    const placed = await placeRun(sandbox(), makeQueue([[work(sh`echo no`)]]))
    rmSync(join(placed.root, 'lock'))
    expect(await placed.run()).toBe(97)
    expect(placed.lines().slice(1)).toEqual(['end interrupted'])
    expect(existsSync(join(placed.root, 'revision'))).toBe(false)
  })

  it('that is killed in the middle is ended by its unit, and only once', async () => {
    const placed = await placeRun(
      sandbox(),
      makeQueue([[work(sh`sh -c ${'echo here; sleep 600'}`)], [work(sh`echo no`)]], { secrets: [secret] }),
    )
    const runner = placed.start()
    await vi.waitUntil(
      () => existsSync(join(placed.directory, 'journal')) && placed.lines().includes('out 1 here'),
      { timeout: 20_000 },
    )
    killTree(runner.pid ?? 0)
    await new Promise((resolve) => runner.once('close', resolve))
    expect(existsSync(join(placed.directory, 'secrets'))).toBe(true)
    placed.end()
    expect(placed.lines().slice(1)).toEqual(['start 1', 'out 1 here', 'end interrupted'])
    expect(existsSync(join(placed.root, 'lock'))).toBe(false)
    expect(readdirSync(placed.directory).sort()).toEqual(['journal', 'plan.json'])
  })

  it('that systemd stops lets its step end first', async () => {
    const placed = await placeRun(
      sandbox(),
      makeQueue([[work(sh`sh -c ${'echo here; sleep 1; echo whole'}`)], [work(sh`echo no`)]]),
    )
    const runner = placed.start()
    await vi.waitUntil(
      () => existsSync(join(placed.directory, 'journal')) && placed.lines().includes('out 1 here'),
      { timeout: 20_000 },
    )
    runner.kill('SIGTERM')
    await new Promise((resolve) => runner.once('close', resolve))
    expect(placed.lines().slice(1)).toEqual([
      'start 1',
      'out 1 here',
      'out 1 whole',
      'exit 1 0',
      'end interrupted',
    ])
  })

  it('counts on from the revision that was there', async () => {
    const placed = await placeRun(sandbox(), makeQueue([[work(sh`true`)], [work(sh`true`)]]))
    writeFileSync(join(placed.root, 'revision'), '41\n')
    await placed.run()
    expect(readFileSync(join(placed.root, 'revision'), 'utf8')).toBe('42\n')
  })
})

describe('output', () => {
  const output = async (script: string, secrets: Secret[] = []): Promise<string[]> => {
    const placed = await placeRun(sandbox(), makeQueue([[work(sh`sh -c ${script}`)]], { secrets }))
    await placed.run()
    return placed
      .lines()
      .filter((line) => line.startsWith('out 1 '))
      .map((line) => line.slice(6))
  }

  it('has no secrets: not in pieces, not as JSON or in a URL, not from a file or an input', async () => {
    const odd = new Secret('with "quotes" & spaces\nsecond line of it', 'odd')
    const inFile = new Secret('only-in-a-file', 'file')
    const inInput = new Secret('only-in-an-input', 'input')
    const directory = sandbox()
    const json = JSON.stringify(odd.reveal())
    const url = encodeURIComponent('with "quotes" & spaces')
    const queue = makeQueue(
      [
        [
          { kind: 'files', ifAbsent: false, files: [file(join(directory, 'f'), ['x ', inFile, '\n'])] },
          work(withInput(sh`cat`, [inInput, '\n'])),
          work(sh`cat ${join(directory, 'f')}`),
          work(withInput(sh`cat`, [secret, secret, ' ', odd, '\n', json, '\n', url, '\n'])),
          work(sh`sh -c ${'printf "correct-"; sleep 0.3; printf "horse-"; sleep 0.3; echo battery'}`),
          work(sh`sh -c ${"printf 'correct-\\033[1mhorse-battery\\n'"}`),
        ],
      ],
      { secrets: [secret, odd] },
    )
    const placed = await placeRun(sandbox(), queue)
    await placed.run()
    expect(
      placed
        .lines()
        .filter((line) => line.startsWith('out'))
        .map((line) => line.slice(6)),
    ).toEqual([
      '[hidden]',
      'x [hidden]',
      '[hidden][hidden] [hidden]',
      '[hidden]',
      '"[hidden]\\n[hidden]"',
      '[hidden]',
      '[hidden]',
      '[hidden]',
    ])
    expect(placed.journal().join('\n')).not.toMatch(/correct-|horse-|only-in|quotes|second line/)
  })

  it('cannot fake a line of the journal, nor play with a terminal', async () => {
    expect(
      await output(
        "printf '1.000 end done\\n\\033]0;title\\007\\033[31mred\\033[0m\\n\\000\\001nul\\ttab\\010\\n'",
      ),
    ).toEqual(['1.000 end done', 'red', 'nul\ttab'])
  })

  it('that overwrites itself becomes lines, few of them', async () => {
    const lines = await output(
      "for i in $(seq 1 500); do printf '%s%%\\r' $i; done; printf '\\ndone\\r\\n'; echo end",
    )
    expect(lines.slice(-2)).toEqual(['done', 'end'])
    expect(lines).toContain('500%')
    expect(lines.length).toBeLessThan(20)
    const line = '{"status":"Downloading","progressDetail":{"current":%s,"total":500},"id":"abc"}\\n'
    const pulled = await output(`for i in $(seq 1 500); do printf '${line}' $i; done`)
    expect(pulled.length).toBeLessThan(20)
    expect(pulled.at(-1)).toContain('"current":500')
  })

  it('in long lines is cut, also where the cut goes through a secret', async () => {
    const long = await output('head -c 300000 /dev/zero | tr "\\0" x; echo; echo after')
    expect(long.map((line) => line.length)).toEqual([LINE_CAP, 5])
    // 65536 bytes are held: the secret lies across that border, and everything before it shrinks to little
    const filled = `${'correct-horse-battery'.repeat(3120)}aaaaaaaaaacorrect-horse-battery-tail`
    const seen = await output(`printf '%s' '${filled}'; head -c 70000 /dev/zero | tr '\\0' y`, [secret])
    expect(seen.join('')).not.toMatch(/correct|horse|battery/)
  })

  it('beyond its cap ends with its last lines', async () => {
    const lines = await output(
      `yes 0123456789012345678901234567890123456789 | head -n 100000; echo the reason; exit 3`,
    )
    expect(lines.join('\n').length).toBeLessThan(STEP_CAP)
    expect(lines).toContain('[some output is left out here]')
    expect(lines.at(-1)).toBe('the reason')
  })

  it('of a child that stays behind does not hold up the run', async () => {
    expect(await output('(sleep 30; echo late) & echo now')).toEqual(['now'])
  })

  it('need not be UTF-8', async () => {
    const placed = await placeRun(
      sandbox(),
      makeQueue([[work(sh`sh -c ${"printf 'gr\\374n gr\\303\\274n\\n'"}`)]]),
    )
    await placed.run()
    const raw = readFileSync(join(placed.directory, 'journal'))
    expect(raw.includes(Buffer.from([0x67, 0x72, 0xfc, 0x6e, 0x20, 0x67, 0x72, 0xc3, 0xbc, 0x6e]))).toBe(true)
  })
})

/** Kills a process and all that it started, without leaving them a chance; they are in groups of their own. */
function killTree(pid: number): void {
  process.kill(pid, 'SIGSTOP')
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    try {
      const parent = Number(/\) . (\d+)/.exec(readFileSync(`/proc/${name}/stat`, 'utf8'))?.[1])
      if (parent === pid) killTree(Number(name))
    } catch {
      // gone meanwhile
    }
  }
  process.kill(pid, 'SIGKILL')
}
