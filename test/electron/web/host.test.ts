/** The web host from outside: who is let in, who is not, and what is served. */
import { connect } from 'node:net'
import { networkInterfaces } from 'node:os'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fixtureHandlers } from '../fixture.ts'
import { startHost, type StartedHost } from './asking.ts'

let host: StartedHost
beforeAll(async () => {
  host = await startHost(fixtureHandlers())
})
afterAll(() => host.close())

describe('who is let in', () => {
  it('a browser with an unused token, for good, by a cookie that no script reads and no other site sends', async () => {
    const before = host.admissions()
    const { status, headers } = await host.redeem(host.newToken())
    expect(status).toBe(204)
    expect(String(headers['set-cookie'])).toMatch(
      new RegExp(`^bramble-${host.port}=[\\w-]{43}; HttpOnly; SameSite=Strict; Path=/$`),
    )
    expect(host.admissions()).toBe(before + 1)
    const cookie = String(headers['set-cookie']).split(';')[0] ?? ''
    for (let reload = 0; reload < 2; reload++)
      expect(await host.ask('/', { cookie })).toMatchObject({
        status: 200,
        body: expect.stringContaining('the app'),
      })
    expect(await host.upgrade({ cookie, origin: host.origin })).toBe(101)
  })

  it('a token once: its second use, and any other text, is 403', async () => {
    const token = host.newToken()
    expect((await host.redeem(token)).status).toBe(204)
    for (const text of [token, '', 'x'.repeat(43), 'x'.repeat(100_000)])
      expect((await host.redeem(text)).status).toBe(403)
  })

  it('a token from the host’s own page only', async () => {
    const token = host.newToken()
    expect((await host.redeem(token, 'http://evil.example')).status).toBe(403)
    expect((await host.redeem(token, 'null')).status).toBe(403)
    expect((await host.ask('/session', {}, 'POST', token)).status).toBe(403)
    expect((await host.ask('/session', { origin: host.origin }, 'PUT', token)).status).toBe(405)
    // None of which used it up.
    expect((await host.redeem(token)).status).toBe(204)
  })

  it('nobody without a cookie: they see the door and nothing else', async () => {
    const door = await host.ask('/')
    expect(door).toMatchObject({ status: 200, body: expect.stringContaining('/door.js') })
    expect(door.body).not.toContain('the app')
    expect((await host.ask('/door.js')).status).toBe(200)
    for (const path of ['/index.html', '/assets/index-abc123.js', '/nothing'])
      expect((await host.ask(path)).status).toBe(403)
    for (const cookie of [
      '',
      `bramble-${host.port}=`,
      `bramble-${host.port}=guess`,
      `bramble-1=${host.newToken()}`,
    ]) {
      expect((await host.ask('/index.html', { cookie })).status).toBe(403)
      expect(await host.upgrade({ cookie, origin: host.origin })).toBe(403)
    }
  })

  it('no socket without an origin, from another origin, at another path', async () => {
    const cookie = await host.newCookie()
    expect(await host.upgrade({ cookie })).toBe(403)
    for (const foreign of [
      'http://evil.example',
      'null',
      `https://127.0.0.1:${host.port}`,
      'http://127.0.0.1:1',
    ])
      expect(await host.upgrade({ cookie, origin: foreign })).toBe(403)
    expect(await host.upgrade({ cookie, origin: host.origin }, '/other')).toBe(404)
  })

  it('no page of another origin', async () => {
    const cookie = await host.newCookie()
    expect((await host.ask('/', { cookie, origin: 'http://evil.example' })).status).toBe(403)
  })

  it('nobody by another name: DNS rebinding meets 421', async () => {
    const cookie = await host.newCookie()
    for (const name of [`evil.example:${host.port}`, `localhost:${host.port}`, '127.0.0.1', '127.0.0.1:1']) {
      expect((await host.ask('/', { cookie, host: name })).status).toBe(421)
      expect(await host.upgrade({ cookie, origin: host.origin, host: name })).toBe(421)
    }
  })

  it('nobody from outside this computer', async () => {
    const addresses = Object.values(networkInterfaces())
      .flatMap((all) => all ?? [])
      .filter(({ family }) => family === 'IPv4')
      .map(({ address }) => address)
    const reachable = (address: string) =>
      new Promise<boolean>((resolve) => {
        const socket = connect({ host: address, port: host.port, timeout: 1000 })
        const done = (open: boolean) => () => {
          socket.destroy()
          resolve(open)
        }
        socket.on('connect', done(true)).on('error', done(false)).on('timeout', done(false))
      })
    expect(await reachable('127.0.0.1')).toBe(true)
    for (const address of [...addresses.filter((address) => address !== '127.0.0.1'), '::1'])
      expect(await reachable(address)).toBe(false)
  })
})

describe('what is served', () => {
  it('every answer with the headers that close the page off', async () => {
    const cookie = await host.newCookie()
    const answers = [
      await host.ask('/'),
      await host.ask('/', { cookie }),
      await host.ask('/nothing', { cookie }),
      await host.ask('/', { cookie, host: 'evil.example' }),
    ]
    for (const { headers } of answers) {
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'x-frame-options': 'DENY',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
        'cache-control': 'no-store',
      })
      const policy = String(headers['content-security-policy']).split('; ')
      expect(policy).toEqual(
        expect.arrayContaining([
          "default-src 'none'",
          "script-src 'self'",
          "style-src 'self'",
          `connect-src 'self' ws://127.0.0.1:${host.port}`,
          "frame-ancestors 'none'",
          "base-uri 'none'",
          "form-action 'none'",
        ]),
      )
      expect(policy.join()).not.toMatch(/unsafe|\*/)
      expect(headers).not.toHaveProperty('access-control-allow-origin')
    }
  })

  it('files of the build with their types', async () => {
    const cookie = await host.newCookie()
    const type = async (path: string) => (await host.ask(path, { cookie })).headers['content-type']
    expect(await type('/')).toBe('text/html; charset=utf-8')
    expect(await type('/?theme=dark')).toBe('text/html; charset=utf-8')
    expect(await type('/assets/index-abc123.js')).toBe('text/javascript; charset=utf-8')
    expect(await type('/assets/logo.svg')).toBe('image/svg+xml')
    const script = await host.ask('/assets/index-abc123.js', { cookie })
    expect(script.headers['cache-control']).toContain('immutable')
    expect(await host.ask('/', { cookie }, 'HEAD')).toMatchObject({ status: 200, body: '' })
  })

  it.each([
    '/../secret.txt',
    '/assets/../../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/..\\secret.txt',
    '//secret.txt',
    '/assets/',
    '/assets',
    '/.env',
    '/index.html%00.js',
    '/notes.sh',
    '/%zz',
  ])('nothing at %s', async (path) => {
    const { status, body } = await host.ask(path, { cookie: await host.newCookie() })
    expect(status).toBe(404)
    expect(body).not.toContain('outside')
  })

  it('nothing to other methods', async () => {
    const cookie = await host.newCookie()
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS'])
      expect((await host.ask('/', { cookie, origin: host.origin }, method)).status).toBe(405)
  })
})
