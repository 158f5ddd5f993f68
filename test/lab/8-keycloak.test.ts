import { createHash, randomBytes } from 'node:crypto'
import { chromium } from '@playwright/test'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Intent } from '../../provisioners/model/intent.ts'
import { intentSchema } from '../../provisioners/model/intent.ts'
import type { TimedEvent } from '../../provisioners/model/run-event.ts'
import { Secret } from '../../provisioners/model/secret.ts'
import { beginning, claimsFor } from './code-flow.ts'
import { brookside, containerIds, emptyPi, labFacts, laptop, onPi, outcome, type Laptop } from './support.ts'
import { visitor } from './visitor.ts'

const FIRST_PASSWORD = 'first-${PATH}-"of"-\\1-day'
const OWN_PASSWORD = 'a password of her own'

const withKeycloak = (settings: Record<string, string | boolean> = {}, host = 'brookside.local'): Intent =>
  intentSchema.parse({
    ...brookside,
    address: { mode: 'home', host },
    server: { memory: 'medium' },
    signIn: {
      providers: [
        {
          key: 'staff',
          kind: 'keycloak',
          admits: 'everyone',
          settings: {
            username: 'alice',
            firstName: 'Alice',
            lastName: 'O’Brook',
            email: 'alice@example.org',
            ...settings,
          },
        },
      ],
    },
  })

const IDENTITY = 'https://brookside.local:10000'

describe('Keycloak on the Pi', () => {
  let one: Laptop
  const run = async (intent: Intent): Promise<TimedEvent[]> => {
    const given = new Map([
      ['provider-staff-password', new Secret(FIRST_PASSWORD, 'First password of Keycloak')],
    ])
    const events: TimedEvent[] = []
    const id = await one.engine.start(intent, { given })
    if (id !== null)
      for await (const event of one.engine.follow(id, new AbortController().signal)) events.push(event)
    return events
  }
  const ca = async (): Promise<string> =>
    (await onPi('cat', '/opt/bramble/data/caddy/pki/authorities/local/root.crt')).stdout
  const browser = async () => visitor(await ca(), labFacts().host)
  /** The provider's entry as MAS reads it. */
  const masEntry = async (key: string): Promise<string> => {
    const { stdout } = await onPi(
      'sh',
      '-c',
      'cat "$(ls -td /opt/bramble/store/mas-* | head -1)"/config.yaml',
    )
    return new RegExp(`^ +(?:- )?${key}: "?([^"\\n]+)"?$`, 'm').exec(stdout)?.[1] ?? ''
  }
  /** The Admin REST API, past Bramble. */
  const admin = async (path: string, method = 'GET', body = ''): Promise<string> => {
    const secret = (await onPi('cat', '/opt/bramble/secrets/keycloak-admin')).stdout
    const curl = 'docker exec bramble-synapse-1 curl --silent --fail'
    const token = `$(${curl} -d 'grant_type=client_credentials&client_id=bramble&client_secret=${secret}' http://keycloak:8090/realms/master/protocol/openid-connect/token | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')`
    const send = body === '' ? '' : `-H 'Content-Type: application/json' -d '${body}'`
    const { stdout } = await onPi(
      'sh',
      '-c',
      `${curl} -X ${method} -H "Authorization: Bearer ${token}" ${send} 'http://keycloak:8090/admin/realms/matrix${path}'`,
    )
    return stdout
  }
  const client = async (): Promise<{
    id: string
    enabled: boolean
    redirectUris: string[]
    secret: string
  }> =>
    (
      JSON.parse(await admin('/clients?clientId=matrix-authentication-service')) as [
        Awaited<ReturnType<typeof client>>,
      ]
    )[0]
  const callback = async (): Promise<string> =>
    `https://brookside.local:8443/upstream/callback/${await masEntry('id')}`

  beforeAll(async () => {
    await emptyPi()
    one = laptop()
  })
  afterAll(() => one?.close())

  it('is installed', async () => {
    expect(outcome(await run(withKeycloak()))).toBe('verified')
    // the whole first installation takes a minute and a half on a quiet machine, and has taken ten on a busy one
  }, 900_000)

  it('says the issuer that the sign-in service was told, byte for byte, outside and inside', async () => {
    const issuer = await masEntry('issuer')
    expect(issuer).toBe(`${IDENTITY}/realms/matrix`)
    const page = await (await browser()).ask(`${issuer}/.well-known/openid-configuration`)
    const metadata = JSON.parse(page.body) as Record<string, string>
    expect(metadata['issuer']).toBe(issuer)
    expect(metadata['authorization_endpoint']).toBe(await masEntry('authorization_endpoint'))
    const inside = await onPi(
      'docker',
      'exec',
      'bramble-synapse-1',
      'curl',
      '-s',
      'http://keycloak:8090/realms/matrix/.well-known/openid-configuration',
    )
    expect((JSON.parse(inside.stdout) as Record<string, string>)['issuer']).toBe(issuer)
    const keys = await onPi('docker', 'exec', 'bramble-synapse-1', 'curl', '-sf', await masEntry('jwks_uri'))
    expect(keys.stdout).toContain('"RS256"')
  })

  const start = async (verifier: string, redirect: string): Promise<string> =>
    beginning(await masEntry('authorization_endpoint'), redirect, verifier)
  const claimsOf = async (back: URL, verifier: string): Promise<Record<string, unknown>> => {
    expect(back.searchParams.get('state')).toBe('state-1')
    return claimsFor(back, {
      ask: (await browser()).ask,
      tokenEndpoint: `${IDENTITY}/realms/matrix/protocol/openid-connect/token`,
      secret: (await onPi('cat', '/opt/bramble/secrets/provider-staff')).stdout,
      verifier,
    })
  }
  const hers = {
    iss: `${IDENTITY}/realms/matrix`,
    aud: 'matrix-authentication-service',
    nonce: 'nonce-1',
    preferred_username: 'alice',
    name: 'Alice O’Brook',
    email: 'alice@example.org',
    email_verified: true,
  }

  it('signs the first person in, who chooses another password, and says who she is', async () => {
    const { ask, follow, submit } = await browser()
    const redirect = await callback()
    const verifier = randomBytes(32).toString('base64url')
    const login = await follow(await ask(await start(verifier, redirect)), redirect)
    expect(login.status, login.body.slice(0, 500)).toBe(200)
    const change = await follow(
      await submit(login, { username: 'alice', password: FIRST_PASSWORD }),
      redirect,
    )
    expect(change.body).toContain('password-new')
    const done = await follow(
      await submit(change, { 'password-new': OWN_PASSWORD, 'password-confirm': OWN_PASSWORD }),
      redirect,
    )
    const back = new URL(done.location ?? 'none:')
    expect(`${back.origin}${back.pathname}`).toBe(redirect)
    const claims = await claimsOf(back, verifier)
    expect(claims).toMatchObject(hers)
    expect(claims['sid']).toEqual(expect.any(String))
  })

  it('signs her in through the page in Chromium, styled and all', async () => {
    const redirect = await callback()
    const verifier = randomBytes(32).toString('base64url')
    const chrome = await chromium.launch({
      executablePath: process.env['BRAMBLE_CHROMIUM'] ?? '/usr/bin/chromium',
      args: ['--no-sandbox', `--host-resolver-rules=MAP brookside.local ${labFacts().host}`],
    })
    try {
      // the certificate is of the Pi's own authority, which the test above has checked
      const page = await chrome.newPage({ ignoreHTTPSErrors: true })
      page.setDefaultTimeout(30_000)
      const failed: string[] = []
      page.on('response', (response) => {
        if (response.status() >= 400 && response.url().startsWith(IDENTITY)) failed.push(response.url())
      })
      // where it is led in the end: what answers there is a stand-in
      const came = page.waitForRequest((request) => request.url().startsWith(redirect))
      await page.goto(await start(verifier, redirect))
      await page.locator('#username').fill('alice')
      await page.locator('#password').fill(OWN_PASSWORD)
      await page.locator('#kc-login').click()
      expect(await claimsOf(new URL((await came).url()), verifier)).toMatchObject(hers)
      expect(failed).toEqual([])
    } finally {
      await chrome.close()
    }
  }, 120_000)

  it('takes no sign-in without PKCE, and none that leads elsewhere', async () => {
    const { ask } = await browser()
    const auth = await masEntry('authorization_endpoint')
    const redirect = await callback()
    const query = { response_type: 'code', client_id: 'matrix-authentication-service', scope: 'openid' }
    const plain = await ask(`${auth}?${new URLSearchParams({ ...query, redirect_uri: redirect })}`)
    expect(plain.location ?? plain.body).toContain('code_challenge_method')
    const elsewhere = await ask(`${auth}?${new URLSearchParams({ ...query, redirect_uri: `${redirect}/x` })}`)
    expect(elsewhere.status).toBe(400)
  })

  it.each([
    '/',
    '/admin/',
    '/admin/master/console/',
    '/admin/realms/matrix',
    '/metrics',
    '/health',
    '/realms/master',
    '/realms/master/protocol/openid-connect/token',
    '/realms/matrix/../master',
    '/realms/matrix/%2e%2e/master',
    '/realms/matrix/..%2fmaster',
    '/realms//master',
    '//admin/realms/matrix',
    '/resources/../admin/realms/matrix',
    '/resources/%2e%2e/admin/realms/matrix',
  ])('does not show %s outside', async (path) => {
    const page = await (await browser()).ask(IDENTITY, { path })
    expect([400, 404]).toContain(page.status)
    expect(page.body).not.toMatch(/master|token|access/i)
  })

  it('has its console on the loopback of the Pi, whose sign-in is at the public address', async () => {
    const { stdout } = await onPi('curl', '--silent', '--fail', 'http://127.0.0.1:8090/admin/matrix/console/')
    expect(stdout).toContain(`"serverBaseUrl": "${IDENTITY}"`)
    expect(stdout).toContain('"adminBaseUrl": "http://localhost:8090"')
    const query = new URLSearchParams({
      response_type: 'code',
      client_id: 'security-admin-console',
      redirect_uri: 'http://localhost:8090/admin/matrix/console/',
      scope: 'openid',
      code_challenge: createHash('sha256').update('verifier').digest('base64url'),
      code_challenge_method: 'S256',
    })
    const login = await (await browser()).ask(`${await masEntry('authorization_endpoint')}?${query}`)
    expect(login.status).toBe(200)
    expect(login.body).toContain('kc-form-login')
  })

  it('finds nothing to do the second time', async () => {
    const before = await containerIds()
    expect((await one.engine.plan(withKeycloak())).changes).toEqual([])
    expect(outcome(await run(withKeycloak()))).toMatch(/^(verified|no end)/)
    expect(await containerIds()).toEqual(before)
  })

  it('shows no secret of its own in its container', async () => {
    const { stdout } = await onPi(
      'sh',
      '-c',
      'docker inspect bramble-keycloak-1; docker logs bramble-keycloak-1 2>&1',
    )
    for (const id of ['keycloak-admin', 'keycloak-database', 'provider-staff'])
      expect(stdout).not.toContain((await onPi('cat', `/opt/bramble/secrets/${id}`)).stdout)
    expect(stdout).not.toContain(FIRST_PASSWORD)
  })

  it('puts back what was changed by hand, and takes changed answers, in place', async () => {
    const before = await containerIds()
    const { id, secret } = await client()
    const clientId = 'matrix-authentication-service'
    await admin(
      `/clients/${id}`,
      'PUT',
      JSON.stringify({
        clientId,
        enabled: false,
        secret: 'another',
        redirectUris: ['https://evil.example/*'],
      }),
    )
    expect(await client()).toMatchObject({ id, enabled: false, secret: 'another' })

    const changed = withKeycloak({ totp: 'required', bruteForce: false, passwords: 'any' })
    expect(outcome(await run(changed))).toBe('verified')
    expect(await client()).toMatchObject({ id, enabled: true, secret, redirectUris: [await callback()] })
    expect(JSON.parse(await admin(''))).toMatchObject({ bruteForceProtected: false })
    expect((await one.engine.plan(changed)).changes).toEqual([])
    // the file of the first start has other settings now, so that one container is new
    expect((await containerIds()).filter((other) => !before.includes(other))).toHaveLength(1)
  })

  it('asks everybody for a one-time code once that is required', async () => {
    const { ask, follow, submit } = await browser()
    const redirect = await callback()
    const login = await ask(await start('verifier', redirect))
    const next = await follow(await submit(login, { username: 'alice', password: OWN_PASSWORD }), redirect)
    expect(next.location).toBeNull()
    expect(next.body).toContain('totpSecret')
  })
})
