/** Caddy: the only service that the network reaches; it ends TLS and follows the routing table. */
import { images } from '../images.ts'
import type { Proxy } from '../stack/contribution.ts'
import { caddyConfig } from '../stack/routes.ts'
import { toJson } from '../stack/yaml.ts'
import { addressesOf } from './address.ts'
import { certificateHolds, siteAnswers } from './checks.ts'

const MOUNT = '/etc/caddy'
const HEALTH_PORT = 2020

export const caddy: Proxy = {
  id: 'caddy',
  contribute(intent, routes) {
    const addresses = addressesOf(intent)
    const sites = addresses.sites.filter(({ id }) => routes.some(({ site }) => site === id))
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
                render: () =>
                  toJson(caddyConfig(sites, routes, { storage: '/data', healthPort: HEALTH_PORT })),
              },
            ],
          },
          data: [{ name: 'caddy', mount: '/data' }],
          compose: {
            command: ['caddy', 'run', '--config', `${MOUNT}/caddy.json`],
            // in clear, only for the redirect and for certificates
            ports: [
              ...(addresses.ports.includes(80) ? ['80:80'] : []),
              ...new Set(sites.flatMap(({ publish }) => (publish === null ? [] : [publish]))),
            ],
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
      checks: [siteAnswers(addresses), certificateHolds(addresses)],
    }
  },
}
