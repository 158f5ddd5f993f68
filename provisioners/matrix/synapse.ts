/** Synapse: the Matrix server itself. */
import { images } from '../images.ts'
import type { Intent } from '../model/intent.ts'
import type { Contribution } from '../stack/contribution.ts'
import { PROBE_SERVICE } from '../stack/paths.ts'
import { toYaml } from '../stack/yaml.ts'
import { addressesOf } from './address.ts'
import { SYNAPSE_MOUNT, homeserver, logConfig } from './homeserver.ts'
import { logKeys } from './known-keys/log.ts'
import { synapseKeys } from './known-keys/synapse.ts'
import { synapseAnswers } from './checks.ts'
import { registrationOf, type Registration } from './registration.ts'
import { secrets, SHARED_SECRET } from './secrets.ts'

/** The image's own user (Synapse, docker/start.py). */
const user = { uid: 991, gid: 991 }

/** @param registrations of the programs that act for others: what is listed is in the same directory, so it can never be missing */
export function synapse(intent: Intent, registrations: readonly Registration[] = []): Contribution {
  const { serverName } = addressesOf(intent)
  return {
    id: 'synapse',
    services: [
      {
        id: PROBE_SERVICE,
        name: 'Synapse',
        what: 'The Matrix server: rooms, messages and pictures',
        image: images.synapse,
        user,
        store: {
          mount: SYNAPSE_MOUNT,
          files: [
            {
              name: 'homeserver.yaml',
              mode: 0o600,
              shape: synapseKeys(intent.server.federation.with),
              render: (secret) =>
                toYaml(homeserver(intent, secret(secrets.synapseDatabase.id), registrations)),
            },
            {
              name: 'log.yaml',
              mode: 0o600,
              shape: logKeys,
              render: () => toYaml(logConfig(intent.server.logLevel)),
            },
            { name: 'signing.key', mode: 0o600, render: (secret) => [secret(secrets.signingKey.id)] },
            { name: 'macaroon-key', mode: 0o600, render: (secret) => [secret(secrets.macaroon.id)] },
            { name: 'form-secret', mode: 0o600, render: (secret) => [secret(secrets.form.id)] },
            { name: 'mas-secret', mode: 0o600, render: (secret) => [secret(SHARED_SECRET)] },
            ...registrations.map((registration) => registrationOf(registration, serverName)),
          ],
        },
        data: [{ name: 'synapse', mount: '/data' }],
        // Synapse, synapse/config/__main__.py
        selfCheck: ['python3', '-m', 'synapse.config', '-c', `${SYNAPSE_MOUNT}/homeserver.yaml`],
        compose: {
          environment: { SYNAPSE_CONFIG_PATH: `${SYNAPSE_MOUNT}/homeserver.yaml` },
          // Synapse keeps what MAS said about itself until it restarts (MAS, docs/setup/reverse-proxy.md)
          labels: { 'org.bramble.sign-in': addressesOf(intent).signIn },
          stop_grace_period: '1m',
          healthcheck: {
            test: ['CMD', 'curl', '--fail', '--silent', '--show-error', 'http://localhost:8008/health'],
            interval: '10s',
            timeout: '5s',
            retries: 3,
            start_period: '180s',
          },
        },
        memoryLimitMiB: 1536,
        memoryUseMiB: 450,
        downloadMiB: 190,
        diskMiB: 900,
        after: ['postgres'],
      },
    ],
    databases: [
      { name: 'synapse', role: 'synapse', passwordSecret: secrets.synapseDatabase.id, locale: 'C' },
    ],
    routes: [
      // first match wins: what only MAS and administrators may ask stays inside (MAS, docs/setup/reverse-proxy.md)
      { site: 'main', match: { kind: 'prefix', pattern: '/_synapse/admin' }, to: { kind: 'not-found' } },
      { site: 'main', match: { kind: 'prefix', pattern: '/_synapse/mas' }, to: { kind: 'not-found' } },
      ...['/_matrix/', '/_synapse/client/', '/.well-known/matrix/'].map((pattern) => ({
        site: 'main' as const,
        match: { kind: 'prefix' as const, pattern },
        to: { kind: 'service' as const, service: PROBE_SERVICE, port: 8008 },
      })),
    ],
    secrets: [secrets.synapseDatabase, secrets.signingKey, secrets.macaroon, secrets.form],
    checks: [synapseAnswers],
  }
}
