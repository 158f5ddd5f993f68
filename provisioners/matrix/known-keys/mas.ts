/** The keys of MAS's `config.yaml` (MAS, docs/reference/configuration.md and crates/config/src/sections), as far as Bramble may write them. */
import {
  among,
  anything,
  keys,
  list,
  must,
  needs,
  notBoth,
  number,
  oneOf,
  port,
  text,
  where,
  whole,
  without,
  yesNo,
  type Mapping,
  type Shape,
} from '../../stack/strict/shape.ts'
import { address, database, file, http, network, secrets } from './mas-server.ts'
import { ULID, upstreamKeys } from './mas-upstream.ts'

const passwords = keys(
  {
    enabled: yesNo,
    minimum_complexity: whole(0, 4),
    schemes: list(
      keys(
        {
          version: whole(1, 65_535),
          algorithm: among('argon2id', 'bcrypt', 'pbkdf2'),
          unicode_normalization: yesNo,
          cost: whole(),
          secret: text(),
          secret_file: file,
        },
        ['version', 'algorithm'],
        notBoth('secret', 'secret_file'),
      ),
      1,
    ),
  },
  ['enabled'],
)

const account = keys({
  email_change_allowed: yesNo,
  displayname_change_allowed: yesNo,
  password_registration_enabled: yesNo,
  password_registration_email_required: yesNo,
  password_registration_token_required: yesNo,
  password_change_allowed: yesNo,
  password_recovery_enabled: yesNo,
  account_deactivation_allowed: yesNo,
  login_with_email_allowed: yesNo,
})

const mailKeys = ['mode', 'hostname', 'port', 'username', 'password', 'password_file'] as const
const transport = (name: string) => (value: Mapping) => value['transport'] === name

const email = keys(
  {
    from: text(/^[^\p{Cc}]+$/u),
    reply_to: text(/^[^\p{Cc}]+$/u),
    transport: among('blackhole', 'smtp', 'sendmail'),
    mode: among('plain', 'starttls', 'tls'),
    hostname: text(),
    port,
    username: text(),
    password: text(),
    password_file: file,
    command: text(),
  },
  ['transport'],
  where(
    transport('smtp'),
    needs('mode', 'hostname', 'from'),
    without('command'),
    notBoth('password', 'password_file'),
    must(
      (value) => 'username' in value === ('password' in value || 'password_file' in value),
      'needs a username and a password, or neither',
    ),
  ),
  where(transport('sendmail'), needs('command'), without(...mailKeys)),
)

const limiter = keys({ burst: whole(1, 2 ** 32 - 1), per_second: number(1e-9, 1e9) }, ['burst', 'per_second'])
const constraints = keys({
  literals: list(text()),
  prefixes: list(text()),
  suffixes: list(text()),
  substrings: list(text()),
  regexes: list(text()),
})

/** MAS hands it to its policy unread; these are the names that the policy asks for (MAS, policies). */
const policyData = keys({
  admin_clients: list(text(ULID)),
  admin_users: list(text()),
  client_registration: keys({
    allow_host_mismatch: yesNo,
    allow_insecure_uris: yesNo,
    allow_missing_client_uri: yesNo,
  }),
  registration: keys({ allowed_usernames: constraints, banned_usernames: constraints }),
  emails: keys({ allowed_addresses: constraints, banned_addresses: constraints }),
  requester: keys({ banned_ips: list(network), banned_user_agents: constraints }),
})

const client = keys(
  {
    client_id: text(ULID),
    client_auth_method: among(
      'none',
      'client_secret_basic',
      'client_secret_post',
      'client_secret_jwt',
      'private_key_jwt',
    ),
    client_name: text(),
    client_uri: address,
    client_secret: text(),
    client_secret_file: file,
    jwks: anything,
    jwks_uri: address,
    redirect_uris: list(address),
  },
  ['client_id', 'client_auth_method'],
  where(
    ({ client_auth_method: method }) => typeof method === 'string' && method.startsWith('client_secret_'),
    oneOf('client_secret', 'client_secret_file'),
    without('jwks', 'jwks_uri'),
  ),
  where(
    ({ client_auth_method: method }) => method === 'none' || method === 'private_key_jwt',
    without('client_secret', 'client_secret_file'),
  ),
  where(({ client_auth_method: method }) => method === 'private_key_jwt', oneOf('jwks', 'jwks_uri')),
)

const life = whole(60, 86_400)

export const masKeys: Shape = keys(
  {
    http,
    database,
    matrix: keys(
      {
        kind: among('synapse', 'synapse_modern', 'synapse_legacy', 'synapse_read_only'),
        homeserver: text(/^[^/\s]+$/),
        endpoint: address,
        secret: text(),
        secret_file: file,
      },
      ['homeserver', 'endpoint'],
      oneOf('secret', 'secret_file'),
    ),
    secrets,
    passwords,
    account,
    upstream_oauth2: keys({ providers: list(upstreamKeys) }, ['providers']),
    captcha: keys(
      {
        service: among('recaptcha_v2', 'cloudflare_turnstile', 'hcaptcha'),
        site_key: text(),
        secret_key: text(),
      },
      ['service', 'site_key', 'secret_key'],
    ),
    branding: keys({ service_name: text(), policy_uri: address, tos_uri: address, imprint: text() }),
    clients: list(client),
    policy: keys({ data: policyData }),
    rate_limiting: keys({
      account_recovery: keys({ per_ip: limiter, per_address: limiter }),
      login: keys({ per_ip: limiter, per_account: limiter }),
      registration: limiter,
      email_authentication: keys({
        per_ip: limiter,
        per_address: limiter,
        emails_per_session: limiter,
        attempt_per_session: limiter,
      }),
    }),
    oauth: keys({ device_code_grant_enabled: yesNo, device_code_user_code_auto_fill_enabled: yesNo }),
    email,
    telemetry: keys({
      tracing: keys({ exporter: among('none', 'stdout', 'otlp'), endpoint: address }),
      metrics: keys({ exporter: among('none', 'stdout', 'otlp', 'prometheus'), endpoint: address }),
    }),
    experimental: keys({
      access_token_ttl: life,
      compat_token_ttl: life,
      inactive_session_expiration: keys(
        {
          ttl: whole(600, 7_776_000),
          expire_compat_sessions: yesNo,
          expire_oauth_sessions: yesNo,
          expire_user_sessions: yesNo,
        },
        ['ttl'],
      ),
      session_limit: keys(
        {
          soft_limit: whole(1),
          hard_limit: whole(1),
          max_session_threshold: whole(1),
          dangerous_hard_limit_eviction: yesNo,
        },
        ['soft_limit', 'hard_limit'],
      ),
    }),
  },
  ['http', 'database', 'matrix', 'secrets', 'passwords', 'account', 'email'],
  must(signsSomebodyIn, 'lets nobody sign in: neither passwords nor a provider'),
  must(guarded, 'opens registration to anybody, without an invitation and without a proven address'),
  must(mailed, 'wants mails sent and has no way to send them'),
)

const section = (value: Mapping, name: string): Mapping => (value[name] ?? {}) as Mapping

function signsSomebodyIn(value: Mapping): boolean {
  const { providers } = section(value, 'upstream_oauth2')
  return section(value, 'passwords')['enabled'] === true || (Array.isArray(providers) && providers.length > 0)
}

function guarded(value: Mapping): boolean {
  const of = section(value, 'account')
  return (
    of['password_registration_enabled'] !== true ||
    of['password_registration_token_required'] === true ||
    of['password_registration_email_required'] !== false
  )
}

function mailed(value: Mapping): boolean {
  const of = section(value, 'account')
  const wants =
    of['password_recovery_enabled'] === true ||
    (of['password_registration_enabled'] === true && of['password_registration_email_required'] !== false)
  return !wants || section(value, 'email')['transport'] !== 'blackhole'
}
