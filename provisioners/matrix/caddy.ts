/** Caddy: the only service that the network reaches; it ends TLS and follows the routing table. */
import { images } from '../images.ts'
import type { Proxy } from '../stack/contribution.ts'
import { caddyConfig } from '../stack/routes/caddy.ts'
import { sitesInUse } from '../stack/routes/table.ts'
import type { Front, Site } from '../stack/site.ts'
import { toJson } from '../stack/yaml.ts'
import { addressesOf } from './address.ts'
import { caddyKeys } from './known-keys/caddy.ts'

const MOUNT = '/etc/caddy'
const HEALTH_PORT = 2020

export const caddy: Proxy = {
  id: 'caddy',
  contribute(intent, routes) {
    const addresses = addressesOf(intent)
    const { front } = addresses
    if (front.kind === 'theirs') throw new TypeError('there is another proxy, and Caddy is not run')
    const sites = sitesInUse(addresses.sites, routes)
    return {
      id: 'caddy',
      services: [
        {
          id: 'caddy',
          name: 'Caddy',
          what: 'Leads every visitor to the right service, encrypted',
          image: images.caddy,
          user: { uid: 0, gid: 0 },
          store: {
            mount: MOUNT,
            files: [
              {
                name: 'caddy.json',
                mode: 0o600,
                shape: caddyKeys,
                render: () =>
                  toJson(caddyConfig(sites, routes, { storage: '/data', healthPort: HEALTH_PORT, front })),
              },
            ],
          },
          data: [{ name: 'caddy', mount: '/data' }],
          selfCheck: ['caddy', 'validate', '--config', `${MOUNT}/caddy.json`],
          compose: {
            command: ['caddy', 'run', '--config', `${MOUNT}/caddy.json`],
            ports: published(sites, front),
            tmpfs: ['/config'],
            healthcheck: {
              test: ['CMD', 'wget', '-q', '-O', '/dev/null', `http://127.0.0.1:${HEALTH_PORT}/`],
              interval: '10s',
              timeout: '5s',
              retries: 3,
              start_period: '30s',
            },
          },
          memoryLimitMiB: 256,
          memoryUseMiB: 40,
          downloadMiB: 25,
          diskMiB: 80,
          after: [],
        },
      ],
      databases: [],
      routes: [],
      secrets: [],
      checks: [],
    }
  },
}

/**
 * Port 80 leads to the encrypted one, and answers the certificate authority; HTTP/3 needs its port for UDP as well, and only
 * public certificates are worth it: browsers take no others for it.
 */
function published(sites: readonly Site[], front: Front): string[] {
  const own = [...new Set(sites.flatMap(({ publish }) => (publish === null ? [] : [publish])))]
  switch (front.kind) {
    case 'own-authority':
      return ['80:80', ...own]
    case 'acme':
      return ['80:80', ...own, ...own.map((port) => `${port}/udp`)]
    case 'behind':
    case 'theirs':
      return own
  }
}
