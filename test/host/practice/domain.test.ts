/** A server with a domain of its own on the practice Pi, with what goes wrong with names and authorities. */
import { afterEach, describe, expect, it } from 'vitest'
import type { Fault } from '../../../provisioners/host/practice/faults.ts'
import { defaultIntent, intentSchema, type Intent } from '../../../provisioners/model/intent.ts'
import { storage } from '../../../provisioners/ingress/certificates/places.ts'
import { pocketIdIntent } from '../../identity/pocket-id/intent.ts'
import { practiceEngine } from '../../support/practice.ts'

const HOST = 'matrix.example.test'
const domain = { mode: 'domain', serverName: 'example.test', host: HOST, email: 'owner@example.test' }
const intent: Intent = intentSchema.parse({ ...defaultIntent('Brookside'), address: domain })

const open: ReturnType<typeof practiceEngine>[] = []
afterEach(async () => {
  for (const one of open.splice(0)) await one.close()
})

function pi(faults: readonly Fault[] = []) {
  const made = practiceEngine({ faults })
  open.push(made)
  return made
}

async function converge({ engine }: ReturnType<typeof pi>, wanted: Intent = intent) {
  const run = await engine.start(wanted)
  if (run === null) return { outcome: 'nothing to do', problem: undefined }
  for await (const event of engine.follow(run, new AbortController().signal))
    if (event.kind === 'finished') return { outcome: event.outcome, problem: event.problem }
  throw new Error('no end')
}

describe('a domain of its own', () => {
  it('is installed after a rehearsal, goes green, and is left alone by the next visit', async () => {
    const one = pi()
    const plan = await one.engine.plan(intent)
    const order = plan.changes.map(({ resource }) => resource)
    expect(order.indexOf('certificate-rehearsal')).toBeLessThan(order.indexOf('generation-current'))
    expect(order.indexOf('certificates')).toBeGreaterThan(order.indexOf('containers'))
    expect(plan.restarts).toEqual([])
    expect(await converge(one)).toMatchObject({ outcome: 'verified' })
    expect((await one.engine.plan(intent)).changes).toEqual([])
    const status = await one.engine.status(intent)
    expect([status.light, status.findings]).toEqual(['works', []])
    expect(status.passed).toEqual(expect.arrayContaining(['certificate.holds', 'certificate.renews']))
    const proof = await one.engine.prove(intent)
    const address = proof.probes.filter(({ code }) =>
      ['name', 'private', 'answers', 'identity'].includes(code),
    )
    expect(address.map(({ outcome }) => outcome)).toEqual(['works', 'works', 'works', 'works'])
  })

  it('whose name leads elsewhere is refused with the reason, before anything runs', async () => {
    const one = pi([{ kind: 'name-elsewhere', host: HOST }])
    const { outcome, problem } = await converge(one)
    expect([outcome, problem?.code]).toEqual(['failed', 'certificate-refused'])
    expect(problem?.cause).toBe(`At ${HOST}, another machine than this Pi answered Let’s Encrypt.`)
    expect(problem?.evidence.join()).toContain(`${HOST}: unauthorized: `)
    expect(one.pi.machine.docker.all()).toEqual([])
    expect(one.pi.machine.files.list(storage).filter((name) => name.includes('rehearsal'))).toEqual([])
    // once the name leads here, the same again is enough
    one.pi.machine.network.elsewhere.clear()
    expect(await converge(one)).toMatchObject({ outcome: 'verified' })
  })

  it('is refused while the authority cannot be reached, and says so', async () => {
    const one = pi([{ kind: 'unreachable', host: 'acme-staging-v02.api.letsencrypt.org' }])
    expect((await converge(one)).problem?.cause).toContain('could not come to an end with Let’s Encrypt')
  })

  it('that gets a second name says that the server is away, and brings it back when the name is refused', async () => {
    const one = pi()
    await converge(one)
    const more = intentSchema.parse({
      ...pocketIdIntent,
      address: { ...domain, identityHost: 'id.example.test' },
    })
    one.pi.machine.network.elsewhere.add('id.example.test')
    expect((await one.engine.plan(more)).restarts).toContain('Caddy')
    expect((await converge(one, more)).problem?.code).toBe('certificate-refused')
    const caddy = one.pi.machine.docker.find('bramble-caddy-1')
    expect(caddy?.state).toBe('running')
    one.pi.machine.network.elsewhere.clear()
    expect(await converge(one, more)).toMatchObject({ outcome: 'verified' })
  })
})
