/** What refuses a plan, seen by the Pi alone; and that nothing is asked of the net once there are certificates. */
import { describe, expect, it } from 'vitest'
import { look, seenBy } from '../../provisioners/engine/look.ts'
import type { Diff, Means } from '../../provisioners/engine/resource.ts'
import { rootUser } from '../../provisioners/host/practice/files/node.ts'
import type { PracticePi } from '../../provisioners/host/practice/index.ts'
import { domainLeadsHere } from '../../provisioners/ingress/gate.ts'
import { EngineError } from '../../provisioners/model/engine-error.ts'
import { practiceEngine } from '../support/practice.ts'
import { HOST, IDENTITY, OTHER, OWN, type World } from './world.ts'
import { homeWorlds } from './worlds-homes.ts'
import { recordWorlds } from './worlds-records.ts'

const noMeans: Means = {
  secret: () => {
    throw new Error('no secret is needed')
  },
  changed: () => false,
}

async function gate(
  names: readonly [string, ...string[]],
  prepare: (pi: PracticePi) => void,
): Promise<Diff | string> {
  const { pi, connect, close } = practiceEngine()
  const resource = domainLeadsHere(names)
  prepare(pi)
  try {
    const seen = await look(await connect(), [resource])
    expect(pi.bugs).toEqual([])
    return resource.diff(seenBy(resource, seen), noMeans)
  } catch (error) {
    if (error instanceof EngineError && error.code === 'domain-not-ready') return error.detail
    throw error
  } finally {
    await close()
  }
}

/** What only another computer, or a moment at the ports, can tell. */
const fromOutside = new Set(['port-80-closed', 'port-443-closed', 'someone-else-answers', 'port-taken'])

const namesOf = ({ address }: World): readonly [string, ...string[]] => {
  if (address?.mode !== 'domain') return [HOST]
  return address.identityHost === undefined ? [address.host] : [address.host, address.identityHost]
}

describe('the plan of a server with a domain of its own', () => {
  it.each(
    [...recordWorlds, ...homeWorlds].filter(({ finds }) => !finds.some((code) => fromOutside.has(code))),
  )('$name', async (world) => {
    const found = await gate(namesOf(world), (pi) => world.prepare?.(pi.machine.internet, pi))
    if (world.ready) expect(found).toMatchObject({ met: true })
    else expect(found).toMatch(world.says ?? /./)
  })

  const certificate = (name: string) =>
    `/opt/bramble/data/caddy/certificates/acme-v02.api.letsencrypt.org-directory/${name}/${name}.crt`
  const astray = (pi: PracticePi): void => {
    pi.machine.internet.names.set(HOST, { A: [OTHER] })
    pi.machine.internet.names.set(IDENTITY, { A: [OWN] })
  }
  const give = (pi: PracticePi, name: string): void => {
    const path = certificate(name)
    pi.machine.files.mkdir(path.slice(0, path.lastIndexOf('/')), { parents: true })
    pi.machine.files.write(path, '-----BEGIN CERTIFICATE-----', { who: rootUser, mode: 0o600 })
  }

  it('asks nobody once there is a certificate for each name', async () => {
    const asked: string[] = []
    const found = await gate([HOST, IDENTITY], (pi) => {
      astray(pi)
      give(pi, HOST)
      give(pi, IDENTITY)
      for (const host of ['dns.google', 'cloudflare-dns.com', 'api.ipify.org', 'www.cloudflare.com'])
        pi.machine.internet.answers.set(host, (path) => {
          asked.push(`${host}${path}`)
          return { status: 200, headers: {}, body: '' }
        })
    })
    expect(found).toMatchObject({ met: true, reason: 'There are certificates for its names.' })
    expect(asked).toEqual([])
  })

  it('asks while one of them has none', async () => {
    const found = await gate([HOST, IDENTITY], (pi) => {
      astray(pi)
      give(pi, IDENTITY)
    })
    expect(found).toMatch(/chat\.hollis\.example leads to another address/)
  })

  it('refuses nothing on a Pi without curl', async () => {
    const found = await gate([HOST], (pi) => {
      astray(pi)
      pi.machine.files.remove('/usr/bin/curl')
    })
    expect(found).toMatchObject({
      met: true,
      reason: expect.stringContaining('could not be looked up') as string,
    })
  })
})
