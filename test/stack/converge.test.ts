/** Convergence, resource by resource: after its own actions alone, a resource has nothing left to do. */
import { randomBytes } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import * as components from '../../provisioners/components.ts'
import { examine, serverTask, type Examined } from '../../provisioners/engine/examine.ts'
import { writeQueue } from '../../provisioners/engine/queue.ts'
import type { Host } from '../../provisioners/host/host.ts'
import { createPracticePi, type PracticeOptions } from '../../provisioners/host/practice/index.ts'
import { secretMaker } from '../../provisioners/keys.ts'
import type { Intent } from '../../provisioners/model/intent.ts'
import { intent, withoutElement } from './fake.ts'

const start = 1_795_000_000
const real = secretMaker((bytes) => randomBytes(bytes))
const rsa = real('rsa')
/** One RSA key does for all looks: making it takes longer than everything else. */
const makeSecret: typeof real = (kind) => (kind === 'rsa' ? rsa : real(kind))

let runs = 0

async function practice(options: Partial<PracticeOptions> = {}) {
  const pi = createPracticePi({ now: () => start, speed: 0, ...options })
  const host = await pi.connect()
  return { pi, host }
}

const look = (host: Host, of: Intent): Promise<Examined> =>
  examine(host, serverTask(of, components), makeSecret)

/** Does one change after the other, each as a run of its own; tells each that was not met right after. */
async function oneByOne(of: Intent, { pi, host }: Awaited<ReturnType<typeof practice>>) {
  const done: string[] = []
  const unmet: string[] = []
  for (let turn = 0; turn < 60; turn += 1) {
    const { plan, revision } = await look(host, of)
    const [first] = plan.changes
    if (!first) return { done, unmet }
    const id = `turn-${(runs += 1)}`
    const holder = { run: id, installation: 'test', machine: 'test', since: start }
    const queue = writeQueue({ ...plan, changes: [first] }, { id, server: of.name, holder, revision })
    expect(await host.start(queue)).toEqual({ outcome: 'started' })
    await pi.idle()
    expect(pi.bugs).toEqual([])
    done.push(first.resource.id)
    const after = await look(host, of)
    if (after.plan.changes.some(({ resource }) => resource.id === first.resource.id)) {
      unmet.push(first.resource.id)
      return { done, unmet }
    }
  }
  throw new Error(`never done: ${done.join(' ')}`)
}

describe('one resource after the other', () => {
  let machine: Awaited<ReturnType<typeof practice>>
  beforeAll(async () => {
    machine = await practice()
  })

  it('a fresh Pi', async () => {
    const { done, unmet } = await oneByOne(intent, machine)
    expect(unmet).toEqual([])
    expect(done).toContain('containers')
    expect(done.at(-1)).toBe('generation-good')
  })

  it('nothing is left to do, and every reason is a sentence', async () => {
    const { plan } = await look(machine.host, intent)
    expect(plan.changes).toEqual([])
    for (const { reason } of plan.view.kept) expect(reason).toMatch(/^[A-Z].*\.$/)
  })

  it('another intent changes what it is about, and nothing else', async () => {
    const { done, unmet } = await oneByOne(withoutElement, machine)
    expect(unmet).toEqual([])
    expect(done).toEqual([
      'answers',
      'settings:caddy',
      'generation',
      'settings-checked',
      'generation-current',
      'containers',
      'generation-good',
    ])
  })

  it('the way back uses what is there', async () => {
    const { done } = await oneByOne(intent, machine)
    expect(done).toEqual(['answers', 'generation-current', 'containers'])
  })
})

describe('a Pi that has Docker', () => {
  it('of Debian’s: it is kept', async () => {
    const { done, unmet } = await oneByOne(
      intent,
      await practice({ faults: [{ kind: 'docker-installed', from: 'debian' }] }),
    )
    expect(unmet).toEqual([])
    expect(done).not.toContain('docker-engine')
  })

  it('out of reach of Docker’s repository: Debian’s own is taken, and the plan says so', async () => {
    const machine = await practice({ faults: [{ kind: 'unreachable', host: 'download.docker.com' }] })
    const { plan } = await look(machine.host, intent)
    expect(plan.view.changes.find(({ resource }) => resource === 'docker-engine')?.summary).toMatch(
      /from Debian/,
    )
    expect((await oneByOne(intent, machine)).unmet).toEqual([])
  })
})
