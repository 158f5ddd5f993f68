/** A broken server: the first broken rung is named with its cause, what follows from it is not, and all of it ends in time. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openssl } from '../host/support/openssl.ts'
import { brokenAnswers } from './broken/answers.ts'
import { brokenApex } from './broken/apex.ts'
import { hostile } from './broken/hostile.ts'
import { brokenConnections, brokenNames } from './broken/way.ts'
import { makeAuthority } from './support/certificates.ts'
import { healthy, type Authorities } from './support/healthy.ts'
import { look } from './support/world.ts'

// without openssl there are no certificates to show
describe.skipIf(!openssl)('a broken server', () => {
  let authorities: Authorities
  beforeAll(() => {
    authorities = {
      everybody: makeAuthority('Everybody trusts it'),
      own: makeAuthority('Its own'),
      nobody: makeAuthority('Nobody trusts it'),
    }
  })
  afterAll(() => Object.values(authorities).forEach((one: Authorities['own']) => one.close()))

  describe.each([
    ['its name', brokenNames],
    ['its connection', brokenConnections],
    ['its answers', brokenAnswers],
    ['the web server of its name', brokenApex],
    ['hostile answers', hostile],
  ])('%s', (_, cases) => {
    it.each(cases)('%s (%s)', async (_what, kind, spoil, code, cause) => {
      const world = healthy(kind, authorities)
      spoil(world)
      const { probes, broken } = await look(world)
      const failing = probes.filter(({ outcome }) => outcome === 'fails')
      expect([broken, failing[0]?.cause]).toEqual([code, cause])
      // one fault is one fault
      expect(failing.map((probe) => probe.code)).toEqual([code])
      expect(failing[0]?.why).not.toBe('')
      expect(failing[0]?.remedy).not.toBe('')
      for (const { detail } of probes) {
        expect(detail.length).toBeLessThan(400)
        expect(detail).not.toMatch(/[\p{Cc}\u202e]/u)
      }
      expect(world.clock.now).toBeLessThanOrEqual(20_000)
    })
  })
})
