/** Broken names and connections. */
import { json, redirect } from '../support/site.ts'
import { PUBLIC, type Healthy, type Kind } from '../support/healthy.ts'
import type { At } from '../support/world.ts'

/** What is broken, how, the first rung that must be named, and its cause. */
export type Broken = readonly [
  what: string,
  kind: Kind,
  spoil: (world: Healthy) => void,
  code: string,
  cause: string,
]

export const hostOf = (world: Healthy): string => world.intent.address.host
/** What is at the address that counts. */
export const put = (world: Healthy, at: At, port = 443): void => {
  for (const key of Object.keys(world.here))
    if (key === `${PUBLIC}:${port}` || key === `${hostOf(world)}:${port}`) world.here[key] = at
}
/** Nobody answers on the Pi itself either. */
const doorIs = (world: Healthy, at: At): void => {
  for (const key of Object.keys(world.there)) (world.there as Record<string, At>)[key] = at
}
const certified = (world: Healthy, names: string[], days?: number): void => {
  world.main.certificate = world.authorities.everybody.issue(names, days)
}
/** Nobody gets through, the public tester neither. */
const nobodyGetsTo = (world: Healthy, at: At): void => {
  put(world, at)
  const report = { FederationOK: false, ConnectionErrors: { x: { Message: 'dial tcp: i/o timeout' } } }
  world.tester.site['/api/report'] = json(report)
}
const silentResolvers = (world: Healthy): void => {
  world.here['dns.google:443'] = 'refused'
  world.here['cloudflare-dns.com:443'] = 'hangs'
}

const nameUnknownAtHome = (world: Healthy): void => {
  world.own = {}
  world.here['192.168.1.5:443'] = world.main
  world.here['192.168.1.5:8443'] = world.signIn
}

export const brokenNames: readonly Broken[] = [
  ['the name is not known at home', 'home', nameUnknownAtHome, 'name', 'name-unknown'],
  ['there is no record', 'domain', (world) => delete world.names[hostOf(world)], 'name', 'name-unknown'],
  ['the record is empty', 'proxy', (world) => (world.names[hostOf(world)] = []), 'name', 'name-unknown'],
  [
    'Funnel’s name has not spread',
    'funnel',
    (world) => delete world.names[hostOf(world)],
    'name',
    'name-unknown',
  ],
  [
    'the tunnel’s name is not made',
    'cloudflare',
    (world) => delete world.names[hostOf(world)],
    'name',
    'name-unknown',
  ],
  [
    'the name servers fail',
    'domain',
    (world) => (world.names[hostOf(world)] = 'broken'),
    'name',
    'name-broken',
  ],
  [
    'the record names the home’s own address',
    'domain',
    (world) => (world.names[hostOf(world)] = ['192.168.1.5']),
    'name',
    'name-private',
  ],
  [
    'the record names a tailnet’s address',
    'proxy',
    (world) => (world.names[hostOf(world)] = ['100.64.0.9']),
    'name',
    'name-private',
  ],
  [
    'one of two records stays at home',
    'domain',
    (world) => (world.names[hostOf(world)] = [PUBLIC, 'fe80::1']),
    'name',
    'name-private',
  ],
  [
    'this computer has no internet',
    'domain',
    (world) => (silentResolvers(world), (world.own = {})),
    'name',
    'no-internet',
  ],
  ['nobody in the tailnet knows the name', 'tailnet', (world) => (world.own = {}), 'name', 'name-unknown'],
]

export const brokenConnections: readonly Broken[] = [
  ['the port is closed', 'domain', (world) => nobodyGetsTo(world, 'refused'), 'private', 'port-closed'],
  [
    'the router drops everything',
    'domain',
    (world) => nobodyGetsTo(world, 'hangs'),
    'private',
    'port-closed',
  ],
  ['the proxy does not run', 'proxy', (world) => nobodyGetsTo(world, 'refused'), 'private', 'port-closed'],
  [
    'the Pi is off',
    'domain',
    (world) => (nobodyGetsTo(world, 'hangs'), (world.there = 'gone')),
    'private',
    'port-closed',
  ],
  [
    'Caddy does not run',
    'domain',
    (world) => (nobodyGetsTo(world, 'refused'), doorIs(world, 'refused')),
    'private',
    'server-down',
  ],
  [
    'Caddy is dead behind Docker’s port',
    'home',
    (world) => (nobodyGetsTo(world, 'cut'), doorIs(world, 'cut')),
    'private',
    'server-down',
  ],
  ['a firewall on the Pi', 'home', (world) => nobodyGetsTo(world, 'hangs'), 'private', 'port-closed'],
  ['Funnel is not on', 'funnel', (world) => nobodyGetsTo(world, 'cut'), 'private', 'cut-off'],
  ['the relays refuse', 'funnel', (world) => nobodyGetsTo(world, 'refused'), 'private', 'port-closed'],
  ['serve is not on', 'tailnet', (world) => nobodyGetsTo(world, 'refused'), 'private', 'port-closed'],
  ['a firewall hangs up', 'proxy', (world) => nobodyGetsTo(world, 'cut'), 'private', 'cut-off'],
  ['it speaks in clear', 'proxy', (world) => (world.main.certificate = null), 'private', 'not-encrypted'],
  [
    'port 443 leads to port 80',
    'domain',
    (world) => put(world, { certificate: null, site: { '*': redirect(308, 'https://brookside.example/') } }),
    'private',
    'not-encrypted',
  ],
  ['something else answers', 'domain', (world) => nobodyGetsTo(world, 'noise'), 'private', 'not-encrypted'],
  [
    'the certificate of another name',
    'domain',
    (world) => certified(world, ['other.example']),
    'private',
    'other-certificate',
  ],
  [
    'the proxy does not know the name',
    'proxy',
    (world) => certified(world, ['somebody.example', 'www.somebody.example']),
    'private',
    'other-certificate',
  ],
  [
    'an own name as an alias of a ts.net one',
    'funnel',
    (world) => certified(world, ['other.tail1.ts.net']),
    'private',
    'other-certificate',
  ],
  [
    'the certificate has ended',
    'domain',
    (world) => certified(world, [hostOf(world)], -1),
    'private',
    'certificate-expired',
  ],
  [
    'the certificate has ended at the proxy',
    'proxy',
    (world) => certified(world, [hostOf(world)], -1),
    'private',
    'certificate-expired',
  ],
  [
    'the proxy’s default certificate',
    'proxy',
    (world) => (world.main.certificate = world.authorities.nobody.issue(['default'])),
    'private',
    'unknown-authority',
  ],
  [
    'a test authority’s certificate',
    'domain',
    (world) => (world.main.certificate = world.authorities.nobody.issue([hostOf(world)])),
    'private',
    'unknown-authority',
  ],
  [
    'another own authority',
    'home',
    (world) => (world.authority = world.authorities.nobody.ca),
    'private',
    'unknown-authority',
  ],
  [
    'no certificate for the name',
    'domain',
    (world) => (world.main.certificate = 'none'),
    'private',
    'no-certificate',
  ],
  [
    'an old IPv6 record',
    'domain',
    (world) => (world.names[hostOf(world)] = [PUBLIC, '2001:db8::1']),
    'private',
    'stale-address',
  ],
  [
    'an old IPv4 record that is somebody else’s',
    'domain',
    (world) => {
      world.names[hostOf(world)] = ['203.0.113.1', PUBLIC]
      world.here['203.0.113.1:443'] = {
        certificate: world.authorities.everybody.issue(['somebody.example']),
        site: {},
      }
    },
    'private',
    'stale-address',
  ],
]
