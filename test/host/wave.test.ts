/** Waves through the real shells; what the answers hold must never matter. */
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { parseWave, renderWave, WaveError, type WaveQuestion } from '../../provisioners/host/wave.ts'
import { allOf, pipe, sh, withInput, type Command } from '../../provisioners/shell/command.ts'
import { run, shells } from '../shell/shells.ts'

vi.setConfig({ testTimeout: 60_000 })

const nonce = 'c0ffee'
const asked = (command: Command, more: Partial<WaveQuestion> = {}): WaveQuestion => ({
  command,
  timeoutSeconds: 20,
  capBytes: 10_000,
  ...more,
})
const answers = (shell: (typeof shells)[number], questions: WaveQuestion[]) =>
  parseWave(run(shell, renderWave(questions, nonce)).stdout, questions, nonce)

describe.each(shells)('in %s', (shell) => {
  it('answers of every kind', () => {
    const script = { kind: 'script', text: 'x=1\nif [ $x = 1 ]; then echo script; fi; exit 9' } as const
    const seen = answers(shell, [
      asked(sh`echo ${'hello  world'}`),
      asked(sh`no-such-program`),
      asked(sh`sh -c ${'echo out; echo err >&2; exit 3'}`),
      asked(pipe(sh`echo x`, sh`cat`)),
      asked(withInput(sh`cat`, ['héllo\n'])),
      asked(allOf(sh`command -v sh`, sh`echo ${'too'}`)),
      { ...asked(sh`true`), command: script },
      asked(sh`cat`),
      asked(sh`sh -c ${'echo $LC_ALL $PATH'}`),
    ])
    expect(seen.map(({ status, stdout }) => [status, stdout])).toEqual([
      [0, 'hello  world\n'],
      [127, ''],
      [3, 'out\n'],
      [0, 'x\n'],
      [0, 'héllo\n'],
      [0, '/usr/bin/sh\ntoo\n'],
      [9, 'script\n'],
      [0, ''],
      [0, 'C /usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin\n'],
    ])
    expect(seen[2]?.stderr).toBe('err\n')
  })

  it('a hung, a deaf, a noisy one and one that leaves a child cost their own answers only', () => {
    const questions = [
      asked(sh`sleep 600`, { timeoutSeconds: 1 }),
      asked(sh`sh -c ${"trap '' TERM; while :; do sleep 0.1; done"}`, { timeoutSeconds: 1 }),
      asked(sh`yes`, { timeoutSeconds: 1, capBytes: 11 }),
      asked(sh`sh -c ${'yes no >&2'}`, { timeoutSeconds: 1 }),
      asked(sh`sh -c ${'setsid sleep 3 & echo left'}`, { timeoutSeconds: 1 }),
      asked(sh`sh -c ${'i=0; while [ $i -lt 9999 ]; do echo more; i=$((i+1)); done & sleep 0.1'}`, {
        capBytes: 100,
      }),
      asked(sh`echo fine`),
    ]
    const seen = answers(shell, questions)
    expect(seen.map(({ status }) => status === 0)).toEqual([false, false, false, false, true, true, true])
    expect([seen[0]?.status, seen[1]?.status]).toEqual([124, 124])
    expect(seen[2]).toMatchObject({ stdout: 'y\ny\ny\ny\ny\ny', truncated: true })
    expect(seen[3]?.stderr).toMatch(/^(o?\n?)(no\n)+/)
    expect(seen[4]).toMatchObject({ stdout: 'left\n', truncated: false })
    expect(seen[6]).toMatchObject({ stdout: 'fine\n', truncated: false })
  })

  it('the cap is exact', () => {
    const exactly = answers(shell, [
      asked(sh`printf 12345`, { capBytes: 5 }),
      asked(sh`printf 123456`, { capBytes: 5 }),
    ])
    expect(exactly.map(({ stdout, truncated }) => [stdout, truncated])).toEqual([
      ['12345', false],
      ['12345', true],
    ])
  })

  it('output that imitates frames shifts nothing', () => {
    const frame = fc.constantFrom(
      `${nonce} 0 0 3 0\n`,
      `\n${nonce} data aGkK\n`,
      `${nonce} end\n`,
      `${nonce} full\n`,
      `${nonce} 1 127 999999 0\n`,
      '\0\u0001\u001b[2J',
      'END-c0ffee-0\n',
      "'\n}\n",
    )
    const hostile = fc.array(fc.oneof(frame, fc.string({ unit: 'binary', maxLength: 30 })), { maxLength: 8 })
    fc.assert(
      fc.property(fc.array(hostile, { minLength: 5, maxLength: 15 }), (outputs) => {
        const texts = outputs.map((parts) => parts.join('').replaceAll('\0', '').replaceAll('END-c0ffee', ''))
        const questions = texts.flatMap((text) => [
          asked(sh`printf %s ${text}`),
          asked(withInput(sh`tee /dev/stderr`, [text])),
        ])
        const seen = answers(shell, questions)
        expect(seen.map(({ stdout }) => stdout)).toEqual(texts.flatMap((text) => [text, text]))
        expect(seen.filter((_, index) => index % 2).map(({ stderr }) => stderr)).toEqual(texts)
      }),
      { numRuns: 12 },
    )
  })

  it('wave after wave over the same shell, and nothing is left behind', async () => {
    const child = spawn(shell, ['-s'])
    let text = ''
    const places: string[] = []
    child.stdout.on('data', (piece: Buffer) => (text += piece.toString('latin1')))
    for (const round of ['a1', 'a2', 'a3']) {
      const questions = [asked(sh`echo ${round}`), asked(sh`false`), asked(sh`readlink /proc/self/fd/1`)]
      child.stdin.write(renderWave(questions, round))
      await vi.waitUntil(() => text.includes(`${round} end\n`), { timeout: 20_000 })
      const [first, second, where] = parseWave(text, questions, round)
      expect([first?.stdout, second?.status]).toEqual([`${round}\n`, 1])
      places.push(dirname(where?.stdout ?? ''))
    }
    child.stdin.end()
    await new Promise((resolve) => child.once('close', resolve))
    expect(places.filter((place) => place.startsWith('/dev/shm/bramble.'))).toHaveLength(3)
    expect(places.filter((place) => existsSync(place))).toEqual([])
  })

  it('half a wave runs nothing', () => {
    const directory = mkdtempSync(join(tmpdir(), 'wave-'))
    try {
      const script = renderWave([asked(sh`touch ${join(directory, 'ran')}`)], nonce)
      for (let length = 10; length < script.length - 3; length += 97) run(shell, script.slice(0, length))
      expect(existsSync(join(directory, 'ran'))).toBe(false)
      run(shell, script)
      expect(existsSync(join(directory, 'ran'))).toBe(true)
    } finally {
      rmSync(directory, { recursive: true })
    }
  })

  it('no command is in the argument list of a shell', () => {
    const look = sh`sh -c ${'cat /proc/[0-9]*/cmdline 2>/dev/null | tr "\\0" " " | grep -c "canary-[i]nput"; true'}`
    const waiting = pipe(withInput(sh`cat`, ['canary-input']), sh`sh -c ${'sleep 0.3; cat'}`)
    const seen = answers(shell, [asked(waiting), asked(look)])
    expect(seen[0]?.stdout).toBe('canary-input')
    expect(seen[1]?.stdout).toBe('0\n')
  })
})

describe('the reply', () => {
  const questions = [asked(sh`printf ${'a\\nb'}`), asked(sh`sh -c ${'echo x; echo y >&2; exit 2'}`)]
  const reply = run('dash', renderWave(questions, nonce)).stdout
  const expected = parseWave(reply, questions, nonce)

  it('is the same through noise before, between and behind', () => {
    const noise = fc.string({ unit: 'binary', maxLength: 60 }).filter((text) => !text.includes(nonce))
    fc.assert(
      fc.property(fc.array(noise, { minLength: 12, maxLength: 12 }), (noises) => {
        // Before a line noise may even lack its line end: the shell's own line starts afresh.
        const noisy = reply
          .split('\n')
          .map((line, index) => `${noises[index % 12] ?? ''}\n${line}`)
          .join('\n')
        expect(parseWave(noisy, questions, nonce)).toEqual(expected)
      }),
    )
  })

  it('is refused when a part is missing', () => {
    for (let length = 0; length < reply.length - 1; length++)
      expect(() => parseWave(reply.slice(0, length), questions, nonce)).toThrow(WaveError)
  })

  it.each([0, -1, 1.5, Number.NaN])('a limit of %d is no limit', (limit) => {
    expect(() => renderWave([asked(sh`true`, { timeoutSeconds: limit })], nonce)).toThrow(TypeError)
    expect(() => renderWave([asked(sh`true`, { capBytes: limit })], nonce)).toThrow(TypeError)
  })

  it('a wave without questions is a mistake', () => expect(() => renderWave([], nonce)).toThrow(TypeError))
})
