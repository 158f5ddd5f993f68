/** Providers without discovery, and what stands for a secret at Apple. */
import { createPublicKey, generateKeyPairSync, verify } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { liveTest } from '../../provisioners/identity/live-test.ts'
import { placeOf, providerOf, upstreamOf } from '../../provisioners/identity/index.ts'
import { webFromHere } from '../../provisioners/host/web.ts'
import { Secret } from '../../provisioners/model/secret.ts'
import type { TestLine } from '../../provisioners/model/test-line.ts'
import { appleSecret } from '../../provisioners/provider-test.ts'
import { authority, type Authority } from './support/certificates.ts'
import { CLIENT } from './support/client.ts'
import { entryOf, intentWith, redirect } from './support/entry.ts'
import { startProvider } from './support/provider.ts'

describe('a provider without discovery', () => {
  let trusted: Authority
  beforeAll(() => {
    trusted = authority()
  })
  afterAll(() => trusted.close())

  /** GitHub's entry, with its endpoints at a provider of this machine. */
  async function run(secret: string, registered = redirect): Promise<TestLine[]> {
    const provider = await startProvider({
      certificate: trusted.issue('DNS:localhost'),
      redirect: registered,
      method: 'client_secret_post',
    })
    onTestFinished(() => provider.close())
    const intent = intentWith('github', { clientId: CLIENT.id })
    const upstream = upstreamOf(entryOf(intent), providerOf('github'), placeOf(entryOf(intent), intent))
    const web = webFromHere({ ca: [trusted.ca] })
    return liveTest({
      upstream: {
        ...upstream,
        settings: {
          ...upstream.settings,
          // without it this provider takes no nonce
          scope: 'openid',
          authorization_endpoint: `${provider.url}/auth`,
          token_endpoint: `${provider.url}/token`,
        },
      },
      redirect,
      secret: new Secret(secret, 'client secret'),
      laptop: web,
      pi: web,
    })
  }

  it('is tried by its client', async () => {
    const lines = await run(CLIENT.secret)
    expect(lines.map(({ code, verdict }) => `${code} ${verdict}`)).toEqual([
      'reach fine',
      'client fine',
      'redirect fine',
    ])
  })

  it('refuses a wrong secret, and a redirect address that it does not know', async () => {
    expect((await run('canary-of-yesterday')).map(({ code }) => code)).toContain('client-refused')
    expect((await run(CLIENT.secret, 'https://elsewhere.example/')).map(({ code }) => code)).toContain(
      'redirect-unknown',
    )
  })
})

describe('what stands for a secret at Apple', () => {
  const settings = { issuer: 'https://appleid.apple.com' } as Parameters<typeof appleSecret>[0]['settings']
  const ids = { teamId: 'ABCDE12345', keyId: 'FGHIJ67890' }

  it('is signed with the owner’s key, and says who asks whom', () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
    const made = appleSecret({ clientId: 'org.example.matrix', settings }, ids, new Secret(pem, 'key'), 1000)
    const [head = '', body = '', signature = ''] = made?.reveal().split('.') ?? []
    const read = (part: string): unknown => JSON.parse(Buffer.from(part, 'base64url').toString())
    expect(read(head)).toEqual({ alg: 'ES256', kid: ids.keyId })
    expect(read(body)).toEqual({
      iss: ids.teamId,
      iat: 1000,
      exp: 1300,
      aud: settings.issuer,
      sub: 'org.example.matrix',
    })
    const key = { key: createPublicKey(privateKey), dsaEncoding: 'ieee-p1363' } as const
    expect(verify('sha256', Buffer.from(`${head}.${body}`), key, Buffer.from(signature, 'base64url'))).toBe(
      true,
    )
  })

  it('is not made from what is no such key', () => {
    expect(appleSecret({ clientId: 'x', settings }, ids, new Secret('no key at all', 'key'), 1000)).toBeNull()
  })
})
