/** MAS's configuration as an object; every key is in upstream's schema (MAS, docs/config.schema.json). */
import type { Secret } from '../model/secret.ts'
import type { Intent } from '../model/intent.ts'
import { addressesOf } from './address.ts'
import { CAPTCHA_KEY } from './secrets.ts'
import { upstreamEntry, type Upstream } from './upstream.ts'

export const MAS_MOUNT = '/config'
/** What people and Synapse reach; the proxy leads here. */
export const MAS_PORT = 8080
/** Health and administration; no public route leads here. */
export const MAS_INTERNAL_PORT = 8081

/** The app's own client for the Admin API: a ULID, the same on every server; what makes it secret is its secret. */
export const ADMIN_CLIENT_ID = '01BRAMB1EADM1N000000000000'

/**
 * @param upstreams the other services that people sign in with
 * @param secret for the one value that MAS reads from no file
 */
export function masConfig(
  intent: Intent,
  upstreams: readonly Upstream[],
  secret: (id: string) => Secret,
): object {
  const addresses = addressesOf(intent)
  const { signIn } = intent
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
    passwords: signIn.accounts
      ? { enabled: true, minimum_complexity: signIn.passwordStrength }
      : { enabled: false },
    account: account(intent),
    ...(upstreams.length === 0
      ? {}
      : {
          upstream_oauth2: {
            providers: upstreams.map((upstream) =>
              upstreamEntry(upstream, MAS_MOUNT, !signIn.accounts && upstreams.length === 1),
            ),
          },
        }),
    ...(signIn.captcha === null
      ? {}
      : {
          captcha: {
            service: signIn.captcha.service,
            site_key: signIn.captcha.siteKey,
            secret_key: secret(CAPTCHA_KEY),
          },
        }),
    branding: {
      service_name: intent.name,
      ...(intent.branding.privacyPolicy === undefined ? {} : { policy_uri: intent.branding.privacyPolicy }),
      ...(intent.branding.terms === undefined ? {} : { tos_uri: intent.branding.terms }),
      ...(intent.branding.imprint === undefined ? {} : { imprint: intent.branding.imprint }),
    },
    clients: [
      {
        client_id: ADMIN_CLIENT_ID,
        client_auth_method: 'client_secret_basic',
        client_secret_file: `${MAS_MOUNT}/admin-client`,
      },
    ],
    policy: {
      data: {
        admin_clients: [ADMIN_CLIENT_ID],
        ...(signIn.allowedEmails.length === 0
          ? {}
          : { emails: { allowed_addresses: allowedAddresses(signIn.allowedEmails) } }),
      },
    },
    rate_limiting: {
      // one home shares one address: a family that mistypes is not locked out, a guesser still is
      login: { per_ip: { burst: 10, per_second: 0.05 }, per_account: { burst: 10, per_second: 0.02 } },
    },
    // QR sign-in on a new device
    oauth: { device_code_grant_enabled: intent.server.qrSignIn },
    email: email(intent),
    telemetry: { metrics: { exporter: 'none' }, tracing: { exporter: 'none' } },
  }
}

/** Nothing here is left to a default: MAS asks for an e-mail address unless it is told not to. */
function account({ signIn, mail }: Intent): object {
  return {
    password_registration_enabled: signIn.accounts && signIn.registration !== 'closed',
    // open registration is found by abusers within days: it takes an invitation or a proven address
    password_registration_token_required: signIn.registration === 'invitation',
    password_registration_email_required: signIn.registration === 'email',
    password_recovery_enabled: signIn.accounts && signIn.passwordRecovery,
    // a new address is proven by mail
    email_change_allowed: mail !== null,
  }
}

/** `@example.org` is the end of an address, all else a whole one (MAS, docs/reference/configuration.md). */
function allowedAddresses(entries: readonly string[]): object {
  const suffixes = entries.filter((entry) => entry.startsWith('@'))
  const literals = entries.filter((entry) => !entry.startsWith('@'))
  return {
    ...(literals.length === 0 ? {} : { literals }),
    ...(suffixes.length === 0 ? {} : { suffixes }),
  }
}

function email({ mail, name }: Intent): object {
  if (mail === null) return { transport: 'blackhole' }
  const from = `${displayName(name)} <${mail.from}>`
  return {
    from,
    reply_to: from,
    transport: 'smtp',
    mode: mail.security,
    hostname: mail.host,
    port: mail.port,
    ...(mail.username === null
      ? {}
      : { username: mail.username, password_file: `${MAS_MOUNT}/mail-password` }),
  }
}

/**
 * A name before an address. Between quotes MAS's parser drops the spaces, so quotes are only for what cannot stand without them
 * (lettre, src/message/mailbox/parsers/rfc2822.rs).
 */
function displayName(name: string): string {
  const bare =
    /^[^\p{ASCII}]|^[\w!#$%&'*+/=?^`{|}~-]/u.test(name) &&
    /^([^\p{ASCII}]|[\w!#$%&'*+/=?^`{|}~. -])+$/u.test(name)
  // these two would end the quotes
  return bare ? name : `"${name.replaceAll(/["\\]/g, '')}"`
}
