/** Where the views disagree, and what is asked of whom. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openssl } from '../host/support/openssl.ts'
import { json, RENDEZVOUS, status } from './support/site.ts'
import { makeAuthority } from './support/certificates.ts'
import { healthy, kinds, PUBLIC, type Authorities, type Healthy, type Kind } from './support/healthy.ts'
import { look, type At } from './support/world.ts'

// without openssl there are no certificates to show
describe.skipIf(!openssl)('views', () => {
  let authorities: Authorities
  beforeAll(() => {
    authorities = {
      everybody: makeAuthority('Everybody trusts it'),
      own: makeAuthority('Its own'),
      nobody: makeAuthority('Nobody trusts it'),
    }
  })
  afterAll(() => Object.values(authorities).forEach((one: Authorities['own']) => one.close()))

  const seen = async (kind: Kind, spoil: (world: Healthy) => void) => {
    const world = healthy(kind, authorities)
    spoil(world)
    const proof = await look(world)
    const by = (code: string) => proof.probes.find((probe) => probe.code === code)
    return { world, proof, by }
  }
  const noTester = (world: Healthy): void => {
    world.here['federationtester.matrix.org:443'] = 'refused'
  }
  const publicIs = (world: Healthy, at: At): void => {
    world.here[`${PUBLIC}:443`] = at
  }

  it.each(['refused', 'hangs'] as const)(
    'a router that leads nobody out and in again (%s) is told from a broken server, and the rest is asked on the Pi',
    async (at) => {
      const { proof, by } = await seen('domain', (world) => (publicIs(world, at), noTester(world)))
      expect(proof.broken).toBeNull()
      expect(by('private')).toMatchObject({ outcome: 'skipped', cause: 'hairpin', from: 'outside' })
      expect(by('private')?.why).toContain('hair-pin')
      expect(by('found')).toMatchObject({ outcome: 'works', from: 'pi' })
      expect(by('discovery')).toMatchObject({ outcome: 'works', from: 'pi' })
    },
  )

  it('the public tester is believed over this computer', async () => {
    const { proof, by } = await seen('domain', (world) => {
      publicIs(world, 'refused')
      world.pi = '203.0.113.99'
    })
    expect(proof.broken).toBeNull()
    expect(by('private')).toMatchObject({ outcome: 'skipped', cause: 'blocked-here' })
    expect(by('tester')).toMatchObject({ outcome: 'works' })
  })

  it('from another network, and without the tester, a closed port is a closed port', async () => {
    const { proof, by } = await seen('domain', (world) => {
      publicIs(world, 'refused')
      noTester(world)
      world.pi = '203.0.113.99'
    })
    expect(proof.broken).toBe('private')
    expect(by('private')?.cause).toBe('port-closed')
  })

  it('what is broken behind the hair-pin is still found, on the Pi', async () => {
    const { proof, by } = await seen('domain', (world) => {
      publicIs(world, 'hangs')
      world.door.site['/.well-known/matrix/client'] = json({
        'm.homeserver': { base_url: 'https://other.example/' },
      })
    })
    expect(proof.broken).toBe('found')
    expect(by('found')).toMatchObject({ cause: 'other-base-url', from: 'pi' })
  })

  it('inside the tailnet nothing is concluded about Funnel, although everything answers there', async () => {
    const { proof, by } = await seen('funnel', (world) => {
      world.here['dns.google:443'] = 'refused'
      world.here['cloudflare-dns.com:443'] = 'refused'
      const name = world.intent.address.host
      world.here[`${name}:443`] = world.main
      world.here[`${name}:8443`] = world.signIn
    })
    expect(by('name')).toMatchObject({ outcome: 'skipped', cause: 'outside-unseen' })
    expect(by('found')).toMatchObject({ outcome: 'works', from: 'here' })
    expect(proof.broken).toBeNull()
  })

  it('a computer outside the tailnet lets the Pi ask', async () => {
    const { proof, by } = await seen('tailnet', (world) => {
      const name = world.intent.address.host
      world.own = {}
      world.there = {
        ...(world.there as object),
        [`${name}:443`]: world.main,
        [`${name}:8443`]: world.signIn,
      }
    })
    expect(proof.broken).toBeNull()
    expect(by('name')).toMatchObject({ outcome: 'skipped', cause: 'not-in-tailnet' })
    expect(by('answers')).toMatchObject({ outcome: 'works', from: 'pi' })
  })

  it.each([
    ['leads elsewhere and fails there', ['192.168.1.77'], 'skipped', 'here-differs'],
    ['knows no such name', [], 'skipped', 'here-differs'],
    ['leads to the Pi at home', ['192.168.1.5'], 'works', ''],
  ] as const)(
    'what this computer’s own network says of the name is told: it %s',
    async (_, own, outcome, cause) => {
      const { proof, by } = await seen('domain', (world) => {
        world.own[world.intent.address.host] = own
        world.here['192.168.1.5:443'] = world.main
      })
      expect(proof.broken).toBeNull()
      expect(by('here')).toMatchObject({ outcome, cause })
    },
  )

  it('one public resolver is enough', async () => {
    const { by } = await seen('domain', (world) => {
      world.here['dns.google:443'] = { certificate: null, site: { '*': status(500) } }
    })
    expect(by('name')).toMatchObject({ outcome: 'works', from: 'outside' })
  })

  it('home and tailnet ask nobody on the internet, and nothing that other servers would ask', async () => {
    for (const kind of ['home', 'tailnet'] as const) {
      const { world, proof } = await seen(kind, () => {})
      const codes = proof.probes.map(({ code }) => code)
      expect(codes).not.toContain('tester')
      expect(codes).not.toContain('delegated')
      const hosts = new Set(world.asked.map((line) => line.split(' ')[1]?.split(':')[0]))
      expect([...hosts]).toEqual([world.intent.address.host])
    }
  })

  it('what a server that talks to nobody has to do with others is not asked', async () => {
    const { world, proof } = await seen('domain', (one) => {
      one.intent.server.federation = { with: 'none' }
    })
    expect(proof.probes.map(({ code }) => code)).not.toContain('federation')
    expect(world.asked.join('\n')).not.toContain('federationtester')
  })

  it('what the question about codes made is taken away again', async () => {
    const { world } = await seen('domain', () => {})
    expect(world.asked).toContain('DELETE brookside.example /_synapse/client/rendezvous/01ABC')
  })

  it('nothing is asked of an address that an answer names', async () => {
    const { world } = await seen('domain', (one) => {
      one.main.site[RENDEZVOUS] = json({ url: 'https://example.org/_synapse/client/rendezvous/1' }, {}, 201)
      one.main.site['/auth/login'] = { status: 303, headers: { location: 'https://example.org/' }, body: '' }
    })
    expect(world.asked.filter((line) => line.includes('example.org'))).toEqual([])
  })

  it('a provider’s page that the sign-in service leads on to is its page', async () => {
    const { proof } = await seen('domain', (world) => {
      world.main.site['/auth/login'] = {
        status: 303,
        headers: { location: '/auth/upstream/authorize/01X' },
        body: '',
      }
    })
    expect(proof.broken).toBeNull()
  })

  it('a stand-in that answers proves nothing', async () => {
    const { proof, by } = await seen('domain', (world) => {
      world.main.site['/auth/login'] = { status: 501, headers: { 'x-bramble-stand-in': 'MAS' }, body: '' }
    })
    expect(by('sign-in')).toMatchObject({ outcome: 'skipped', cause: 'stand-in' })
    expect(proof.standIn).toContain('stand-in for MAS')
    expect(proof.broken).toBeNull()
  })

  it('a Pi that forwards nothing says nothing about the server', async () => {
    const { proof, by } = await seen('domain', (world) => (world.there = 'off'))
    expect(proof.broken).toBeNull()
    expect(by('door')).toMatchObject({ outcome: 'skipped', cause: 'not-asked' })
  })

  it.each(kinds)('where nobody ever answers it ends within 20 seconds: %s', async (kind) => {
    const { world, proof } = await seen(kind, (one) => {
      for (const key of Object.keys(one.here))
        if (!key.startsWith('dns.google') || kind === 'domain') one.here[key] = 'hangs'
      for (const key of Object.keys(one.there)) (one.there as Record<string, At>)[key] = 'hangs'
    })
    expect(proof.broken).not.toBeNull()
    expect(world.clock.now).toBeLessThanOrEqual(20_000)
    expect(world.clock.now).toBeGreaterThan(4_000)
  })
})
