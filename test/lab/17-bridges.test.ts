/**
 * A server is made; then somebody comes from a computer that never saw it, adds two bridges, takes them away and adds them again.
 * WhatsApp's is the real program. Telegram's is the real framework around an imaginary network. Synapse and PostgreSQL are real.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { LoginStep } from '../../provisioners/model/bridges.ts'
import type { Intent } from '../../provisioners/model/intent.ts'
import { Secret } from '../../provisioners/model/secret.ts'
import { falseMatches } from '../bridges/false-matches.ts'
import {
  ask,
  containerEvents,
  containers,
  logsOf,
  makePerson,
  chatOf,
  say,
  said,
  provisioning,
  secretOnPi,
  secretSums,
  SERVER,
  sql,
  watchContainers,
} from './bridges-support.ts'
import { brookside, converge, emptyPi, laptop, onPi, outcome, until, type Laptop } from './support.ts'

const withBridges: Intent = {
  ...brookside,
  bridges: { whatsapp: {}, telegram: { apiId: '1234567' } },
}
const given = new Map([
  ['bridge-telegram-api-hash', new Secret('0123456789abcdef0123456789abcdef', 'API hash')],
])
const bridges = [
  { id: 'whatsapp', port: 29318, ways: ['qr', 'phone'] },
  { id: 'telegram', port: 29317, ways: ['phone', 'qr', 'cookies'] },
] as const
const names = bridges.map(({ id }) => `bridge-${id}`)

let two: Laptop
let before: { containers: Map<string, string>; secrets: Map<string, string> }
let identity: string[]
/** Where the person speaks with the imaginary network's one other person, who repeats what is said to her. */
let room: string

/** Containers that are not the ones of before: `synapse`, or `+bridge-whatsapp` for one that was not there. */
async function changed(was: Map<string, string>): Promise<string[]> {
  const is = await containers()
  return [
    ...[...is]
      .filter(([name, id]) => was.get(name) !== id)
      .map(([name]) => (was.has(name) ? name : `+${name}`)),
    ...[...was.keys()].filter((name) => !is.has(name)).map((name) => `-${name}`),
  ].toSorted()
}

/** Who a bridge is: its tokens, its bot, its keys. */
async function identityOf(): Promise<string[]> {
  const secrets = [...(await secretSums())].filter(([name]) => /^(bridge|doublepuppet)-/.test(name))
  const rows = await Promise.all(
    bridges.flatMap(({ id }) => [
      sql(`bridge_${id}`, "SELECT md5(value) FROM kv_store WHERE key = 'recovery_key'"),
      sql(`bridge_${id}`, 'SELECT md5(account::text) || device_id FROM crypto_account'),
    ]),
  )
  return [...secrets.map((pair) => pair.join(' ')), ...rows.flat()]
}

beforeAll(async () => {
  await emptyPi()
  const one = laptop()
  expect(outcome(await converge(one))).toBe('verified')
  await one.close()
  before = { containers: await containers(), secrets: await secretSums() }
  await watchContainers()
  two = laptop({ installation: 'laptop-two' })
})
afterAll(() => two?.close())

/** Added: everything is there, and nothing else was touched. */
async function bridgesAreThere(): Promise<void> {
  for (const { id, port } of bridges) {
    expect(
      await sql('postgres', `SELECT datdba::regrole FROM pg_database WHERE datname = 'bridge_${id}'`),
    ).toEqual([`bridge_${id}`])
    // Synapse knows the registration: the token is somebody
    const token = await secretOnPi(`bridge-${id}-as-token`)
    const sender = (await secretOnPi(`bridge-${id}-sender`)).trim()
    const whoami = '/_matrix/client/v3/account/whoami'
    expect((await ask(two, 'synapse', 8008, token, whoami)).json['user_id']).toBe(`@${sender}:${SERVER}`)
    const bot = encodeURIComponent(`@${id}bot:${SERVER}`)
    expect((await ask(two, 'synapse', 8008, token, `${whoami}?user_id=${bot}`)).status).toBe(200)
    const health = await onPi(
      'docker',
      'exec',
      `bramble-bridge-${id}-1`,
      'curl',
      '-fsS',
      `http://127.0.0.1:${port}/_matrix/mau/ready`,
    )
    expect(health.status, id).toBe(0)
    const restarts = await onPi(
      'docker',
      'inspect',
      '--format',
      '{{.RestartCount}}',
      `bramble-bridge-${id}-1`,
    )
    expect(restarts.stdout.trim(), id).toBe('0')
  }
}

describe('bridges, from a computer that never saw the server', () => {
  it('are added: Synapse is restarted once, and nothing else is touched', async () => {
    const plan = await two.engine.plan(withBridges, given)
    expect(plan.restarts).toEqual(['Synapse'])
    expect(plan.downtimeSeconds).toBeGreaterThan(0)
    expect(plan.changes.map(({ resource, kind }) => `${kind} ${resource}`)).toEqual([
      'change answers',
      'add secrets',
      'change settings:synapse',
      'add settings:bridge-whatsapp',
      'add settings:bridge-telegram',
      'change generation',
      'add image:bridge-whatsapp',
      'add image:bridge-telegram',
      'add settings-checked',
      'change generation-current',
      'add databases',
      'change containers',
      'add generation-good',
    ])
    const began = Date.now()
    const events = await converge(two, withBridges, () => {}, given)
    expect(outcome(events)).toBe('verified')
    console.log(`two bridges were added in ${((Date.now() - began) / 1000).toFixed(1)} s`)
    expect(await changed(before.containers)).toEqual(['+bridge-telegram', '+bridge-whatsapp', 'synapse'])
    const seen = await containerEvents()
    expect(seen.filter((event) => event === 'start synapse')).toHaveLength(1)
    await bridgesAreThere()
    const secrets = await secretSums()
    for (const [name, sum] of before.secrets) expect(secrets.get(name), name).toBe(sum)
    identity = await identityOf()
  })

  it('leave nothing to do for a second run', async () => {
    expect((await two.engine.plan(withBridges)).changes).toEqual([])
  })

  it('read every setting that they are given', async () => {
    for (const name of names) {
      const log = await logsOf(name)
      expect(log.filter((line) => line.includes('Ignoring incorrect config field type'))).toEqual([])
    }
  })

  it('answer at their own API, over SSH', async () => {
    await makePerson(two)
    for (const { id, port, ways } of bridges) {
      const flows = await provisioning(two, id, port, 'login/flows')
      expect(flows.status).toBe(200)
      expect((flows.json['flows'] as { id: string }[]).map((flow) => flow.id)).toEqual(ways)
      const whoami = await provisioning(two, id, port, 'whoami')
      expect(whoami.status).toBe(200)
      expect(whoami.json).toMatchObject({ bridge_bot: `@${id}bot:${SERVER}`, logins: [] })
    }
  })

  it('sign a person in to the network, and carry what is said', async () => {
    const whose = { bridge: 'telegram', user: 'ada' }
    const { bridges } = two.engine
    const answer = async (step: LoginStep, answers: Readonly<Record<string, string>>): Promise<LoginStep> => {
      if (step.kind !== 'ask') throw new Error(`nothing is asked: ${JSON.stringify(step)}`)
      return bridges.answer(whose, step, answers, withBridges)
    }
    const first = await bridges.signIn(whose, 'qr', withBridges)
    if (first.kind !== 'show') throw new Error(`nothing is shown: ${JSON.stringify(first)}`)
    const second = await bridges.wait(whose, first, withBridges)
    if (second.kind !== 'show') throw new Error(`nothing is shown: ${JSON.stringify(second)}`)
    expect(second.data).not.toBe(first.data)
    expect(await bridges.wait(whose, second, withBridges)).toMatchObject({ kind: 'done', account: 'Scanned' })
    expect(await bridges.logins(whose, withBridges)).toEqual([
      { id: '1001', name: 'Scanned', state: 'connected', detail: '' },
    ])
    expect((await bridges.list(withBridges)).map(({ id, state }) => `${id} ${state}`)).toEqual([
      'whatsapp works',
      'telegram works',
    ])
    room = await chatOf(two)

    const number = await bridges.signIn(whose, 'phone', withBridges)
    const code = await answer(number, { phone_number: '+49 151 123' })
    const password = await answer(code, { code: '12345' })
    expect(await answer(password, { password: 'a second password' })).toMatchObject({ kind: 'done' })
    await bridges.signOut(whose, '1002', withBridges)

    const before = await said(two, room)
    await say(two, room, 'hello')
    await until('the echo', 30, async () => (await said(two, room)) === before + 2)
  })

  it('let ten further runs change nothing and restart nothing, under load', async () => {
    const was = await containers()
    let runs = 0
    let messages = 0
    const load = (async () => {
      while (runs < 10) {
        await say(two, room, `message ${messages}`)
        messages++
      }
    })()
    for (; runs < 10; runs++) expect(await converge(two, withBridges)).toEqual([])
    await load
    console.log(`${messages} messages were sent during ten runs`)
    expect(messages).toBeGreaterThan(10)
    expect(await changed(was)).toEqual([])
    expect(await containerEvents()).toEqual([])
    expect(await identityOf()).toEqual(identity)
  })

  it('are taken away: stopped before Synapse forgets them, and their data are kept', async () => {
    const was = await containers()
    const kept = await said(two, room)
    expect(outcome(await converge(two, brookside))).toBe('verified')
    expect(await changed(was)).toEqual(['-bridge-telegram', '-bridge-whatsapp', 'synapse'])
    const seen = await containerEvents()
    for (const name of names) expect(seen).toContain(`die ${name}`)
    for (const name of names) expect(seen.indexOf(`die ${name}`)).toBeLessThan(seen.indexOf('die synapse'))
    expect(seen.filter((event) => event === 'start synapse')).toHaveLength(1)
    for (const { id } of bridges) {
      expect(
        await sql('postgres', `SELECT count(*) FROM pg_database WHERE datname = 'bridge_${id}'`),
      ).toEqual(['1'])
      // a token that Synapse no longer knows is one of people's for it, and the stand-in of MAS has none
      const token = await secretOnPi(`bridge-${id}-as-token`)
      expect((await ask(two, 'synapse', 8008, token, '/_matrix/client/v3/account/whoami')).status).not.toBe(
        200,
      )
    }
    expect(await identityOf()).toEqual(identity)
    expect(kept).toBeGreaterThan(10)
  })

  it('come back as the same ones', async () => {
    const was = await containers()
    expect(outcome(await converge(two, withBridges))).toBe('verified')
    expect(await changed(was)).toEqual(['+bridge-telegram', '+bridge-whatsapp', 'synapse'])
    await bridgesAreThere()
    expect(await identityOf()).toEqual(identity)
    // the login of before is there still, and so is what was said
    const { id, port } = bridges[1]
    await until('the login', 30, async () =>
      JSON.stringify((await provisioning(two, id, port, 'whoami')).json['logins']).includes('CONNECTED'),
    )
    const messages = await said(two, room)
    await say(two, room, 'still here?')
    await until('the echo', 30, async () => (await said(two, room)) === messages + 2)
    expect((await two.engine.plan(withBridges)).changes).toEqual([])
    const secrets = await secretSums()
    for (const [name, sum] of before.secrets) expect(secrets.get(name), name).toBe(sum)
  })

  it('say nothing that is taken for a failure', async () => {
    const logs = await Promise.all(['synapse', 'postgres', 'caddy', ...names].map(logsOf))
    expect(falseMatches(logs.flat())).toEqual([])
  })
})
