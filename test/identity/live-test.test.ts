/** Broken entries, each against a real provider on loopback; the Pi is a real SSH server, reached over real forwarding. */
import { createServer, type AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import type { TestLine } from '../../provisioners/model/test-line.ts'
import { connected } from '../host/support/connected.ts'
import { broken, type Case } from './support/broken.ts'
import { authority, type Authority, type Certificate } from './support/certificates.ts'
import { CLIENT } from './support/client.ts'
import { redirect, tryEntry } from './support/entry.ts'
import { startProvider, type RunningProvider } from './support/provider.ts'

let trusted: Authority
let stranger: Authority
let certificate: Certificate

beforeAll(() => {
  trusted = authority()
  stranger = authority()
  certificate = trusted.issue('DNS:localhost', 'IP:127.0.0.1')
})
afterAll(() => {
  trusted.close()
  stranger.close()
})

async function run(given: Case = {}): Promise<{ lines: TestLine[]; provider: RunningProvider }> {
  const provider = await startProvider({ certificate, redirect, ...given.provider })
  onTestFinished(() => provider.close())
  const { host } = await connected({ server: given.pi?.(provider) ?? {} })
  const entry = given.entry?.(provider)
  const lines = await tryEntry({
    host,
    ca: trusted.ca,
    ...entry,
    settings: { issuer: provider.url, ...entry?.settings },
  })
  return { lines, provider }
}

const wrong = (lines: readonly TestLine[]): TestLine[] => lines.filter(({ verdict }) => verdict !== 'fine')

/** A port of loopback that nobody listens at. */
async function closedPort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise<void>((resolve) => server.close(() => resolve()))
  return port
}

describe('a right entry', () => {
  it('is fine in everything that is looked at', async () => {
    const { lines, provider } = await run()
    expect(wrong(lines)).toEqual([])
    expect(lines.map(({ code }) => code).join(' ')).toBe(
      'reach issuer flow algorithm pkce method scopes keys client redirect',
    )
    expect(provider.requests.filter(({ method }) => method === 'POST')).toHaveLength(1)
  })

  it('sends the secret to the token endpoint and nowhere else', async () => {
    const { provider, lines } = await run()
    const basic = `Basic ${Buffer.from(`${CLIENT.id}:${CLIENT.secret}`).toString('base64')}`
    expect(provider.requests.filter(({ authorization }) => authorization === basic)).toMatchObject([
      { method: 'POST', path: '/token' },
    ])
    expect(JSON.stringify([lines, provider.requests.map(({ path }) => path)])).not.toContain(CLIENT.secret)
  })

  it.each([
    ['in the body', { method: 'client_secret_post' }, { method: 'client_secret_post' }],
    ['with ES256', { algorithm: 'ES256' }, { algorithm: 'ES256' }],
    ['with a userinfo request', {}, { userinfo: true }],
  ] as const)('is fine %s too', async (_, provider, settings) => {
    const { lines } = await run({ provider, entry: () => ({ settings }) })
    expect(wrong(lines)).toEqual([])
  })

  it('is tried from one side alone where the Pi may not forward, and that is said', async () => {
    const { lines } = await run({ pi: () => ({ forwarding: false }) })
    expect(wrong(lines).map(({ code, verdict }) => [code, verdict])).toEqual([
      ['pi-not-asked', 'worth-knowing'],
    ])
    expect(lines.find(({ code }) => code === 'client')?.verdict).toBe('fine')
  })
})

describe('a broken entry is found, and it is said what to change', () => {
  it.each(broken)('%s', async (_, given, code, verdict, remedy) => {
    const { lines, provider } = await run(given)
    const found = wrong(lines).find((line) => line.code === code)
    expect(wrong(lines).map((line) => line.code)).toContain(code)
    expect(found).toMatchObject({ verdict, remedy: expect.stringMatching(remedy) as string })
    for (const line of wrong(lines)) {
      expect(line.detail).not.toBe('')
      expect(line.remedy).not.toBe('')
    }
    // a provider that is not who it should be never gets the secret
    if (['issuer-differs', 'issuer-slash', 'endpoint-not-https', 'answers'].includes(code))
      expect(provider.requests.filter(({ method }) => method === 'POST')).toEqual([])
  })

  it.each([
    ['of an authority that nobody knows', () => stranger.issue('DNS:localhost')],
    ['for another name', () => trusted.issue('DNS:login.example.org')],
  ])('a certificate %s', async (_, issue) => {
    const { lines } = await run({ provider: { certificate: issue() } })
    expect(wrong(lines)).toMatchObject([
      {
        code: 'certificate',
        verdict: 'in-the-way',
        remedy: expect.stringContaining('exactly this name') as string,
      },
    ])
  })

  it('a provider that this computer cannot reach', async () => {
    const port = await closedPort()
    const issuer = `https://localhost:${port}`
    const { lines } = await run({
      provider: { issuer },
      entry: () => ({ settings: { issuer } }),
      pi: (provider) => ({ route: () => provider.port }),
    })
    // its document names this computer's port too, so that only the Pi can go on
    expect(wrong(lines)).toMatchObject([
      {
        code: 'unreachable-from-laptop',
        verdict: 'worth-knowing',
        remedy: expect.stringContaining('from where they are') as string,
      },
    ])
  })

  it('a provider that nobody reaches', async () => {
    const issuer = `https://localhost:${await closedPort()}`
    const { lines } = await run({ entry: () => ({ settings: { issuer } }) })
    expect(wrong(lines)).toMatchObject([
      { code: 'unreachable', remedy: expect.stringContaining('typing mistakes') as string },
    ])
  })

  it('a name that leads to two providers', async () => {
    const other = await startProvider({ certificate, redirect, issuer: 'https://other.example.org' })
    onTestFinished(() => other.close())
    const { lines, provider } = await run({ pi: () => ({ route: () => other.port }) })
    expect(wrong(lines).map(({ code }) => code)).toContain('two-answers')
    expect([...other.requests, ...provider.requests].filter(({ method }) => method === 'POST')).toEqual([])
  })
})

describe('a hostile provider', () => {
  it('cannot make the test wait, or fill its memory', async () => {
    let sent = 0
    const { lines } = await run({
      provider: {
        instead: (request, response) => {
          if (request.url !== '/.well-known/openid-configuration') return false
          const more = (): void => {
            while (sent < 64 * 2 ** 20 && !response.destroyed) {
              sent += 65_536
              if (!response.write('x'.repeat(65_536))) return void response.once('drain', more)
            }
          }
          more()
          return true
        },
      },
    })
    expect(wrong(lines).map(({ code }) => code)).toEqual(['no-document'])
    expect(sent).toBeLessThan(64 * 2 ** 20)
  })

  it('cannot write more than one plain line', async () => {
    const { lines } = await run({
      provider: {
        document: (all) => ({ ...all, issuer: `https://evil.example\n\u001b[31m\u202e${'x'.repeat(5000)}` }),
      },
    })
    const line = lines.find(({ code }) => code === 'issuer-differs')
    // eslint-disable-next-line no-control-regex
    expect(line?.detail).not.toMatch(/[\u0000-\u001f\u007f\u202e]/)
    expect(line?.detail.length).toBeLessThan(600)
  })

  it('is not followed to an address without encryption, nor for ever', async () => {
    for (const to of ['http://localhost/', '/.well-known/openid-configuration']) {
      const { lines } = await run({
        provider: {
          instead: (_, response) => Boolean(response.writeHead(302, { location: to }).end()),
        },
      })
      expect(wrong(lines)).toMatchObject([
        { verdict: 'in-the-way', detail: expect.stringContaining('leads on') as string },
      ])
    }
  })
})
