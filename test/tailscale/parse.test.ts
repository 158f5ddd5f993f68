/** Readers of Tailscale's answers: on what real programs said, and on anything at all. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as facts from '../../provisioners/tailscale/facts.ts'
import { parsePrefs, parseServe, parseStatus, parseVersion } from '../../provisioners/tailscale/parse.ts'
import { names, recorded } from './recorded.ts'

const status = (name: string) => facts.tailnet.parse(recorded(name))

describe('status, as it was recorded', () => {
  it.each([
    ['not-running', { state: 'not-running', version: null, name: null }],
    [
      'status-needs-login',
      { state: 'signed-out', version: '1.102.3', name: null, known: false, expired: false },
    ],
    ['status-needs-login-link', { state: 'signed-out', known: false, expired: false }],
    ['status-signed-out', { state: 'signed-out', known: false, expired: false }],
    ['status-no-state', { state: 'starting', known: true, name: null }],
    ['status-starting', { state: 'starting' }],
    ['status-needs-machine-auth', { state: 'approval', known: true, expired: false }],
    ['status-stopped', { state: 'stopped', known: true, name: 'brookside.tail1a2b3c.ts.net' }],
    ['status-expired', { state: 'signed-out', known: true, expired: true, keyExpires: 1583298367 }],
    ['status-key-expiry', { state: 'running', expired: false, keyExpires: 1930367167 }],
    ['status-renamed', { state: 'running', name: 'riverside.tail1a2b3c.ts.net' }],
    ['status-name-taken', { state: 'running', name: 'lakeside-1.tail1a2b3c.ts.net' }],
    ['status-tags', { state: 'running', tags: ['tag:server'] }],
    ['status-no-funnel', { https: true, funnel: false }],
    ['status-no-https', { https: false, funnel: true }],
    ['status-no-https-no-funnel', { https: false, funnel: false, funnelPorts: [] }],
    [
      'headscale-status-running',
      { state: 'running', name: 'brookside.tail.lab.test', https: false, funnel: false },
    ],
    ['headscale-status-expired', { state: 'signed-out', expired: true }],
  ])('%s', (name, expected) => {
    expect(status(name)).toMatchObject(expected)
  })

  it('a machine that runs, in every field', () => {
    expect(status('status-running')).toEqual({
      state: 'running',
      version: '1.102.3',
      name: 'brookside.tail1a2b3c.ts.net',
      suffix: 'tail1a2b3c.ts.net',
      addresses: [expect.stringMatching(/^100\./), expect.stringMatching(/^fd7a:/)],
      tags: [],
      https: true,
      funnel: true,
      funnelPorts: [
        [443, 443],
        [8443, 8443],
        [10_000, 10_000],
      ],
      keyExpires: null,
      expired: false,
      known: true,
      health: [],
    })
  })

  it('no program is an answer', () => {
    const missing = { status: 127, stdout: '', stderr: 'sh: 1: tailscale: not found\n', truncated: false }
    expect(
      [facts.tailnet, facts.client, facts.prefs, facts.served].map((fact) => fact.parse(missing)),
    ).toEqual([null, null, null, null])
  })
})

describe('serve status, as it was recorded', () => {
  const served = (name: string) => facts.served.parse(recorded(name))
  const door = (port: number, loopback: number, funnel: boolean) => ({
    port,
    mount: '/',
    target: `http://127.0.0.1:${loopback}`,
    funnel,
    foreground: false,
  })

  it.each([
    ['serve-status-empty', []],
    ['serve-status-needs-login', []],
    ['serve-status-not-running', null],
    ['serve-status-not-enabled', []],
    ['serve-status-funnel', [door(443, 18_080, true)]],
    ['serve-status-two-ports', [door(443, 18_080, true), door(8443, 18_081, true)]],
    ['serve-status-mixed', [door(443, 18_080, true), door(8443, 18_081, false)]],
    ['serve-status-foreground', [{ ...door(443, 18_080, true), foreground: true }]],
  ])('%s', (name, expected) => {
    expect(served(name)).toEqual(expected)
  })

  it('other people’s: a path, a folder, plain HTTP, TCP', () => {
    const all = served('serve-status-others') ?? []
    expect(all.map(({ port, mount, target }) => `${port}${mount} ${target}`).toSorted()).toEqual([
      '10000/photos http://127.0.0.1:2342',
      '2222 tcp://127.0.0.1:22',
      '443/ http://127.0.0.1:18080',
      '8080/ http://127.0.0.1:3000',
      '8443/ http://127.0.0.1:18081',
      '9443/ /run/tailscale/files',
    ])
    expect(all.filter(({ funnel }) => funnel).map(({ port }) => port)).toEqual([443])
  })
})

it('the version of the program', () => {
  expect(facts.client.parse(recorded('version-json'))).toBe('1.102.3')
})

/** Constructed: `tailscale debug prefs` prints ipn.Prefs as JSON. */
it('settings of the owner, as the options that repeat them', () => {
  const text = JSON.stringify({
    ControlURL: 'https://controlplane.tailscale.com',
    RouteAll: true,
    CorpDNS: false,
    RunSSH: true,
    ShieldsUp: true,
    Hostname: 'brookside',
    AdvertiseRoutes: ['192.168.1.0/24', '0.0.0.0/0', '::/0', '; reboot'],
    NoSNAT: true,
    NetfilterMode: 1,
    OperatorUser: 'pi',
    AdvertiseTags: ['tag:server'],
    Config: { UserProfile: {} },
  })
  expect(parsePrefs(text)).toEqual({
    control: 'https://controlplane.tailscale.com',
    hostname: 'brookside',
    shieldsUp: true,
    options: [
      '--accept-routes',
      '--accept-dns=false',
      '--ssh',
      '--shields-up',
      '--advertise-routes=192.168.1.0/24',
      '--advertise-exit-node',
      '--snat-subnet-routes=false',
      '--netfilter-mode=nodivert',
      '--operator=pi',
    ],
  })
  expect(parsePrefs(JSON.stringify({ NetfilterMode: 2, CorpDNS: true }))?.options).toEqual([])
})

describe('anything at all', () => {
  const read = (text: string): unknown[] => [
    parseStatus(text),
    parseVersion(text),
    parsePrefs(text),
    parseServe(text),
  ]
  const samples = names.map((name) => recorded(name).stdout).filter((text) => text.startsWith('{'))

  it('is answered without a throw', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => read(text).length === 4))
  })

  it('also what is like the real thing, with anything in any place', () => {
    const spoilt = fc
      .tuple(fc.constantFrom(...samples), fc.nat(), fc.jsonValue())
      .map(([text, at, value]) => spoil(text, at, value))
    fc.assert(fc.property(spoilt, (text) => read(text).length === 4))
  })

  it('and no name or option can be more than one', () => {
    const word = fc.string({ maxLength: 40 })
    fc.assert(
      fc.property(word, word, (host, operator) => {
        const seen = parseStatus(JSON.stringify({ Self: { DNSName: host } }))
        expect(seen.name ?? 'a.b').toMatch(/^[a-z0-9.-]+$/)
        for (const option of parsePrefs(JSON.stringify({ OperatorUser: operator, ExitNodeIP: host }))
          ?.options ?? [])
          expect(option).toMatch(/^--[a-z-]+(=[\w.:/,-]+)?$/)
      }),
    )
  })
})

/** Puts a value in the place of the nth one. */
function spoil(text: string, at: number, value: unknown): string {
  try {
    let count = 0
    JSON.parse(text, () => void (count += 1))
    let now = 0
    const read: unknown = JSON.parse(text, (_, one: unknown) =>
      (now += 1) === (at % count) + 1 ? value : one,
    )
    return JSON.stringify(read) ?? ''
  } catch {
    return text
  }
}
