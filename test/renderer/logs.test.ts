import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { append, atLeast, dropped, emptyBuffer, hitsOf, MOST } from '../../renderer/logs/buffer.ts'
import { cleanLine, cleanText, levelOf } from '../../renderer/logs/text.ts'
import { logLines } from './fake-data.ts'

describe('level', () => {
  it.each([
    ['ERROR - twisted: no route', 'error'],
    ['fatal: cannot open', 'error'],
    ['dpkg: dependency problems, installation failed', 'error'],
    ['W: some index files failed', 'error'],
    ['WARNING: old key', 'warning'],
    ['this option is deprecated', 'warning'],
    ['finished with 0 errors', 'plain'],
    ['errors: 0, warnings: 0', 'plain'],
    ['without errors', 'plain'],
    ['terrors of the deep', 'plain'],
    ['checkpoint complete', 'plain'],
  ])('%s: %s', (line, level) => expect(levelOf(line)).toBe(level))
})

describe('hostile text', () => {
  it.each([
    ['colours', '\u001b[31;1mred\u001b[0m', 'red'],
    ['a window title', '\u001b]0;owned\u0007after', 'after'],
    ['a link', '\u001b]8;;http://x\u001b\\text\u001b]8;;\u001b\\', 'text'],
    ['a turned direction', 'x\u202egnp.exe', 'xgnp.exe'],
    ['nul and bell', 'a\u0000b\u0007c', 'abc'],
    ['C1 controls', 'a\u009b31mb', 'a31mb'],
    ['markup', '<script>alert(1)</script>', '<script>alert(1)</script>'],
  ])('%s', (_name, line, clean) => expect(cleanLine(line)).toBe(clean))

  it('is cut where it has no end', () => expect(cleanLine('x'.repeat(100_000)).length).toBe(4001))

  it('holds no control character, whatever comes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        for (const line of cleanText(text))
          expect(line).not.toMatch(/(?!\t)[\p{Cc}\u202a-\u202e\u2066-\u2069]/u)
      }),
    )
  })

  it('of a redrawn line keeps the last state', () => {
    expect(cleanText('10 %\r50 %\r100 %\nnext\r\n\n')).toEqual(['100 %', 'next'])
  })
})

describe('buffer', () => {
  it('is bounded, counts what it let go, and never gives a number twice', () => {
    let buffer = emptyBuffer
    for (let round = 0; round < 25; round++) buffer = append(buffer, logLines(1000))
    expect(buffer.lines.length).toBeLessThanOrEqual(MOST)
    expect(buffer.count).toBe(25_000)
    expect(dropped(buffer)).toBe(25_000 - buffer.lines.length)
    expect(new Set(buffer.lines.map(({ number }) => number)).size).toBe(buffer.lines.length)
    expect(buffer.lines.at(-1)?.number).toBe(25_000)
  })
  it('of nothing new is the same', () => expect(append(emptyBuffer, [])).toBe(emptyBuffer))

  const { lines } = append(emptyBuffer, logLines(7))
  it('is filtered by level', () => {
    expect(atLeast(lines, 'plain')).toHaveLength(7)
    expect(atLeast(lines, 'warning').map(({ level }) => level)).toEqual(['warning', 'error'])
    expect(atLeast(lines, 'error')).toHaveLength(1)
  })
  it('is searched without regard to case', () => {
    expect(hitsOf(lines, ' JONAS ')).toEqual([3, 4])
    expect(hitsOf(lines, ' ')).toEqual([])
    expect(hitsOf(lines, '.*')).toEqual([])
  })
})
