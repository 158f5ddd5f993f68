/** One intent for each kind of address, each with and without a service for identities. */
import { assemble, stackOf } from '../../provisioners/components.ts'
import type { Address, ProxyKind, ProxyReach } from '../../provisioners/model/address.ts'
import { proxyKinds } from '../../provisioners/model/address.ts'
import type { Intent } from '../../provisioners/model/intent.ts'
import type { Contribution } from '../../provisioners/stack/contribution.ts'
import type { Stack } from '../../provisioners/stack/fold.ts'
import { intent } from './fake.ts'

const tailscale = { signIn: 'link' as const, tags: [] }
const named = { serverName: 'example.org', host: 'matrix.example.org', identityHost: 'id.example.org' }

/** Every way in which a kind of proxy comes to the services. */
function reaches(proxy: ProxyKind): ProxyReach[] {
  const network = 'web-1_x.proxy'
  return [
    { by: 'loopback' },
    { by: 'network', network },
    ...(proxy === 'traefik'
      ? [{ by: 'labels' as const, network, entryPoint: 'websecure', certResolver: 'le' }]
      : []),
  ]
}

export const addresses: Readonly<Record<string, Address>> = {
  home: { mode: 'home', host: 'brookside.local' },
  tailnet: { mode: 'tailnet', host: 'brookside.tail1234.ts.net', tailscale },
  funnel: { mode: 'funnel', host: 'brookside.tail1234.ts.net', tailscale },
  domain: { mode: 'domain', ...named, email: 'owner@example.org' },
  cloudflare: { mode: 'cloudflare', ...named },
  ...Object.fromEntries(
    proxyKinds.flatMap((proxy) =>
      reaches(proxy).map(
        (reach) =>
          [
            `proxy-${proxy}${reach.by === 'loopback' ? '' : `-${reach.by}`}`,
            { mode: 'proxy', ...named, proxy, reach },
          ] as const,
      ),
    ),
  ),
}

/** What a service for identities adds, with a port that MAS has too, and one that must never be reached from outside. */
export const identityService: Contribution = {
  id: 'people',
  services: [
    {
      id: 'people',
      name: 'People',
      what: 'Stands for Pocket ID or Keycloak',
      image: 'example.org/people:1.0',
      user: { uid: 1000, gid: 1000 },
      compose: {},
      memoryLimitMiB: 64,
      memoryUseMiB: 8,
      downloadMiB: 1,
      diskMiB: 1,
      after: [],
      probe: { url: 'http://people:9000/health' },
    },
  ],
  databases: [],
  routes: [
    { site: 'identity', match: { kind: 'prefix', pattern: '/admin' }, to: { kind: 'not-found' } },
    { site: 'identity', match: { kind: 'all' }, to: { kind: 'service', service: 'people', port: 8080 } },
  ],
  secrets: [],
  checks: [],
}

export interface Mode {
  readonly name: string
  readonly intent: Intent
  readonly stack: Stack
}

export const modes: readonly Mode[] = Object.entries(addresses).flatMap(([name, address]) => {
  const of = { ...intent, address }
  return [
    { name, intent: of, stack: stackOf(of) },
    {
      name: `${name} with a service for identities`,
      intent: of,
      stack: assemble(of, { upstreams: [], contributions: [identityService] }),
    },
  ]
})
