/** A server with a domain of its own: real Caddy gets real certificates from real ACME authorities. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checks, filesForPeople } from '../../provisioners/components.ts'
import { now } from '../../provisioners/computer.ts'
import { look, seenBy } from '../../provisioners/engine/look.ts'
import { toProblem } from '../../provisioners/engine/problem-words.ts'
import { intentSchema } from '../../provisioners/model/intent.ts'
import { pocketIdIntent } from '../identity/pocket-id/intent.ts'
import {
  answerLookups,
  asked,
  closePort,
  domainIntent as intent,
  HOST,
  openPorts,
  OTHER_ADDRESS,
  problemOf,
  PUBLIC_ADDRESS,
  publish,
  refuse,
  rootOf,
  setNames,
  visit,
  well,
} from './internet-support.ts'
import { converge, emptyPi, laptop, onPi, outcome, until, type Laptop } from './support.ts'

let one: Laptop
beforeAll(async () => {
  await emptyPi()
  one = laptop()
})
afterAll(async () => {
  await one?.close()
})

describe('the rehearsal finds, where nothing could be looked up before it,', () => {
  beforeAll(() => answerLookups(false))
  afterAll(async () => {
    answerLookups(true)
    await openPorts()
    refuse('staging', null)
  })

  it.each([
    [
      'another machine’s address',
      { ...well, [HOST]: { A: [OTHER_ADDRESS] } },
      /another machine/,
      'unauthorized',
    ],
    [
      'an address where nobody is',
      { ...well, [HOST]: { A: ['203.0.113.99'] } },
      /could not reach/,
      'connection',
    ],
    [
      'a stale IPv6 address',
      { ...well, [HOST]: { A: [PUBLIC_ADDRESS], AAAA: ['2001:db8::9'] } },
      /could not reach/,
      'connection',
    ],
    [
      'a CAA record of the domain',
      { ...well, 'example.test': { A: [OTHER_ADDRESS], CAA: [[0, 'issue', 'pki.goog']] as const } },
      /CAA record/,
      'caa',
    ],
    ['a closed port', well, /could not reach/, 'connection'],
    ['an authority that was asked too often', well, /too often/, 'rateLimited'],
  ])('%s', async (what, names, cause, type) => {
    setNames(names)
    if (what === 'a closed port') await closePort(80)
    if (type === 'rateLimited') refuse('staging', 'rateLimited')
    const problem = problemOf(await converge(one, intent))
    await openPorts()
    refuse('staging', null)
    expect(problem).toMatchObject({ code: 'certificate-refused' })
    expect(problem?.cause).toMatch(cause)
    expect(problem?.evidence.join('\n')).toContain(`${HOST}: ${type}: `)
    expect(asked().filter(({ ca }) => ca === 'production')).toEqual([])
    // nothing of the rehearsal is left, and nothing of the server was started
    expect((await onPi('docker', 'ps', '--all', '--quiet')).stdout).toBe('')
    expect((await onPi('sh', '-c', 'ls /opt/bramble/data/caddy | grep rehearsal')).stdout).toBe('')
  })
})

describe('with everything in order', () => {
  it('both authorities are asked, staging first, and the server is proved', async () => {
    setNames(well)
    const before = asked().length
    const events = await converge(one, intent)
    expect(outcome(events)).toBe('verified')
    expect(asked().slice(before)).toEqual([
      { ca: 'staging', what: 'order', names: [HOST] },
      { ca: 'staging', what: 'certificate', names: [] },
      { ca: 'production', what: 'order', names: [HOST] },
      { ca: 'production', what: 'certificate', names: [] },
    ])
  })

  it('the addresses answer over the certificate that the production authority signed', async () => {
    const root = rootOf('production')
    for (const [path, has] of [
      ['/_matrix/client/versions', 'versions'],
      ['/_matrix/client/v1/auth_metadata', `"issuer":"https://${HOST}/auth/"`],
      ['/_matrix/key/v2/server', '"server_name":"example.test"'],
      ['/auth/.well-known/openid-configuration', 'authorization_endpoint'],
    ] as const) {
      const page = await visit(`https://${HOST}${path}`, root)
      expect([path, page.status]).toEqual([path, 200])
      expect(page.body.replaceAll('": "', '":"')).toContain(has)
      expect(page.issuer).toMatch(/^Pebble Intermediate/)
    }
    await expect(visit(`https://${HOST}/_matrix/client/versions`, rootOf('staging'))).rejects.toThrow()
  })

  it('HTTP/3 is offered and its port is there', async () => {
    const { headers } = await visit(`https://${HOST}/_matrix/client/versions`, rootOf('production'))
    expect(headers['alt-svc']).toMatch(/^h3=":443"/)
    expect((await onPi('docker', 'port', 'bramble-caddy-1')).stdout).toContain('443/udp')
  })

  it('a second visit finds nothing to do, and every check is well', async () => {
    const { changes } = await one.engine.plan(intent)
    expect(changes).toEqual([])
    const { findings, passed } = await one.engine.status(intent)
    expect(findings.filter(({ code }) => code.startsWith('certificate') || code.startsWith('site'))).toEqual(
      [],
    )
    expect(passed).toEqual(
      expect.arrayContaining([
        'certificate.holds',
        'certificate.renews',
        'site.answers',
        'sign-in.announced',
      ]),
    )
  })
})

describe('a domain whose web pages are elsewhere', () => {
  const SERVER = '/.well-known/matrix/server'
  const CLIENT = '/.well-known/matrix/client'
  const apex = (path: string) =>
    onPi(
      'curl',
      '--silent',
      '--show-error',
      '--fail',
      '--include',
      '--http1.1',
      `https://example.test${path}`,
    )

  it('leads to this server by the two files, and not before they are there', async () => {
    expect((await apex(SERVER)).status).toBe(22)
    const files = filesForPeople(intent)
    const text = (name: string): string => files.find((file) => file.name === name)?.text ?? ''
    publish('example.test', CLIENT, text('well-known-client.json'), {
      'content-type': 'application/json',
      'access-control-allow-origin': '*',
    })
    publish('example.test', SERVER, text('well-known-server.json'), { 'content-type': 'application/json' })
    const client = await apex(CLIENT)
    expect(client.stdout).toMatch(/^access-control-allow-origin: \*\r$/im)
    const base = (
      JSON.parse(client.stdout.split('\r\n\r\n')[1] ?? '') as Record<string, { base_url: string }>
    )['m.homeserver']
    const server = JSON.parse((await apex(SERVER)).stdout.split('\r\n\r\n')[1] ?? '') as Record<
      string,
      string
    >
    // where both lead, this server answers as the domain
    expect(server).toEqual({ 'm.server': `${HOST}:443` })
    const keys = await visit(`https://${HOST}/_matrix/key/v2/server`, rootOf('production'))
    expect(JSON.parse(keys.body)).toMatchObject({ server_name: 'example.test' })
    expect((await visit(`${base?.base_url}_matrix/client/versions`, rootOf('production'))).status).toBe(200)
  })
})

describe('renewal', () => {
  const folder = `/opt/bramble/data/caddy/certificates/acme-v02.api.letsencrypt.org-directory/${HOST}`
  const serial = async (): Promise<string> =>
    (await onPi('openssl', 'x509', '-in', `${folder}/${HOST}.crt`, '-noout', '-serial')).stdout

  /** A certificate for the same name and key that began 85 days ago, in the place of the one that Caddy was given. */
  const age = async (): Promise<void> => {
    const made = await onPi(
      'sh',
      '-ec',
      `cd ${folder}; day() { date -u -d "$1" +%Y%m%d%H%M%SZ; }
openssl req -x509 -new -key ${HOST}.key -subj / -addext subjectAltName=DNS:${HOST} -set_serial 7 \\
  -not_before "$(day '85 days ago')" -not_after "$(day '5 days')" -out aged.crt
cat aged.crt >${HOST}.crt; rm aged.crt`,
    )
    expect(made.status).toBe(0)
    await onPi('docker', 'restart', 'bramble-caddy-1')
  }
  const finding = async () =>
    (await one.engine.status(intent)).findings.find(({ code }) => code.startsWith('certificate.'))

  afterAll(() => openPorts())

  it('that fails is told with the authority’s reason, while the certificate still lasts', async () => {
    await closePort(80)
    await closePort(443)
    await age()
    const renewing = ['-q', 'tls.renew.*"error"', '/opt/bramble/data/caddy/certificates.log']
    await until('Caddy’s line', 60, async () => (await onPi('grep', ...renewing)).status === 0)
    expect(await serial()).toBe('serial=07\n')
    // signed by nobody, the aged one does not hold either, and is told first: the check is asked by itself
    const [late] = checks(intent).filter(({ code }) => code === 'certificate.renews')
    const seen = seenBy(late!, await look(await one.connect(), [late!]))
    const judged = late!.judge(seen, now())
    expect(judged?.detail).toMatch(
      // Caddy takes one of two challenges at random; pebble calls a closed 443 “unauthorized”, and a closed 80 “connection”
      new RegExp(
        `^The one of ${HOST} ends on 20\\d\\d-\\d\\d-\\d\\d\\. (Let’s Encrypt could not reach|At ${HOST}, another)`,
      ),
    )
    expect(judged?.evidence.join()).toMatch(/: (connection|unauthorized): /)
  })

  it('works as soon as the way is open, by production alone', async () => {
    await openPorts()
    const before = asked().length
    await onPi('docker', 'restart', 'bramble-caddy-1')
    await until('another certificate', 60, async () => (await serial()) !== 'serial=07\n')
    expect(asked().slice(before)).toContainEqual({ ca: 'production', what: 'order', names: [HOST] })
    await until('the new one is shown', 30, () =>
      visit(`https://${HOST}/_matrix/client/versions`, rootOf('production')).then(
        ({ status }) => status === 200,
        () => false,
      ),
    )
    expect(await finding()).toBeUndefined()
  })
})

describe('a second name beside a server that runs', () => {
  const ID = 'id.example.test'
  const more = intentSchema.parse({
    ...pocketIdIntent,
    name: intent.name,
    address: { ...intent.address, identityHost: ID },
  })
  const answers = () => visit(`https://${HOST}/_matrix/client/versions`, rootOf('production'))

  it('is announced with the moment that the server is away', async () => {
    setNames({ ...well, [ID]: { A: [PUBLIC_ADDRESS] } })
    const plan = await one.engine.plan(more)
    expect(plan.changes.map(({ resource }) => resource)).toContain('certificate-rehearsal')
    expect(plan.restarts).toContain('Caddy')
  })

  it('that leads elsewhere is refused, and the server is back as it was', async () => {
    setNames({ ...well, [ID]: { A: [OTHER_ADDRESS] } })
    expect(await one.engine.plan(more).catch(toProblem)).toMatchObject({ code: 'domain-not-ready' })
    answerLookups(false)
    const before = asked().length
    const problem = problemOf(await converge(one, more))
    expect(problem).toMatchObject({ code: 'certificate-refused' })
    expect(problem?.evidence.join()).toContain(`${ID}: unauthorized`)
    expect(
      asked()
        .slice(before)
        .map(({ ca, names }) => [ca, ...names]),
    ).toEqual([['staging', ID]])
    await until('the server is back', 30, () =>
      answers().then(
        ({ status }) => status === 200,
        () => false,
      ),
    )
  })

  it('that leads here gets its certificate, and the first one keeps its own', async () => {
    setNames({ ...well, [ID]: { A: [PUBLIC_ADDRESS] } })
    answerLookups(true)
    const before = asked().length
    expect(outcome(await converge(one, more))).toBe('verified')
    expect(
      asked()
        .slice(before)
        .filter(({ what }) => what === 'order')
        .map(({ ca, names }) => [ca, ...names]),
    ).toEqual([
      ['staging', ID],
      ['production', ID],
    ])
    expect((await visit(`https://${ID}/healthz`, rootOf('production'))).issuer).toMatch(
      /^Pebble Intermediate/,
    )
    expect((await answers()).status).toBe(200)
    expect((await one.engine.plan(more)).changes).toEqual([])
  })
})
