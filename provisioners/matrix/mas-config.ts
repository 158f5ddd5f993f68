/** MAS's configuration as an object; every key is in upstream's schema (MAS, docs/config.schema.json). */
import type { Addresses } from './address.ts'

export const MAS_MOUNT = '/config'
/** What people and Synapse reach; the proxy leads here. */
export const MAS_PORT = 8080
/** Health and administration; no public route leads here. */
export const MAS_INTERNAL_PORT = 8081

/** The app's own client for the Admin API: a ULID, the same on every server; what makes it secret is its secret. */
export const ADMIN_CLIENT_ID = '01BRAMB1EADM1N000000000000'

export function masConfig(addresses: Addresses): object {
  return {
    http: {
      public_base: addresses.signIn,
      // only the proxy can reach the listener; MAS's own default stops at 10.63 (MAS, docs/reference/configuration.md)
      trusted_proxies: [
        '127.0.0.0/8',
        '10.0.0.0/8',
        '172.16.0.0/12',
        '192.168.0.0/16',
        'fd00::/8',
        '::1/128',
      ],
      listeners: [
        {
          name: 'web',
          resources: ['discovery', 'human', 'oauth', 'compat', 'graphql', 'assets'].map((name) => ({ name })),
          binds: [{ host: '0.0.0.0', port: MAS_PORT }],
        },
        {
          name: 'internal',
          resources: [{ name: 'health' }, { name: 'adminapi' }],
          binds: [{ host: '0.0.0.0', port: MAS_INTERNAL_PORT }],
        },
      ],
    },
    database: {
      host: 'postgres',
      port: 5432,
      username: 'mas',
      password_file: `${MAS_MOUNT}/database-password`,
      database: 'mas',
      ssl_mode: 'disable',
      max_connections: 10,
    },
    matrix: {
      kind: 'synapse',
      homeserver: addresses.serverName,
      endpoint: 'http://synapse:8008/',
      secret_file: `${MAS_MOUNT}/synapse-secret`,
    },
    secrets: {
      encryption_file: `${MAS_MOUNT}/encryption`,
      // the last key that fits signs: a new one is added at the end
      keys: [{ key_file: `${MAS_MOUNT}/rsa.pem` }, { key_file: `${MAS_MOUNT}/p256.pem` }],
    },
    passwords: { enabled: true, minimum_complexity: 3 },
    account: {
      password_registration_enabled: true,
      // by invitation only: open registration is found by abusers within days
      password_registration_token_required: true,
      password_registration_email_required: false,
      password_recovery_enabled: false,
    },
    clients: [
      {
        client_id: ADMIN_CLIENT_ID,
        client_auth_method: 'client_secret_basic',
        client_secret_file: `${MAS_MOUNT}/admin-client`,
      },
    ],
    policy: { data: { admin_clients: [ADMIN_CLIENT_ID] } },
    // QR sign-in on a new device
    oauth: { device_code_grant_enabled: true },
    email: { transport: 'blackhole' },
    telemetry: { metrics: { exporter: 'none' }, tracing: { exporter: 'none' } },
  }
}
