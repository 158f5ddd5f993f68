/** A healthy server is proved to be one, by whichever way it is reached. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openssl } from '../host/support/openssl.ts'
import { makeAuthority } from './support/certificates.ts'
import { healthy, kinds, type Authorities, type Kind } from './support/healthy.ts'
import { look } from './support/world.ts'

/** What is said of it besides: nothing that is wrong with the server. */
const said: Partial<Record<Kind, string[][]>> = {
  funnel: [['here', 'inside-tailnet']],
  apex: [['apex', 'apex-route-missing']],
}

// without openssl there are no certificates to show
describe.skipIf(!openssl)('a healthy server', () => {
  let authorities: Authorities
  beforeAll(() => {
    authorities = {
      everybody: makeAuthority('Everybody trusts it'),
      own: makeAuthority('Its own'),
      nobody: makeAuthority('Nobody trusts it'),
    }
  })
  afterAll(() => Object.values(authorities).forEach((one: Authorities['own']) => one.close()))

  it.each(kinds)('is found whole: %s', async (kind) => {
    const world = healthy(kind, authorities)
    const proof = await look(world)
    const other = proof.probes.filter(({ outcome }) => outcome !== 'works')
    expect(other.map(({ code, cause }) => [code, cause])).toEqual(said[kind] ?? [])
    expect(proof.broken).toBeNull()
  })
})
