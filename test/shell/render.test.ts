/** Rendering, proved by the real shells: dash and bash. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Secret } from '../../provisioners/model/secret.ts'
import { allOf, anyOf, pipe, sh, until, withInput, type Command } from '../../provisioners/shell/command.ts'
import { quote } from '../../provisioners/shell/quote.ts'
import { render } from '../../provisioners/shell/render.ts'
import { run, shells } from './shells.ts'

const nasty = [
  "'",
  "''",
  '"',
  '\\',
  '$HOME',
  '`id`',
  '$(id)',
  '\n',
  '\r\n',
  '-n',
  '--',
  '-e',
  '',
  ' ',
  '\t',
  '*',
  '~',
  '!!',
]
const text = fc
  .oneof(
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.string({ unit: 'grapheme', maxLength: 40 }),
    fc.array(fc.constantFrom(...nasty), { maxLength: 6 }).map((parts) => parts.join('')),
    fc.string({ maxLength: 20 }).map((rest) => `-${rest}`),
  )
  .filter((value) => !value.includes('\0') && !/\p{Surrogate}/u.test(value))

describe.each(shells)('in %s', (shell) => {
  it('every string arrives as exactly one argument', () => {
    fc.assert(
      fc.property(fc.array(text, { minLength: 150, maxLength: 250 }), (values) => {
        const script = values.map((value) => render(sh`printf ${'%s\\0'} ${value}`)).join('\n')
        expect(run(shell, script).stdout.split('\0').slice(0, -1)).toEqual(values)
      }),
      { numRuns: 20 },
    )
  })

  it('every string arrives whole on standard input', () => {
    fc.assert(
      fc.property(fc.array(text, { minLength: 50, maxLength: 80 }), (values) => {
        const script = values
          .map((value) => `${render(withInput(sh`cat`, [value]))}; printf '\\0'`)
          .join('\n')
        expect(run(shell, script).stdout.split('\0').slice(0, -1)).toEqual(values)
      }),
      { numRuns: 5 },
    )
  })

  it('input beyond what an argument may hold is no argument of anything', () => {
    const long = "it's ".repeat(40_000)
    expect(run(shell, render(pipe(withInput(sh`cat`, [long]), sh`wc -c`))).stdout.trim()).toBe('200000')
  })

  it.each(['if', '{', '!', 'a=b', 'time', 'no such program'])(
    '%s is the name of a program, nothing else',
    (name) => {
      expect(run(shell, render({ kind: 'exec', argv: [name, 'x'] })).status).toBe(127)
    },
  )

  const exit = (status: number): Command => sh`sh -c ${`exit ${status}`}`
  const drain = (status: number): Command => sh`sh -c ${`cat >/dev/null; exit ${status}`}`
  it.each([
    [pipe(sh`true`, sh`true`, sh`true`), 0],
    [pipe(exit(3), sh`cat`), 3],
    [pipe(sh`true`, drain(4)), 4],
    [pipe(exit(3), drain(4), sh`cat`), 4],
    [pipe(exit(3), sh`cat`, sh`cat`), 3],
    [pipe(exit(3), sh`cat`, drain(5)), 5],
    [pipe(sh`sh -c ${'kill -9 $$'}`, sh`cat`), 137],
    [pipe(sh`no-such-program`, sh`cat`), 127],
    [allOf(sh`true`, pipe(exit(3), sh`cat`), sh`true`), 3],
    [anyOf(pipe(exit(3), sh`cat`), sh`true`), 0],
    [anyOf(exit(1), exit(2)), 2],
    [allOf(anyOf(sh`false`, sh`true`), exit(6)), 6],
    [pipe(withInput(sh`cat`, ['x']), drain(0)), 0],
    [withInput(exit(0), ['not read']), 0],
  ])('exit status of %j is %i', (command, status) => {
    expect(run(shell, `${render(command)}\nexit $?`).status).toBe(status)
  })

  it('a pipe passes bytes on, and neither its words nor its descriptors leak', () => {
    const command = pipe(
      sh`printf ${'b\\na\\n'}`,
      sh`sort`,
      sh`sh -c ${'cat; [ ! -e /proc/self/fd/3 ] && [ ! -e /proc/self/fd/4 ]'}`,
    )
    expect(run(shell, `s=kept\n${render(command)} | cat\n${render(command)}; echo $? $s`).stdout).toBe(
      'a\nb\na\nb\n0 kept\n',
    )
  })

  it('until waits for success, and gives up', () => {
    const directory = mkdtempSync(join(tmpdir(), 'render-'))
    const counting = sh`sh -c ${'echo x >>"$1"; [ $(wc -l <"$1") -ge 3 ]'} sh ${join(directory, 'count')}`
    try {
      expect(run(shell, `${render(until(counting, 0.01, 60))}\nexit $?`).status).toBe(0)
      expect(readFileSync(join(directory, 'count'), 'utf8')).toBe('x\nx\nx\n')
      expect(run(shell, `${render(until(sh`false`, 0.01, 1))}\nexit $?`).status).toBe(124)
    } finally {
      rmSync(directory, { recursive: true })
    }
  })
})

describe('what cannot be a command', () => {
  const secret = new Secret('hunter2', 'test')
  it.each([
    ['a semicolon', () => sh`true; false`],
    ['a pipe', () => sh`a | b`],
    ['a redirection', () => sh`a > b`],
    ['a variable', () => sh`echo $HOME`],
    ['quotes', () => sh`echo 'x'`],
    ['a wildcard', () => sh`ls *`],
    ['a tilde', () => sh`ls ~`],
    ['nothing', () => sh``],
    ['a secret', () => sh`login ${secret as never}`],
    ['a secret in an array', () => sh`login ${[secret] as never}`],
    ['undefined', () => sh`echo ${undefined as never}`],
    ['null', () => sh`echo ${null as never}`],
    ['a boolean', () => sh`echo ${true as never}`],
    ['an object', () => sh`echo ${{} as never}`],
    ['a function', () => sh`echo ${(() => 'x') as never}`],
    ['not a number', () => sh`echo ${Number.NaN}`],
    ['infinity', () => sh`echo ${Infinity}`],
    ['a NUL', () => sh`echo ${'a\0b'}`],
    ['an array glued in front', () => sh`echo --x=${['a']}`],
    ['an array glued behind', () => sh`echo ${['a']}.txt`],
    ['a NUL in input', () => render(withInput(sh`cat`, ['a\0']))],
    ['half a surrogate pair', () => quote('\ud800')],
    ['no time at all', () => render(until(sh`true`, 0, 1))],
    ['endless time', () => render(until(sh`true`, 1, Infinity))],
    ['input for a pipe', () => withInput(pipe(sh`a`, sh`b`), ['x'])],
    ['a pipe of nothing', () => pipe()],
  ])('%s throws', (_name, make) => {
    expect(make).toThrow(TypeError)
  })
})
