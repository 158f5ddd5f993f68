import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { intentSchema } from '../../provisioners/model/intent.ts'
import type { TimedEvent } from '../../provisioners/model/run-event.ts'
import { scrubPatterns, Secret } from '../../provisioners/model/secret.ts'
import { pocketIdIntent } from '../identity/pocket-id/intent.ts'
import { containerIds, converge, emptyPi, lab, laptop, onPi, outcome, until, type Laptop } from './support.ts'

/** Against a strict double, by that name: it refuses whatever is not documented, so that nothing else can have been sent. */
describe('Pocket ID on a real host', () => {
  let one: Laptop
  const events: TimedEvent[] = []
  const replies: unknown[] = []
  const renamed = intentSchema.parse({ ...pocketIdIntent, name: 'Millside' })

  beforeAll(async () => {
    await emptyPi()
    one = laptop()
    await lab('forkstat', 'start')
    events.push(...(await converge(one, pocketIdIntent)))
  })
  afterAll(() => one?.close())

  /** curl on the Pi, through the front door, as a browser comes. */
  const door = async (...args: string[]): Promise<string> =>
    (
      await onPi(
        'curl',
        '--silent',
        '--cacert',
        '/opt/bramble/data/caddy/pki/authorities/local/root.crt',
        '--resolve',
        'brookside.local:10000:127.0.0.1',
        '--write-out',
        '\n%{http_code}',
        ...args,
      )
    ).stdout
  const at = (path: string): string => `https://brookside.local:10000${path}`
  const status = (text: string): number => Number(text.slice(text.lastIndexOf('\n') + 1))
  const plan = async (intent = pocketIdIntent): Promise<string[]> => {
    const view = await one.engine.plan(intent)
    replies.push(view)
    return view.changes.map(({ resource }) => resource)
  }

  it('is made whole in one run', () => {
    expect(outcome(events)).toBe('verified')
  })

  it('is left alone by the next', async () => {
    const before = await containerIds()
    expect(await plan()).toEqual([])
    expect(await one.engine.start(pocketIdIntent)).toBeNull()
    expect(await containerIds()).toEqual(before)
    const { light, findings } = await one.engine.status(pocketIdIntent)
    expect([light, findings]).toEqual(['works', []])
  })

  it('was sent nothing that it refuses', async () => {
    const { stdout } = await onPi('sh', '-c', 'docker logs bramble-pocket-id-1 2>&1')
    const refused = stdout.split('\n').filter((line) => line.includes('refused:'))
    // whoever asks whether something is there is told that it is not
    const asked = /(GET \/api\/oidc\/clients\/matrix-authentication-service|GET \/api\/signup\/setup): 404/
    expect(refused.filter((line) => !asked.test(line))).toEqual([])
    expect(stdout).toContain('listening on :1411 as https://brookside.local:10000')
  })

  it('would have been refused anything else', async () => {
    const json = 'Content-Type: application/json'
    const person = '{"username":"eve","userGroupIds":[]}'
    const cases: [number, string, ...string[]][] = [
      [401, '/api/users', '--header', 'X-API-KEY: another-key-of-some-length'],
      [400, '/api/users', '--data', person],
      [400, '/api/users', '--header', json, '--data', '{"username":"eve","userGroupIds":[],"role":"admin"}'],
      [400, '/api/users', '--header', json, '--data', '{"username":"-eve","userGroupIds":[]}'],
      [409, '/api/users', '--header', json, '--data', '{"username":"alice","userGroupIds":[]}'],
      [404, '/api/application-configuration'],
      [404, '/api/oidc/clients/other'],
      [400, '/api/oidc/clients', '--header', json, '--data', '{"id":"x y","name":"x"}'],
    ]
    for (const [expected, path, ...args] of cases) {
      const { stdout } = await onPi(
        'sh',
        '-c',
        `printf 'header = "X-API-KEY: %s"\n' "$(cat /opt/bramble/secrets/pocket-id-api-key)" | docker exec --interactive bramble-synapse-1 curl --silent --output /dev/null --write-out '%{http_code}' "$@" ${expected === 401 ? '' : '--config -'} http://pocket-id:1411${path}`,
        'sh',
        ...args,
      )
      expect([path, args, Number(stdout)]).toEqual([path, args, expected])
    }
  })

  it('is known by its own issuer, to the letter', async () => {
    const text = await door(at('/.well-known/openid-configuration'))
    expect(status(text)).toBe(200)
    expect(JSON.parse(text.slice(0, text.lastIndexOf('\n')))).toMatchObject({
      issuer: 'https://brookside.local:10000',
    })
    const inner = await onPi(
      'docker',
      'exec',
      'bramble-synapse-1',
      'curl',
      '--silent',
      '--fail',
      'http://pocket-id:1411/.well-known/jwks.json',
    )
    expect(inner.stdout).toContain('"RS256"')
  })

  it('does not open to whoever comes first, nor to its own key from outside', async () => {
    const post = [
      '--request',
      'POST',
      '--header',
      'Content-Type: application/json',
      '--data',
      '{"username":"eve"}',
    ]
    for (const path of [
      '/api/signup/setup',
      '/api/signup%2Fsetup',
      '/api/signup',
      '/setup',
      '/signup/setup',
      '/st/x',
    ])
      expect([path, status(await door(...post, at(path)))]).toEqual([path, 404])
    const asked = await onPi(
      'sh',
      '-c',
      `printf 'header = "X-API-KEY: %s"\n' "$(cat /opt/bramble/secrets/pocket-id-api-key)" | curl --silent --cacert /opt/bramble/data/caddy/pki/authorities/local/root.crt --resolve brookside.local:10000:127.0.0.1 --output /dev/null --write-out '%{http_code}' --config - ${at('/api/users')}`,
    )
    expect(asked.stdout).toBe('401')
  })

  it('gives the first person a link that works once', async () => {
    const { url } = await one.engine.identityInvitation(pocketIdIntent)
    replies.push({ url })
    const token = url.reveal().split('/lc/')[1] ?? ''
    expect(url.reveal()).toBe(at(`/lc/${token}`))
    const use = () => door('--request', 'POST', at(`/api/one-time-access-token/${token}`))
    const entered = await use()
    expect(status(entered)).toBe(200)
    expect(entered).toContain('"username":"alice"')
    expect(status(await use())).toBe(401)
  })

  it('follows a change in place', async () => {
    const before = await containerIds()
    expect(await plan(renamed)).toContain('pocket-id-client')
    const changed = await converge(one, renamed)
    events.push(...changed)
    expect(outcome(changed)).toBe('verified')
    expect(await plan(renamed)).toEqual([])
    // nobody lost their account: the data is where it was
    expect((await onPi('cat', '/opt/bramble/data/pocket-id/double.json')).stdout).toContain('"alice"')
    expect(await containerIds()).not.toEqual(before)
  })

  it('gets its secret back when another was put in its place', async () => {
    const file = '/opt/bramble/data/pocket-id/double.json'
    await onPi('sed', '-i', 's/"SHA256":"[0-9a-f]*"/"SHA256":"00"/', file)
    await onPi('chown', '1411:1411', file)
    await onPi('docker', 'restart', 'bramble-pocket-id-1')
    await until('a Pocket ID that is well', 60, async () => {
      const { stdout } = await onPi(
        'docker',
        'inspect',
        '--format',
        '{{.State.Health.Status}}',
        'bramble-pocket-id-1',
      )
      return stdout.trim() === 'healthy'
    })
    expect(await plan(renamed)).toEqual(['pocket-id-client-secret'])
    const repaired = await converge(one, renamed)
    events.push(...repaired)
    expect(outcome(repaired)).toBe('verified')
    expect(await plan(renamed)).toEqual([])
    expect((await onPi('cat', file)).stdout).not.toContain('"SHA256":"00"')
  })

  it('tells its secrets to nobody', async () => {
    const commands = readFileSync((await lab('forkstat', 'stop')).trim(), 'utf8')
    const ids = ['pocket-id-api-key', 'pocket-id-encryption', 'provider-family']
    const secrets = await Promise.all(
      ids.map(async (id) => (await onPi('cat', `/opt/bramble/secrets/${id}`)).stdout),
    )
    const patterns = scrubPatterns(secrets.map((text) => new Secret(text, 'canary')))
    expect(patterns).toHaveLength(3)
    expect(commands).toContain('docker exec')
    const places: Record<string, string> = {
      arguments: commands,
      'events and replies': JSON.stringify([events, replies]),
      'run journals': (await onPi('sh', '-c', 'cat /opt/bramble/runs/*/journal')).stdout,
      'the system journal': (await onPi('journalctl', '--no-pager', '--output', 'export')).stdout,
      containers: (await onPi('sh', '-c', 'docker inspect $(docker ps -aq)')).stdout,
      logs: (await onPi('sh', '-c', 'for c in $(docker ps -aq); do docker logs $c 2>&1; done')).stdout,
      generations: (await onPi('sh', '-c', 'cat /opt/bramble/generations/*/* /opt/bramble/state.json'))
        .stdout,
    }
    for (const [place, text] of Object.entries(places)) {
      expect(text.length, place).toBeGreaterThan(100)
      expect([place, patterns.filter((one) => text.includes(one)).length]).toEqual([place, 0])
    }
  })
})
