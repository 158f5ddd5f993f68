/** Bridges come and go on a server that runs: over the practice Pi, whose bridges and Synapse refuse what the real ones refuse. */
import { beforeAll, describe, expect, it } from 'vitest'
import type { Container } from '../../provisioners/host/practice/docker/container.ts'
import { defaultIntent, type Intent } from '../../provisioners/model/intent.ts'
import type { PlanView } from '../../provisioners/model/plan.ts'
import { Secret } from '../../provisioners/model/secret.ts'
import { practiceEngine } from '../support/practice.ts'

const bare: Intent = { ...defaultIntent('pi'), address: { mode: 'home', host: 'brookside.local' } }
const both: Intent = { ...bare, bridges: { whatsapp: {}, telegram: { apiId: '1234567' } } }
const one: Intent = { ...bare, bridges: { telegram: { apiId: '1234567' } } }
const given = new Map([
  ['bridge-telegram-api-hash', new Secret('0123456789abcdef0123456789abcdef', 'API hash')],
])

type Practised = ReturnType<typeof practiceEngine>

async function apply({ engine, pi }: Practised, intent: Intent): Promise<PlanView> {
  const { id } = await engine.plan(intent, given)
  const view = await engine.plan(intent, given)
  const run = await engine.start(intent, { given })
  await pi.idle()
  expect(pi.bugs).toEqual([])
  if (run !== null)
    for await (const event of engine.follow(run, new AbortController().signal))
      if (event.kind === 'finished') expect(event).toMatchObject({ outcome: 'verified' })
  expect(id).toBe(view.id)
  return view
}

const container = ({ pi }: Practised, service: string): Container | undefined =>
  pi.machine.docker.find(`bramble-${service}-1`)
const secretsOf = ({ pi }: Practised): Record<string, string> => {
  const directory = pi.machine.files.find('/opt/bramble/secrets')
  if (directory?.kind !== 'directory') throw new Error('no secrets')
  return Object.fromEntries(
    [...directory.entries.keys()].map((name) => [
      name,
      pi.machine.files.read(`/opt/bramble/secrets/${name}`),
    ]),
  )
}
const log = (one: Container | undefined): string => (one?.log ?? []).map(({ text }) => text).join('\n')

describe('a server that runs', () => {
  let practised: Practised
  let before: { secrets: Record<string, string>; containers: Map<string, string>; synapse: string }
  beforeAll(async () => {
    practised = practiceEngine()
    await apply(practised, bare)
    before = {
      secrets: secretsOf(practised),
      containers: new Map(practised.pi.machine.docker.all().map(({ name, id }) => [name, id])),
      synapse: container(practised, 'synapse')?.id ?? '',
    }
  })

  it('gets two bridges: their images, files, databases, registrations and containers, and one restart', async () => {
    const view = await practised.engine.plan(both, given)
    expect(view.changes.map(({ resource }) => resource)).toEqual([
      'answers',
      'secrets',
      'settings:synapse',
      'settings:bridge-whatsapp',
      'settings:bridge-telegram',
      'generation',
      'image:bridge-whatsapp',
      'image:bridge-telegram',
      'settings-checked',
      'generation-current',
      'databases',
      'containers',
      'generation-good',
    ])
    expect(view.restarts).toEqual(['Synapse'])
    expect(view.downtimeSeconds).toBe(25)
    const summary = (id: string) => view.changes.find(({ resource }) => resource === id)?.summary
    expect(summary('databases')).toBe(
      'role bridge_whatsapp, database bridge_whatsapp, role bridge_telegram, database bridge_telegram',
    )
    expect(summary('containers')).toBe(
      'Synapse (changed), WhatsApp bridge (not running), Telegram bridge (not running)',
    )
    await apply(practised, both)
    for (const service of ['bridge-whatsapp', 'bridge-telegram']) {
      expect(container(practised, service)).toMatchObject({ state: 'running', up: true })
      expect(log(container(practised, service))).toContain('Bridge started')
    }
  })

  it('has nothing to do the second time', async () => {
    expect((await practised.engine.plan(both, given)).changes).toEqual([])
  })

  it('keeps every secret to the byte, and every other container', () => {
    expect(secretsOf(practised)).toMatchObject(before.secrets)
    for (const [name, id] of before.containers)
      if (name !== 'bramble-synapse-1') expect(practised.pi.machine.docker.find(name)?.id).toBe(id)
    expect(container(practised, 'synapse')?.id).not.toBe(before.synapse)
  })

  it('loses one: its container is gone before Synapse starts without its registration', async () => {
    const { docker } = practised.pi.machine
    const had = container(practised, 'synapse')?.id
    let seen = false
    const stop = docker.watch(() => {
      const synapse = docker.find('bramble-synapse-1')
      if (synapse?.id === had) return
      seen = true
      expect(docker.find('bramble-bridge-whatsapp-1')).toBeUndefined()
    })
    const { changes } = await apply(practised, one)
    stop()
    const commands = changes.find(({ resource }) => resource === 'containers')?.commands ?? []
    const first = (part: string) => commands.findIndex((command) => command.includes(part))
    expect(first('docker stop')).toBeGreaterThanOrEqual(0)
    expect(first('docker stop')).toBeLessThan(first('docker compose'))
    expect(seen).toBe(true)
    expect(container(practised, 'bridge-whatsapp')).toBeUndefined()
    expect(container(practised, 'bridge-telegram')).toMatchObject({ state: 'running', up: true })
  })

  it('keeps the data and the secrets of one that went, and takes it back as the same one', async () => {
    const secrets = secretsOf(practised)
    expect(secrets).toHaveProperty('bridge-whatsapp-as-token')
    await apply(practised, both)
    expect(secretsOf(practised)).toEqual(secrets)
    // other tokens or another database would have ended it with 16, 34 or 1
    expect(container(practised, 'bridge-whatsapp')).toMatchObject({ up: true, restartCount: 0 })
  })

  it('asks the bridge for its health where Docker does, and it says ready', async () => {
    const host = await practised.connect()
    const { sh } = await import('../../provisioners/shell/command.ts')
    const ask = (path: string) => ({
      command: sh`docker exec bramble-bridge-whatsapp-1 curl --fail --silent --show-error http://127.0.0.1:29318${path}`,
      timeoutSeconds: 10,
      capBytes: 1000,
    })
    const answers = await host.ask(['/_matrix/mau/ready', '/_matrix/mau/live', '/elsewhere'].map(ask))
    expect(answers.map(({ status }) => status)).toEqual([0, 0, 22])
  })
})

/** Changes a file of a store behind everybody's back, and starts the service anew. */
function tamper(
  practised: Practised,
  service: string,
  file: string,
  change: (text: string) => string,
): { found: Container; statuses: ReadonlySet<number> } {
  const { files, docker } = practised.pi.machine
  const found = container(practised, service)
  const source = found?.spec.mounts.find(({ target }) => target === '/config')?.source
  if (!found || source === undefined) throw new Error(`no ${service}`)
  const path = `${source}/${file}`
  const text = files.read(path)
  const node = files.find(path)
  if (node?.kind !== 'file') throw new Error(path)
  files.write(path, change(text), {
    who: { uid: 0, gid: 0, groups: [0] },
    mode: 0o600,
  })
  files.chown(path, { uid: node.uid, gid: node.gid })
  const statuses = new Set<number>()
  docker.stopContainer(found)
  const stop = docker.watch(() => statuses.add(found.exitCode))
  docker.run(found)
  practised.pi.machine.clock.shift(30)
  docker.all()
  stop()
  return { found, statuses }
}

describe('a bridge that is wrong ends as the real one does', () => {
  let practised: Practised
  beforeAll(async () => {
    practised = practiceEngine()
    await apply(practised, both)
  })
  const cases: [string, (text: string) => string, number, RegExp][] = [
    [
      'an unknown token',
      (text) => text.replace(/as_token: (?!as_token:).+/, 'as_token: other'),
      16,
      /The as_token was not accepted/,
    ],
    [
      'another bot',
      (text) => text.replace('username: whatsappbot', 'username: telegrambot'),
      16,
      /\/register request was not/,
    ],
    [
      'another token of Synapse',
      (text) => text.replace(/hs_token: .+/, 'hs_token: other'),
      13,
      /connection is not working.*|M_BAD_STATUS/,
    ],
    [
      'the wrong interface',
      (text) => text.replace('hostname: 0.0.0.0', 'hostname: 127.0.0.1'),
      13,
      /M_CONNECTION_FAILED/,
    ],
    [
      'another encryption key',
      (text) => text.replace(/pickle_key: .+/, 'pickle_key: other'),
      1,
      /supplied account key is invalid/,
    ],
    [
      'no way to make devices',
      (text) => text.replace('msc4190: true', 'msc4190: false'),
      1,
      /failed to get supported login flows/,
    ],
    [
      'another database',
      (text) => text.replace('5432/bridge_whatsapp', '5432/bridge_telegram'),
      15,
      /database is owned by|permission denied/,
    ],
    [
      'a wrong password',
      (text) => text.replace(/bridge_whatsapp:[^@]+@/, 'bridge_whatsapp:no@'),
      15,
      /password authentication failed/,
    ],
    [
      'the example’s domain',
      (text) => text.replace('domain: brookside.local', 'domain: example.com'),
      11,
      /homeserver.domain not configured/,
    ],
    ['no YAML at all', () => ': [', 10, /Failed to parse config/],
  ]
  it.each(cases)('%s', (_name, change, status, words) => {
    let kept = ''
    const { found, statuses } = tamper(practised, 'bridge-whatsapp', 'config.yaml', (text) => {
      kept = text
      const changed = change(text)
      expect(changed).not.toBe(text)
      return changed
    })
    expect(log(found).split('\n').slice(-9).join('\n')).toMatch(words)
    expect(found.up).toBe(false)
    expect([...statuses]).toContain(status)
    expect(found.restartCount).toBeGreaterThan(0)
    tamper(practised, 'bridge-whatsapp', 'config.yaml', () => kept)
    expect(found).toMatchObject({ up: true })
  })

  const registrations: [string, (text: string) => string, RegExp][] = [
    [
      'a repeated id',
      (text) => text.replace('id: whatsapp', 'id: telegram'),
      /Cannot reuse ID across application services: (whatsapp|telegram)/,
    ],
    ['no url', (text) => text.replace(/\nurl: .+/, ''), /Required string field or explicit null: 'url'/],
    [
      'a flag that is no truth value',
      (text) => text.replace('io.element.msc4190: true', 'io.element.msc4190: "true"'),
      /should be true or false/,
    ],
  ]
  it.each(registrations)('Synapse refuses a registration with %s', (_name, change, words) => {
    let kept = ''
    const { found, statuses } = tamper(practised, 'synapse', 'registration-whatsapp.yaml', (text) => {
      kept = text
      return change(text)
    })
    expect(found.up).toBe(false)
    expect([...statuses]).toContain(1)
    expect(log(found)).toMatch(words)
    tamper(practised, 'synapse', 'registration-whatsapp.yaml', () => kept)
    expect(found).toMatchObject({ up: true })
  })
})
