/** A file that its owner keeps: it stays through every run, whatever the answers say, until it is given back. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Intent } from '../../provisioners/model/intent.ts'
import { sh } from '../../provisioners/shell/command.ts'
import { createServerPi } from './server-pi.ts'
import { byHand, containerIds, write, type ServerPi } from './support.ts'

const KEEP = { kind: 'keep', service: 'synapse', file: 'homeserver.yaml' } as const
const KEPT = '/opt/bramble/kept/synapse/homeserver.yaml'
const MINE = '# mine\n'

let server: ServerPi
let larger: Intent
beforeAll(async () => {
  server = await createServerPi()
  larger = { ...server.intent, server: { ...server.intent.server, uploadMiB: 321 } }
}, 300_000)
afterAll(() => server.close())

const inUse = async (): Promise<string> => {
  const { stores } = JSON.parse(await byHand(server, sh`cat /opt/bramble/current/manifest.json`)) as {
    stores: Record<string, string>
  }
  return `/opt/bramble/store/${stores['synapse']}/homeserver.yaml`
}
const settings = async (of?: Intent): Promise<string> => {
  const plan = await server.engine.plan(of ?? server.intent)
  return (
    plan.kept.find(({ resource }) => resource === 'settings:synapse')?.reason ??
    plan.changes.find(({ resource }) => resource === 'settings:synapse')?.summary ??
    ''
  )
}

describe('a file that its owner keeps', { timeout: 120_000 }, () => {
  let before: ReadonlyMap<string, string>
  beforeAll(async () => {
    before = await containerIds(server)
    const path = await inUse()
    await byHand(server, write(path, `${await byHand(server, sh`cat ${path}`)}${MINE}`))
    await server.act({ ...KEEP, keep: true })
  })

  it('is where only root reads it, and no difference any more', async () => {
    expect(await byHand(server, sh`stat --format=${'%a %u:%g'} ${KEPT}`)).toBe('600 0:0\n')
    expect(await byHand(server, sh`cat ${KEPT}`)).toContain(MINE)
    expect(await server.changes()).toMatchObject({
      edited: [],
      others: [],
      kept: [{ service: 'synapse', file: 'homeserver.yaml', name: 'Synapse', behind: false }],
    })
  })

  it('leaves nothing to do, and every plan says whose it is', async () => {
    expect(await server.unmet()).toEqual([])
    expect(await settings()).toBe('Yours: homeserver.yaml stays as you edited it.')
    expect(await containerIds(server)).toEqual(before)
  })

  it('stays when an answer would change it, and the plan says so', async () => {
    expect(await settings(larger)).toMatch(
      /^Yours: homeserver\.yaml .*though your answers ask for something else/,
    )
    await server.repair(larger)
    expect(await server.unmet(larger)).toEqual([])
    expect(await byHand(server, sh`cat ${await inUse()}`)).toContain(MINE)
    expect((await server.engine.changes(larger)).kept).toMatchObject([{ behind: true }])
    expect((await containerIds(server)).get('bramble-synapse-1')).toBe(before.get('bramble-synapse-1'))
    await server.repair()
  })

  it('comes back when its folder is lost', async () => {
    const path = await inUse()
    await byHand(server, sh`rm -r ${path.slice(0, path.lastIndexOf('/'))}`)
    await server.repair()
    expect(await byHand(server, sh`cat ${await inUse()}`)).toContain(MINE)
    const password = await byHand(server, sh`cat /opt/bramble/secrets/synapse-database`)
    expect(JSON.stringify(await server.engine.plan(server.intent))).not.toContain(password)
  })

  it('edited again, it is a difference again, and is put back as it was kept', async () => {
    await byHand(server, write(await inUse(), '# nothing\n'))
    const { edited } = await server.changes()
    expect(edited).toHaveLength(1)
    expect(edited[0]?.diff.lines.filter(({ kind }) => kind === 'added').map(({ text }) => text)).toEqual([
      '# nothing',
    ])
    expect(JSON.stringify(edited)).not.toContain(
      await byHand(server, sh`cat /opt/bramble/secrets/synapse-database`),
    )
    await server.repair()
    expect(await byHand(server, sh`cat ${await inUse()}`)).toContain(MINE)
  })

  it('given back, the next plan shows what Bramble writes, and writes it', async () => {
    await server.act({ ...KEEP, keep: false })
    const plan = await server.engine.plan(server.intent)
    const change = plan.changes.find(({ resource }) => resource === 'settings:synapse')
    const [file] = change?.files ?? []
    expect(file?.lines.filter(({ kind }) => kind !== 'same').map(({ kind, text }) => [kind, text])).toEqual([
      ['removed', '# mine'],
    ])
    await server.repair()
    expect(await byHand(server, sh`cat ${await inUse()}`)).not.toContain(MINE)
    expect((await server.changes()).kept).toEqual([])
  })

  it('that no service has cannot be kept', async () => {
    await expect(server.engine.planTask({ ...KEEP, file: 'other.yaml', keep: true })).rejects.toMatchObject({
      code: 'not-found',
    })
  })

  it('that its program refuses is not kept', async () => {
    const path = await inUse()
    await byHand(server, write(path, 'no: [yaml\n'))
    const run = await server.engine.startTask({ ...KEEP, keep: true })
    const events = []
    for await (const event of server.engine.follow(run ?? '', new AbortController().signal))
      events.push(event)
    expect(events.at(-1)).toMatchObject({ kind: 'finished', problem: { code: 'settings-refused' } })
    expect((await server.changes()).kept).toEqual([])
  })
})
