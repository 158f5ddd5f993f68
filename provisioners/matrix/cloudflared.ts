/** cloudflared: goes out to Cloudflare and brings visitors in, so that no port has to be open. */
import { images } from '../images.ts'
import { CLOUDFLARE_TOKEN } from '../model/keys.ts'
import type { SecretSpec } from '../model/secret.ts'
import type { Component } from '../stack/contribution.ts'

const MOUNT = '/etc/cloudflared'
const TOKEN = 'token'
/** Only the container itself can ask here whether the tunnel stands. */
const METRICS = '127.0.0.1:2000'

const token: SecretSpec = { id: CLOUDFLARE_TOKEN, label: 'Token of the Cloudflare tunnel', kind: 'given' }

/**
 * Which names lead through the tunnel, and to what, is set at Cloudflare and not here: for-people.ts says what to enter there.
 *
 * The token is read from a file (`--token-file`), so that neither the list of processes nor Docker's description of the
 * container holds it (cloudflared, cmd/cloudflared/tunnel/subcommands.go). A token that is none ends the program at once with
 * status 255 (seen). There is no way to ask about one without going out, so there is no self-check.
 */
export const cloudflared: Component = {
  id: 'cloudflared',
  contribute({ address }) {
    if (address.mode !== 'cloudflare') return null
    return {
      id: 'cloudflared',
      services: [
        {
          id: 'cloudflared',
          name: 'Cloudflare tunnel',
          what: 'Brings visitors in through Cloudflare',
          image: images.cloudflared,
          // `nonroot` of the distroless image (cloudflared, Dockerfile)
          user: { uid: 65532, gid: 65532 },
          store: {
            mount: MOUNT,
            files: [{ name: TOKEN, mode: 0o600, render: (secret) => [secret(CLOUDFLARE_TOKEN)] }],
          },
          compose: {
            // behind the entrypoint `cloudflared --no-autoupdate` of the image
            command: ['tunnel', '--metrics', METRICS, 'run', '--token-file', `${MOUNT}/${TOKEN}`],
            healthcheck: {
              // no shell and no curl in the image; exit 1 while no connection to Cloudflare stands (seen)
              test: ['CMD', 'cloudflared', 'tunnel', '--metrics', METRICS, 'ready'],
              interval: '15s',
              timeout: '10s',
              retries: 4,
              start_period: '60s',
            },
          },
          memoryLimitMiB: 192,
          memoryUseMiB: 40,
          downloadMiB: 30,
          diskMiB: 80,
          after: ['caddy'],
        },
      ],
      databases: [],
      routes: [],
      secrets: [token],
      checks: [],
    }
  },
}
