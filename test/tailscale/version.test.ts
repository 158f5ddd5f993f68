/** The gate of versions, as a function and as the pattern for the Pi. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { FIT_LINE, fitness } from '../../provisioners/tailscale/version.ts'
import { recorded } from './recorded.ts'

it.each([
  ['1.102.0', 'broken'],
  ['1.102.1', 'broken'],
  ['1.102.1-t3dc29a5a9-g0123', 'broken'],
  ['1.102.2', 'fit'],
  ['1.102.3', 'fit'],
  ['1.102.10', 'fit'],
  ['1.52.0', 'fit'],
  ['1.51.9', 'old'],
  ['1.38.3', 'old'],
  ['1.100.0', 'fit'],
  ['2.0.0', 'fit'],
  ['0.99.9', 'old'],
  ['', 'old'],
  ['new', 'old'],
])('%s is %s', (version, expected) => {
  expect(fitness(version)).toBe(expected)
})

it('the pattern says the same of every version', () => {
  const number = fc.nat({ max: 1300 })
  fc.assert(
    fc.property(fc.constantFrom(0, 1, 1, 1, 2, 11), number, fc.nat({ max: 30 }), (major, minor, patch) => {
      const version = `${major}.${minor}.${patch}`
      expect([version, new RegExp(FIT_LINE).test(version)]).toEqual([version, fitness(version) === 'fit'])
    }),
    { numRuns: 5000 },
  )
  for (let patch = 0; patch < 40; patch += 1)
    expect(new RegExp(FIT_LINE).test(`1.102.${patch}`)).toBe(patch >= 2)
})

it('the real program’s answer has it on a line of its own', () => {
  const lines = recorded('version').stdout.split('\n')
  expect(lines.filter((line) => new RegExp(FIT_LINE).test(line))).toEqual(['1.102.3'])
})
