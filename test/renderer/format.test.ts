import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { memoryDots } from '../../renderer/ui/memory-dots.ts'
import { createFormat, groupsOfFour, nominalMemory } from '../../renderer/words/format.ts'
import { NOW } from './fake-data.ts'

const format = createFormat('en-GB', (done, total) => `${done} of ${total}`)
/** Spaces that do not break count as spaces here. */
const plain = (text: string) => text.replace(/\s/g, ' ')

describe('bytes', () => {
  it.each([
    [0, '0 kB'],
    [999, '1 kB'],
    [156_000_000, '156 MB'],
    [999_400_000, '999 MB'],
    [999_900_000, '1 GB'],
    [1_340_000_000, '1.3 GB'],
    [62_500_000_000, '63 GB'],
  ])('%d is %s', (bytes, text) => expect(plain(format.bytes(bytes))).toBe(text))

  it.each([
    [214_000_000, 318_000_000, '214 of 318 MB'],
    [734_000_000, 1_300_000_000, '734 MB of 1.3 GB'],
  ])('%d of %d', (done, total, text) => expect(plain(format.bytesOf(done, total))).toBe(text))

  it('of memory count in powers of two', () => {
    expect(plain(format.memory(486))).toBe('486 MB')
    expect(plain(format.memory(8192))).toBe('8 GB')
  })

  it.each([
    [8_054_000_000, 8192],
    [3_980_000_000, 4096],
    [8_589_934_592, 8192],
    [5_000_000_000, 4768],
  ])('a machine with %d has %d MiB on its box', (bytes, mib) => expect(nominalMemory(bytes)).toBe(mib))
})

describe('time', () => {
  it.each([
    [0.2, '1 second'],
    [52, '52 seconds'],
    [120, '2 minutes'],
    [7200, '2 hours'],
    [1_036_800, '12 days'],
  ])('%d seconds are %s', (seconds, text) => expect(plain(format.duration(seconds))).toBe(text))

  it.each([
    [0, '1 second ago'],
    [20, '20 seconds ago'],
    [540, '9 minutes ago'],
    [259_200, '3 days ago'],
  ])('%d seconds back is %s', (seconds, text) => expect(plain(format.ago(seconds))).toBe(text))

  it('is told by the clock of this computer', () => {
    const two = (value: number) => String(value).padStart(2, '0')
    const at = new Date(NOW * 1000)
    expect(format.clock(NOW)).toBe([at.getHours(), at.getMinutes(), at.getSeconds()].map(two).join(':'))
    expect(format.time(NOW)).toBe(`${two(at.getHours())}:${two(at.getMinutes())}`)
    expect(format.date(NOW)).toContain(String(at.getFullYear()))
  })
})

describe('groups of four', () => {
  it('are easy to compare', () => expect(groupsOfFour('k3Vq9dLmxT0')).toEqual(['k3Vq', '9dLm', 'xT0']))
  it('lose nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(groupsOfFour(text).join('')).toBe(text)
      }),
    )
  })
})

describe('memory dots', () => {
  it('fill rows of eight, the last part full', () => {
    const dots = memoryDots(799, 10, 8192)
    expect(dots).toHaveLength(32)
    expect(dots.slice(0, 5).map(({ kind }) => kind)).toEqual(['used', 'used', 'used', 'used', 'mine'])
    expect(memoryDots(896, 0, 8192)[3]?.part).toBeCloseTo(0.5)
    // Too little to see is drawn as a little.
    expect(dots[4]?.part).toBe(0.15)
    expect(dots[5]?.kind).toBe('free')
  })
  it('are never fewer than a row and never a wall', () => {
    fc.assert(
      fc.property(fc.nat(100_000), fc.nat(100_000), fc.option(fc.nat(200_000)), (used, mine, total) => {
        const { length } = memoryDots(used, mine, total)
        expect(length % 8).toBe(0)
        expect(length).toBeGreaterThanOrEqual(8)
        expect(length).toBeLessThanOrEqual(64)
      }),
    )
  })
})
