/** docs/pitfalls.md is held to the tests that it names. */
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('../../', import.meta.url))
const rows = readFileSync(`${root}docs/pitfalls.md`, 'utf8')
  .split('\n')
  .filter((line) => /^\| [A-D]\d/.test(line))
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .map(([, row = '', what = '', how = '', state = '', shown = '']) => ({ row, what, how, state, shown }))

describe('the table of pitfalls', () => {
  it('has every row once: ten, eight, five, and six chapters with seven messages', () => {
    const expected = Object.entries({ A: 10, B: 8, C: 5, D: 13 }).flatMap(([letter, count]) =>
      Array.from({ length: count }, (_, index) => `${letter}${index + 1}`),
    )
    expect(rows.map(({ row }) => row)).toEqual(expected)
    for (const { row, what, how } of rows)
      expect([row, what.length > 10, how.length > 10]).toEqual([row, true, true])
  })

  it.each(rows)('$row is shown by a test that exists, or is open', ({ state, shown }) => {
    expect(state).toMatch(/^(impossible|found|open \(issue \d+\))$/)
    if (state.startsWith('open')) return
    const [path = '', name] = shown.split(' › ')
    expect(existsSync(`${root}${path}`), path).toBe(true)
    if (name !== undefined) expect(readFileSync(`${root}${path}`, 'utf8')).toContain(name)
  })
})
