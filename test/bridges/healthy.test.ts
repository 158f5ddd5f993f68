/** Logs of programs that are well hold no failure: over lines that were recorded, and over many that were made up like them. */
import { readdirSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { falseMatches } from './false-matches.ts'
import { healthyLine } from './healthy-lines.ts'
import { samples } from './samples.ts'

const folder = new URL('healthy/', import.meta.url)
const recorded = readdirSync(folder)
  .filter((name) => /\.log(?:\.gz)?$/.test(name))
  .map((name): [string, string[]] => {
    const bytes = readFileSync(new URL(name, folder))
    const text = (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString()
    return [name, text.split('\n').filter((line) => line.trim() !== '')]
  })

describe('made up healthy lines', () => {
  it('hold no failure, in whatever order', () => {
    fc.assert(
      fc.property(fc.array(healthyLine, { minLength: 20, maxLength: 60 }), (lines) => {
        expect(falseMatches(lines)).toEqual([])
      }),
      { numRuns: 250 },
    )
  })
})

/** What the lab recorded of real programs that were well. */
describe.skipIf(recorded.length === 0)('recorded healthy logs', () => {
  it.each(recorded)('%s holds no failure', (_, lines) => {
    expect(falseMatches(lines)).toEqual([])
  })

  it('are ten thousand lines or more', () => {
    expect(recorded.reduce((sum, [, lines]) => sum + lines.length, 0)).toBeGreaterThanOrEqual(10_000)
  })
})

describe('the measure itself', () => {
  it('finds every known failure, with the prefix of Compose or without', () => {
    for (const { id, logs } of samples)
      for (const lines of logs) {
        expect(falseMatches(lines).map((match) => match.id)).toContain(id)
        const prefixed = lines.map((line) => `bridge-x-1  | 2026-11-21T18:59:03.527000000Z ${line}`)
        expect(falseMatches(prefixed).map((match) => match.id)).toContain(id)
      }
  })
})
