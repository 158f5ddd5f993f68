/** The Matrix Authentication Service: accounts, passwords, invitations, sessions. */
import { images } from '../images.ts'
import type { Component } from '../stack/contribution.ts'
import { toYaml } from '../stack/yaml.ts'
import { addressesOf } from './address.ts'
import { signInAnswers } from './checks.ts'
import { MAS_INTERNAL_PORT, MAS_MOUNT, MAS_PORT, masConfig } from './mas-config.ts'
import { secrets, SHARED_SECRET } from './secrets.ts'

/** `nonroot` of the distroless image (MAS, Dockerfile). */
const user = { uid: 65532, gid: 65532 }

export const mas: Component = {
  id: 'mas',
  contribute: (intent) => ({
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
            { name: 'config.yaml', mode: 0o600, render: () => toYaml(masConfig(addressesOf(intent))) },
            // not trimmed by MAS: no newline behind it (MAS, docs/reference/configuration.md)
            { name: 'encryption', mode: 0o600, render: (secret) => [secret(secrets.encryption.id)] },
            { name: 'rsa.pem', mode: 0o600, render: (secret) => [secret(secrets.rsa.id)] },
            { name: 'p256.pem', mode: 0o600, render: (secret) => [secret(secrets.p256.id)] },
            { name: 'database-password', mode: 0o600, render: (secret) => [secret(secrets.masDatabase.id)] },
            { name: 'synapse-secret', mode: 0o600, render: (secret) => [secret(SHARED_SECRET)] },
            { name: 'admin-client', mode: 0o600, render: (secret) => [secret(secrets.adminClient.id)] },
          ],
        },
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
    ],
    checks: [signInAnswers],
  }),
}
