/**
 * The accident of a neighbouring product: a second run found data, took them for none of its own because a password differed,
 * and began anew. Here whatever is lost around the data, they are the same data afterwards.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as components from '../../provisioners/components.ts'
import { serverTask } from '../../provisioners/engine/examine.ts'
import type { Diff, Means, Resource } from '../../provisioners/engine/resource.ts'
import { seenBy } from '../../provisioners/engine/look.ts'
import type { Answer } from '../../provisioners/host/host.ts'
import { render } from '../../provisioners/shell/render.ts'
import { sh } from '../../provisioners/shell/command.ts'
import { twelve } from '../matrix/twelve.ts'
import { fakeSecretsOf, intents } from '../stack/fake.ts'
import { createServerPi } from './server-pi.ts'
import { byHand, write, type ServerPi } from './support.ts'

const SECRETS = '/opt/bramble/secrets'
let server: ServerPi
/** What only these data have: it cannot be made again. */
const marker = { sent: 'before the accident' }

const cluster = () => {
  const node = server.pi.machine.files.find('/opt/bramble/data/postgres')
  return node && server.pi.machine.clusters.get(node.inode)
}

beforeAll(async () => {
  server = await createServerPi()
  cluster()?.databases.get('synapse')?.rows.set('marker', marker)
}, 300_000)
afterAll(() => server.close())

const secret = (id: string): Promise<string> => byHand(server, sh`cat ${`${SECRETS}/${id}`}`)

/** A command that deletes in, or formats, what programs have written. */
const destructive =
  /down .*(-v|--volumes)|volume rm|(?<![-\w])rm\b[^;&|]*\/opt\/bramble\/data|initdb|DROP (DATABASE|ROLE|TABLE)/

const accidents: readonly (readonly [string, () => Promise<unknown>])[] = [
  ['the password differs', () => byHand(server, write(`${SECRETS}/synapse-database`, 'another-password'))],
  [
    'the password is lost',
    () => byHand(server, sh`rm ${`${SECRETS}/synapse-database`} ${`${SECRETS}/mas-database`}`),
  ],
  [
    'the superuser’s password differs',
    () => byHand(server, write(`${SECRETS}/postgres-superuser`, 'another-password')),
  ],
  ['the answers are lost', () => byHand(server, sh`rm /opt/bramble/state.json`)],
  [
    'the mark of finished databases is lost',
    () => byHand(server, sh`rm /opt/bramble/data/postgres/bramble-ready`),
  ],
  [
    'everything but the data is lost',
    () =>
      byHand(
        server,
        sh`rm -r ${SECRETS} /opt/bramble/store /opt/bramble/generations /opt/bramble/current /opt/bramble/state.json`,
      ),
  ],
]

describe('the near-twin’s accident', { timeout: 120_000 }, () => {
  it.each(accidents)('a run while %s: the data are the same data', async (_, accident) => {
    const data = cluster()
    expect(data).toBeDefined()
    await accident()
    const plan = await server.engine.plan(server.intent)
    for (const command of plan.changes.flatMap(({ commands }) => commands))
      expect(command).not.toMatch(destructive)
    await server.repair()
    expect(await server.unmet()).toEqual([])
    expect(cluster()).toBe(data)
    expect(data?.databases.get('synapse')?.rows.get('marker')).toBe(marker)
    // who has the password of the file gets in
    for (const role of ['synapse', 'mas'])
      expect(data?.signIn(role, await secret(`${role}-database`), role)).toHaveProperty('database')
  })

  it('keys that are lost are found again where they are used, to the byte', async () => {
    const ids = (await byHand(server, sh`find ${SECRETS} -type f -printf ${'%f\n'}`))
      .split('\n')
      .filter(Boolean)
    const before = new Map(await Promise.all(ids.map(async (id) => [id, await secret(id)] as const)))
    await byHand(server, sh`rm -r ${SECRETS}`)
    const plan = await server.engine.plan(server.intent)
    expect(plan.restarts).toEqual([])
    await server.repair()
    const changed: string[] = []
    for (const [id, value] of before) if ((await secret(id)) !== value) changed.push(id)
    // the one that no service reads
    expect(changed).toEqual(['store-key'])
  })

  it('a key that is lost and an edited file: nothing is guessed', async () => {
    const manifest = JSON.parse(await byHand(server, sh`cat /opt/bramble/current/manifest.json`)) as {
      stores: Record<string, string>
    }
    await byHand(
      server,
      write(`/opt/bramble/store/${manifest.stores['postgres']}/superuser-password`, 'typed'),
    )
    await byHand(server, sh`rm ${`${SECRETS}/postgres-superuser`}`)
    await server.repair()
    expect(cluster()?.databases.get('synapse')?.rows.get('marker')).toBe(marker)
  })
})

describe('no command of any plan deletes data', () => {
  const empty: Answer = { status: 0, stdout: '', stderr: '', truncated: false }
  const failed: Answer = { status: 1, stdout: '', stderr: '', truncated: false }

  /** What the rehearsal of a certificate itself has left: of an authority that nobody trusts. */
  const rehearsed =
    /\/opt\/bramble\/data\/caddy\/(certificates\/acme-staging-v02\.api\.letsencrypt\.org-directory\/|rehearsal)[^ ;]+/g

  it.each([...intents, ...twelve])('%s', (_, intent) => {
    const means = { secret: fakeSecretsOf(intent), changed: () => false }
    let told = 0
    for (const resource of serverTask(intent, components).resources)
      for (const answer of [empty, failed]) {
        const diff = whatToDo(resource, answer, means)
        for (const action of diff?.met === false ? diff.actions : []) {
          if (action.kind !== 'run') continue
          told += 1
          expect(render(action.command).replaceAll(rehearsed, '')).not.toMatch(destructive)
        }
      }
    expect(told).toBeGreaterThan(20)
  })
})

/** What a resource would do on a machine where every question has this answer; null where it does nothing there at all. */
function whatToDo(resource: Resource, answer: Answer, means: Means): Diff | null {
  try {
    const facts = Object.values(resource.facts)
    const seen = new Map(facts.map((fact) => [fact.id, fact.parse(answer)]))
    return resource.diff(seenBy(resource, seen), means)
  } catch (error) {
    // a listing that failed, or a machine that does not fit
    if (error instanceof Error) return null
    throw error
  }
}
