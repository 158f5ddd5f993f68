/** The whole list of paths through real Caddy and real nginx, to services that say what reached them. */
import { request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { beforeAll, describe, expect, it } from 'vitest'
import { asked, type Asked } from '../stack/routes/paths.ts'
import { opens } from '../stack/routes/decide.ts'
import { ask, layouts, options, send, startLayouts, type Layout } from './routes-support.ts'
import { emptyPi, labFacts, onPi } from './support.ts'

/** Traefik resolves no dots, so neither do its blocks: what it hands on must open nothing. */
const mayHandOn = ({ name }: Layout): boolean => name.startsWith('proxy-traefik')

/** Traefik writes the digits of escapes large, and a semicolon of the query as one (Traefik, Path normalization): the same to all who read it. */
function handedOn(layout: Layout, target: string): string {
  if (!layout.name.startsWith('proxy-traefik')) return target
  const [path = '', ...query] = target.split('?')
  return [
    path.replaceAll(/%[0-9a-f]{2}/g, (escape) => escape.toUpperCase()),
    ...query.map((part) => part.replaceAll(';', '%3B')),
  ].join('?')
}

const MIB = 1 << 20
const upload: Asked = { at: 'main', target: '/_matrix/media/v3/upload?filename=a%2Fb', by: 'synapse' }
const sync: Asked = { at: 'main', target: '/_matrix/client/v3/sync', by: 'synapse' }
const rendezvous: Asked = {
  at: 'main',
  target: '/_matrix/client/unstable/org.matrix.msc4108/rendezvous',
  by: 'synapse',
}

beforeAll(async () => {
  await emptyPi()
  await startLayouts()
})

describe.each(layouts)('$name', (layout) => {
  it('is a configuration that the program finds in order', async () => {
    const { status, stdout } = await onPi(
      'sh',
      '-c',
      `docker exec ${layout.container} ${layout.validate.join(' ')} 2>&1`,
    )
    expect(`${status} ${stdout}`).toMatch(/^0 /)
  })

  it('leads every path to who answers it, byte for byte', async () => {
    const got: string[] = []
    for (const one of asked) {
      const { status, echo } = await ask(layout, one)
      // nginx has a status of its own for paths that lead above the root
      const refused = status === 404 || status === 400 ? 'refused' : status
      const harmless =
        one.by === 'nobody' && echo !== null && mayHandOn(layout) && !opens(echo.name, echo.target)
      got.push(
        `${one.at} ${one.target} → ${harmless ? 'refused' : echo ? `${echo.name} ${echo.target}` : refused}`,
      )
    }
    expect(got).toEqual(
      asked.map(
        ({ at, target, by }) =>
          `${at} ${target} → ${by === 'nobody' ? 'refused' : `${by} ${handedOn(layout, target)}`}`,
      ),
    )
  })

  it('says who asks, by which name and that it was encrypted; what a visitor claims does not count', async () => {
    const spoofed = layout.scheme === 'https' ? { 'X-Forwarded-For': '203.0.113.9' } : {}
    for (const one of [sync, { at: 'sign-in', target: '/login', by: 'mas' } as const]) {
      const { echo } = await ask(layout, one, { headers: spoofed })
      const sent = options(layout, one)
      expect(echo?.headers['X-Forwarded-Proto']).toEqual(['https'])
      expect(echo?.host.replace(/:\d+$/, '')).toBe(sent.headers.Host.replace(/:\d+$/, ''))
      const [from, ...more] = echo?.headers['X-Forwarded-For'] ?? []
      expect(more).toEqual([])
      if (layout.scheme === 'http') expect(from).toBe('198.51.100.7')
      else expect(from).toMatch(/^(10|172|127)\.[\d.]+$/)
    }
  })

  it('takes a file of 60 MB', async () => {
    const { status, echo } = await ask(layout, upload, { method: 'POST', bytes: 60 * MIB })
    expect([status, echo?.name, echo?.bytes, echo?.method]).toEqual([200, 'synapse', 60 * MIB, 'POST'])
  })

  it('leaves what signing in by QR code compares as it was', async () => {
    const { headers } = await ask(layout, rendezvous, { headers: { 'Accept-Encoding': 'gzip, br, zstd' } })
    expect([headers.etag, headers['content-encoding']]).toEqual(['"as-it-was"', undefined])
  })

  it('lets a connection become another kind of connection', async () => {
    const to = options(layout, sync, { headers: { Connection: 'Upgrade', Upgrade: 'echo' } })
    expect(await throughUpgrade(to, layout.scheme)).toBe('there and back')
  })
})

// Of the names that an nginx answers to, ours is only one.
describe.each(layouts.filter(({ name }) => !name.startsWith('proxy-nginx')))('$name', (layout) => {
  it('knows no other name', async () => {
    const to = options(layout, sync)
    const { echo } = await send(
      { ...to, headers: { ...to.headers, Host: 'other.example.org' } },
      layout.scheme,
      0,
    )
    expect(echo).toBeNull()
  })
})

describe.each(layouts.filter(({ mode }) => 'serverName' in mode.intent.address))('$name', (layout) => {
  it('leads from the sign-in address without its slash to the one with it', async () => {
    const to = { ...options(layout, sync), path: '/auth' }
    const { status, headers } = await send(to, layout.scheme, 0)
    const { pathname } = new URL(headers.location ?? '', 'https://matrix.example.org')
    // Traefik says it in HTTP's older words
    expect([status, pathname]).toEqual([layout.name.startsWith('proxy-traefik') ? 301 : 308, '/auth/'])
  })
})

it.each([
  ['domain', /h3=/],
  ['home', /^none$/],
])('offers HTTP/3 where the certificate is a public one: %s', async (name, offered) => {
  const layout = layouts.find((one) => one.name === name)
  if (!layout) throw new Error(`there is no layout ${name}`)
  const { headers } = await ask(layout, sync)
  expect(headers['alt-svc'] ?? 'none').toMatch(offered)
})

it('leads from the address in clear to the encrypted one', async () => {
  const { status, headers } = await send(
    {
      host: labFacts().host,
      port: 41_080,
      servername: '',
      rejectUnauthorized: false,
      method: 'GET',
      path: '/a%2Fb?c',
      headers: { Host: 'brookside.local' },
    },
    'http',
    0,
  )
  expect([status, headers.location]).toEqual([308, 'https://brookside.local/a%2Fb?c'])
})

function throughUpgrade(to: ReturnType<typeof options>, scheme: 'http' | 'https'): Promise<string> {
  return new Promise((resolve, reject) => {
    const made = (scheme === 'https' ? httpsRequest : httpRequest)(to, ({ statusCode }) =>
      reject(new Error(`it answered ${statusCode}`)),
    )
    made.on('error', reject)
    made.on('upgrade', (_answer, socket) => {
      socket.on('error', reject)
      const words = 'there and back'
      let heard = ''
      socket.on('data', (data: Buffer) => {
        heard += data.toString('utf8')
        if (heard.length < words.length) return
        socket.destroy()
        resolve(heard)
      })
      socket.write(words)
    })
    made.end()
  })
}
