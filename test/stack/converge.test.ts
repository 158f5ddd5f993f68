/** Convergence, resource by resource: after its own actions alone, a resource has nothing left to do. */
import { randomBytes } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import * as components from '../../provisioners/components.ts'
import { examine, serverTask, type Examined } from '../../provisioners/engine/examine.ts'
import { writeQueue } from '../../provisioners/engine/queue.ts'
import type { Answer, Host } from '../../provisioners/host/host.ts'
import { createPracticePi, type PracticeOptions } from '../../provisioners/host/practice/index.ts'
import { secretMaker } from '../../provisioners/keys.ts'
import type { ProxyReach } from '../../provisioners/model/address.ts'
import type { Intent } from '../../provisioners/model/intent.ts'
import { findProxies } from '../../provisioners/reach-proxies.ts'
import { sh, type Command } from '../../provisioners/shell/command.ts'
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

describe('behind a proxy of others', () => {
  const behind = (reach: ProxyReach): Intent => ({
    ...intent,
    address: {
      mode: 'proxy',
      proxy: 'nginx',
      serverName: 'example.org',
      host: 'matrix.example.org',
      reach,
    },
  })
  let machine: Awaited<ReturnType<typeof practice>>
  const run = async (command: Command): Promise<Answer> => {
    const [answer] = await machine.host.ask([{ command, timeoutSeconds: 10, capBytes: 65_536 }])
    if (!answer) throw new Error('no answer')
    return answer
  }
  const joined = async (service: string): Promise<string[]> =>
    Object.keys(
      JSON.parse(
        (await run(sh`docker inspect --format ${'{{json .NetworkSettings.Networks}}'} bramble-${service}-1`))
          .stdout,
      ) as object,
    )
  beforeAll(async () => {
    machine = await practice()
  })

  it('that is on the machine itself: published on the loopback, and asked there', async () => {
    const { done, unmet } = await oneByOne(behind({ by: 'loopback' }), machine)
    expect(unmet).toEqual([])
    expect(done.at(-1)).toBe('generation-good')
    expect((await run(sh`curl --fail http://127.0.0.1:18008/_matrix/client/versions`)).status).toBe(0)
  })

  it('that nobody runs: this server’s own programs are not taken for one', async () => {
    expect(await findProxies(machine.host)).toEqual([])
  })

  it('that is in Docker: refused while its network is missing', async () => {
    await expect(look(machine.host, behind({ by: 'network', network: 'web' }))).rejects.toMatchObject({
      code: 'proxy-unfit',
    })
  })

  it('that is in Docker: the services join its network, and the database does not', async () => {
    await run(sh`docker network create web`)
    const { unmet } = await oneByOne(behind({ by: 'network', network: 'web' }), machine)
    expect(unmet).toEqual([])
    expect(await joined('synapse')).toEqual(['bramble_default', 'web'])
    expect(await joined('postgres')).toEqual(['bramble_default'])
  })

  it('a connection that somebody took away is mended, and nothing is restarted for it', async () => {
    await run(sh`docker network disconnect web bramble-mas-1`)
    const { plan } = await look(machine.host, behind({ by: 'network', network: 'web' }))
    expect(plan.changes.map(({ resource }) => resource.id)).toEqual(['containers'])
    expect(plan.view.restarts ?? []).toEqual([])
    expect((await oneByOne(behind({ by: 'network', network: 'web' }), machine)).unmet).toEqual([])
    expect(await joined('mas')).toEqual(['bramble_default', 'web'])
  })

  it('no more: the services leave its network, and the network stays', async () => {
    expect((await oneByOne(behind({ by: 'loopback' }), machine)).unmet).toEqual([])
    for (const service of ['synapse', 'mas', 'element'])
      expect(await joined(service)).toEqual(['bramble_default'])
    expect((await run(sh`docker network ls --format ${'{{.Name}}'}`)).stdout.split('\n')).toContain('web')
  })
})
