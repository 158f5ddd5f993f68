/**
 * A bridge is added and the upload size changed; one step brings containers and configuration back, and every message that
 * was sent meanwhile is still there. Synapse, PostgreSQL and the bridges' programs are real.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { WayBack } from '../../provisioners/model/changes.ts'
import type { Intent } from '../../provisioners/model/intent.ts'
import { Secret } from '../../provisioners/model/secret.ts'
import type { RunTask } from '../../provisioners/model/task.ts'
import { ask, containers, makePerson, say, secretOnPi, secretSums, sql, synapse } from './bridges-support.ts'
import { brookside, emptyPi, laptop, onPi, outcome, type Laptop } from './support.ts'

const before: Intent = { ...brookside, bridges: { whatsapp: {} } }
const after: Intent = {
  ...before,
  bridges: { whatsapp: {}, telegram: { apiId: '1234567' } },
  server: { ...before.server, uploadMiB: 77 },
}
const given = new Map([
  ['bridge-telegram-api-hash', new Secret('0123456789abcdef0123456789abcdef', 'API hash')],
])

let one: Laptop
let room: string
const sent: string[] = []

/** To its end, for an assertion. */
async function finish(run: string | null): Promise<string> {
  if (run === null) return 'nothing to do'
  const events = []
  for await (const event of one.engine.follow(run, new AbortController().signal)) events.push(event)
  return outcome(events)
}
const apply = async (intent: Intent): Promise<string> => finish(await one.engine.start(intent, { given }))
const undo = async (to: number): Promise<string> => {
  const task: RunTask = { kind: 'undo', to }
  return finish(await one.engine.startTask(task, { expected: (await one.engine.planTask(task)).id }))
}

const offered = (): Promise<WayBack | null> => one.engine.wayBack()

async function sayMany(what: string, count: number): Promise<void> {
  for (let number = 1; number <= count; number += 1) {
    await say(one, room, `${what} ${number}`)
    sent.push(`${what} ${number}`)
  }
}

/** Every message of the room, oldest first, as the person reads them through Synapse. */
async function read(): Promise<string[]> {
  const { json } = await synapse(one, `/_matrix/client/v3/rooms/${room}/messages?dir=f&limit=1000`)
  return (json['chunk'] as { type: string; content: { body?: string } }[])
    .filter(({ type }) => type === 'm.room.message')
    .map(({ content }) => content.body ?? '')
}

const uploadSize = async (): Promise<string> =>
  (
    await onPi('docker', 'exec', 'bramble-synapse-1', 'grep', 'max_upload_size', '/config/homeserver.yaml')
  ).stdout.trim()

const whoami = async (bridge: string): Promise<number> =>
  (
    await ask(
      one,
      'synapse',
      8008,
      await secretOnPi(`bridge-${bridge}-as-token`),
      '/_matrix/client/v3/account/whoami',
    )
  ).status

beforeAll(async () => {
  await emptyPi()
  one = laptop()
  expect(await apply(before)).toBe('verified')
  await makePerson(one)
  const made = await synapse(one, '/_matrix/client/v3/createRoom', { name: 'Garden' })
  room = encodeURIComponent(String(made.json['room_id']))
  await sayMany('before', 10)
})
afterAll(() => one?.close())

describe('undo', () => {
  let was: Map<string, string>
  let secrets: Map<string, string>
  let size: string

  it('a bridge and another upload size come by one run', async () => {
    size = await uploadSize()
    expect(await apply(after)).toBe('verified')
    await sayMany('meanwhile', 25)
    expect(await uploadSize()).toBe('max_upload_size: 77M')
    expect(await whoami('telegram')).toBe(200)
    was = await containers()
    secrets = await secretSums()
    expect(was.has('bridge-telegram')).toBe(true)
  })

  it('one step brings containers and configuration back', async () => {
    const way = await offered()
    expect(way).toMatchObject({ to: 1 })
    expect(way?.changes.join('\n')).toMatch(/Telegram.* no longer runs; its data stay\./)
    expect(way?.changes.join('\n')).toMatch(/Synapse: .*homeserver\.yaml/)
    expect(await undo(1)).toBe('verified')
    expect(await uploadSize()).toBe(size)
    expect(await whoami('telegram')).toBe(401)
    expect(await whoami('whatsapp')).toBe(200)
    const now = await containers()
    expect([...was.keys()].filter((name) => !now.has(name))).toEqual(['bridge-telegram'])
    // those whose settings were never changed are not touched
    for (const name of ['postgres', 'mas', 'element', 'bridge-whatsapp'])
      expect(now.get(name), name).toBe(was.get(name))
    expect(now.get('synapse')).not.toBe(was.get('synapse'))
  })

  it('every message that was sent is there, and so are data and keys', async () => {
    expect(await read()).toEqual(sent)
    expect(await secretSums()).toEqual(secrets)
    expect(
      await sql('postgres', "SELECT datname FROM pg_database WHERE datname = 'bridge_telegram'"),
    ).toHaveLength(1)
    await sayMany('after', 5)
    expect(await read()).toEqual(sent)
  })

  it('the next plan has nothing to do, from the answers on the Pi', async () => {
    const { stored } = await one.engine.inspect()
    expect(stored).toMatchObject({ kind: 'state', state: { intent: before } })
    expect((await one.engine.plan(before)).changes).toEqual([])
    expect(await undo(1)).toBe('nothing to do')
  })

  it('the undo can be undone', async () => {
    expect(await offered()).toMatchObject({ to: 2 })
    expect(await undo(2)).toBe('verified')
    expect(await uploadSize()).toBe('max_upload_size: 77M')
    expect(await whoami('telegram')).toBe(200)
    expect(await secretSums()).toEqual(secrets)
    expect((await one.engine.plan(after, given)).changes).toEqual([])
    expect(await read()).toEqual(sent)
  })

  it('no image is lowered on the way', async () => {
    // as a newer Bramble leaves it: the settings in use name a higher version, which runs
    const image = 'ghcr.io/element-hq/synapse'
    const script = `docker tag ${image}:v1.160.0 ${image}:v1.161.0
sed -i s/synapse:v1.160.0/synapse:v1.161.0/ /opt/bramble/generations/2/compose.yaml
docker compose --project-name bramble --project-directory /opt/bramble --file /opt/bramble/current/compose.yaml up --detach --wait`
    expect((await onPi('sh', '-ec', script)).status).toBe(0)
    const plan = await one.engine.planTask({ kind: 'undo', to: 1 })
    expect(plan.changes.map(({ summary }) => summary).join('\n')).toMatch(
      /Synapse: Stays at v1\.161\.0: its data were already changed for it/,
    )
    expect(await undo(1)).toBe('verified')
    const runs = await onPi('docker', 'inspect', '--format', '{{.Config.Image}}', 'bramble-synapse-1')
    expect(runs.stdout.trim()).toBe(`${image}:v1.161.0`)
    expect(await uploadSize()).toBe(size)
    expect((await one.engine.plan(before)).changes).toEqual([])
    expect(await read()).toEqual(sent)
  })

  it('what the bridge left can be deleted, once, and only when it is not part of the server', async () => {
    const forget = (bridge: string): RunTask => ({ kind: 'forget', bridge })
    await expect(one.engine.planTask(forget('whatsapp'))).rejects.toMatchObject({ code: 'intent-invalid' })
    const ids = await containers()
    expect(await finish(await one.engine.startTask(forget('telegram')))).toBe('verified')
    expect(await sql('postgres', "SELECT datname FROM pg_database WHERE datname LIKE 'bridge%'")).toEqual([
      'bridge_whatsapp',
    ])
    expect(await sql('postgres', "SELECT rolname FROM pg_roles WHERE rolname LIKE 'bridge%'")).toEqual([
      'bridge_whatsapp',
    ])
    expect([...(await secretSums()).keys()].filter((name) => name.includes('telegram'))).toEqual([])
    const left = await onPi('grep', '-rl', 'telegram', '/opt/bramble/store', '/opt/bramble/generations')
    expect(left.stdout).toBe('')
    expect(await containers()).toEqual(ids)
    expect(await finish(await one.engine.startTask(forget('telegram')))).toBe('nothing to do')
    expect((await one.engine.plan(before)).changes).toEqual([])
    expect(await read()).toEqual(sent)
  })
})
