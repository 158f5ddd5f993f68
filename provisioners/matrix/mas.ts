/** The Matrix Authentication Service: accounts, passwords, invitations, sessions. */
import { images } from '../images.ts'
import type { Intent } from '../model/intent.ts'
import type { Secret } from '../model/secret.ts'
import type { Contribution } from '../stack/contribution.ts'
import { toYaml } from '../stack/yaml.ts'
import { masKeys } from './known-keys/mas.ts'
import { signInAnswers } from './checks.ts'
import { MAS_INTERNAL_PORT, MAS_MOUNT, MAS_PORT, masConfig } from './mas-config.ts'
import { givenSecrets, MAIL_PASSWORD, secrets, SHARED_SECRET } from './secrets.ts'
import { upstreamFiles, type Upstream } from './upstream.ts'

/** `nonroot` of the distroless image (MAS, Dockerfile). */
const user = { uid: 65532, gid: 65532 }

/** @param upstreams the other services that people sign in with */
export function mas(intent: Intent, upstreams: readonly Upstream[]): Contribution {
  return {
    id: 'mas',
    services: [
      {
        id: 'mas',
        name: 'Sign-in service',
        what: 'Accounts, passwords, invitations and sessions',
        image: images.mas,
        user,
        store: {
          mount: MAS_MOUNT,
          files: [
            {
              name: 'config.yaml',
              mode: 0o600,
              shape: masKeys,
              render: (secret) => toYaml(masConfig(intent, upstreams, secret)),
            },
            // not trimmed by MAS: no newline behind it (MAS, docs/reference/configuration.md)
            { name: 'encryption', mode: 0o600, render: (secret) => [secret(secrets.encryption.id)] },
            { name: 'rsa.pem', mode: 0o600, render: (secret) => [secret(secrets.rsa.id)] },
            { name: 'p256.pem', mode: 0o600, render: (secret) => [secret(secrets.p256.id)] },
            { name: 'database-password', mode: 0o600, render: (secret) => [secret(secrets.masDatabase.id)] },
            { name: 'synapse-secret', mode: 0o600, render: (secret) => [secret(SHARED_SECRET)] },
            { name: 'admin-client', mode: 0o600, render: (secret) => [secret(secrets.adminClient.id)] },
            ...[
              ...upstreams.flatMap(upstreamFiles),
              ...givenSecrets(intent)
                .filter(({ id }) => id === MAIL_PASSWORD)
                .map(({ id }) => ({ name: id, secret: id })),
            ].map(({ name, secret: id }) => ({
              name,
              mode: 0o600,
              render: (secret: (id: string) => Secret) => [secret(id)],
            })),
          ],
        },
        // MAS, crates/cli/src/commands/config.rs; it ignores keys that it does not know, so our own look comes first
        selfCheck: ['mas-cli', 'config', 'check', '--config', `${MAS_MOUNT}/config.yaml`],
        // MAS_CONFIG is the one variable with this prefix that is no setting (MAS, docs/reference/configuration.md)
        compose: { command: ['server'], environment: { MAS_CONFIG: `${MAS_MOUNT}/config.yaml` } },
        memoryLimitMiB: 384,
        memoryUseMiB: 90,
        downloadMiB: 45,
        diskMiB: 150,
        after: ['postgres'],
        // no shell and no curl in the image
        probe: { url: `http://mas:${MAS_INTERNAL_PORT}/health` },
      },
    ],
    databases: [{ name: 'mas', role: 'mas', passwordSecret: secrets.masDatabase.id, locale: 'default' }],
    routes: [
      // MAS answers the old sign-in calls; before the general rule for /_matrix (MAS, docs/setup/reverse-proxy.md)
      {
        site: 'main',
        match: { kind: 'regex', pattern: '^/_matrix/client/[^/]+/(login|logout|refresh)(/.*)?$' },
        to: { kind: 'service', service: 'mas', port: MAS_PORT },
      },
      // administration is on the inner listener only; should a later MAS put it on this one, it stays closed
      { site: 'sign-in', match: { kind: 'prefix', pattern: '/api/' }, to: { kind: 'not-found' } },
      { site: 'sign-in', match: { kind: 'all' }, to: { kind: 'service', service: 'mas', port: MAS_PORT } },
    ],
    secrets: [
      secrets.masDatabase,
      secrets.shared,
      secrets.encryption,
      secrets.rsa,
      secrets.p256,
      secrets.adminClient,
      ...givenSecrets(intent),
    ],
    checks: [signInAnswers],
  }
}
