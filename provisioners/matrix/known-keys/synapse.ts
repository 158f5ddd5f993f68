/** The keys of Synapse's `homeserver.yaml` (Synapse, docs/usage/configuration/config_documentation.md), as far as Bramble may write them. */
import {
  always,
  among,
  anything,
  either,
  keys,
  list,
  must,
  names,
  number,
  oneOf,
  port,
  text,
  together,
  where,
  whole,
  yesNo,
  type Mapping,
  type Shape,
} from '../../stack/strict/shape.ts'
import type { Intent } from '../../model/intent.ts'
import { experimentalKeys } from './synapse-experimental.ts'

const file = text(/^\//)
const size = either(text(/^\d+(\.\d+)?[KMGT]?$/), whole())
const duration = either(text(/^\d+[smhdwy]$/), whole())
const address = text(/^https?:\/\/\S+$/)
const network = text(/^[0-9a-f.:]+(\/\d{1,3})?$/)
const limit = keys({ per_second: number(), burst_count: number() })
const limits = (...of: readonly string[]): Shape => keys(Object.fromEntries(of.map((name) => [name, limit])))

const listener = keys(
  {
    port,
    type: among('http'),
    tls: always(false),
    x_forwarded: always(true),
    bind_addresses: list(text(), 1),
    resources: list(
      keys(
        {
          names: list(among('client', 'federation', 'keys', 'media', 'openid', 'static', 'health'), 1),
          // compressed answers get weak ETags, which break QR sign-in
          compress: always(false),
        },
        ['names', 'compress'],
      ),
      1,
    ),
  },
  ['port', 'type', 'tls', 'x_forwarded', 'bind_addresses', 'resources'],
)

const database = keys(
  {
    name: among('psycopg2'),
    txn_limit: whole(),
    // Synapse hands `args` to its pool and to libpq (PostgreSQL, Parameter Key Words)
    args: keys(
      {
        user: text(),
        password: text(),
        passfile: file,
        dbname: text(),
        host: text(),
        port,
        cp_min: whole(1),
        cp_max: whole(1),
        cp_reconnect: yesNo,
        sslmode: among('disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full'),
        connect_timeout: whole(),
        keepalives: whole(0, 1),
        keepalives_idle: whole(),
        keepalives_interval: whole(),
        keepalives_count: whole(),
        application_name: text(),
      },
      ['user', 'dbname', 'host'],
      oneOf('password', 'passfile'),
      must(
        ({ cp_min: least = 5, cp_max: most = 10 }) => Number(least) <= Number(most),
        'has fewer connections at most than at least',
      ),
    ),
  },
  ['name', 'args'],
)

const mas = keys(
  {
    enabled: always(true),
    endpoint: address,
    force_http2: yesNo,
    secret_path: file,
  },
  ['enabled', 'endpoint', 'secret_path'],
)

const caches = keys({
  global_factor: number(),
  per_cache_factors: names(number()),
  expire_caches: yesNo,
  cache_entry_ttl: duration,
  sync_response_cache_duration: duration,
  cache_autotuning: keys(
    { max_cache_memory_usage: size, target_cache_memory_usage: size, min_cache_ttl: duration },
    [],
    together('max_cache_memory_usage', 'target_cache_memory_usage', 'min_cache_ttl'),
  ),
})

const mediaAndLinks = {
  media_store_path: file,
  max_upload_size: size,
  max_image_pixels: size,
  enable_authenticated_media: yesNo,
  media_retention: keys({ local_media_lifetime: duration, remote_media_lifetime: duration }),
  url_preview_enabled: yesNo,
  url_preview_ip_range_blacklist: list(network, 1),
  url_preview_ip_range_whitelist: list(network),
  url_preview_accept_language: list(text()),
  max_spider_size: size,
} as const

const rateLimits = {
  rc_message: limit,
  rc_registration: limit,
  rc_login: limits('address', 'account', 'failed_attempts'),
  rc_admin_redaction: limit,
  rc_joins: limits('local', 'remote'),
  rc_joins_per_room: limit,
  rc_invites: limits('per_room', 'per_user', 'per_issuer'),
  rc_media_create: limit,
  rc_reports: limit,
  rc_room_creation: limit,
  rc_user_directory: limit,
  rc_delayed_event_mgmt: limit,
  rc_presence: limits('per_user'),
  rc_federation: keys({
    window_size: whole(),
    sleep_limit: whole(),
    sleep_delay: whole(),
    reject_limit: whole(),
    concurrent: whole(),
  }),
} as const

/**
 * @param federation which servers were chosen to be talked to: an empty list of them talks to none, and is only for who asked for
 *   that (Synapse, synapse/config/federation.py)
 */
export const synapseKeys = (federation: Intent['server']['federation']['with']): Shape =>
  keys(
    {
      server_name: text(/^[a-z0-9.-]+(:\d+)?$/),
      // what makes links and the QR sign-in's addresses
      public_baseurl: text(/^https:\/\/\S+\/$/),
      serve_server_wellknown: yesNo,
      extra_well_known_client_content: names(anything, /^(?!m\.(homeserver|identity_server)$)\S+$/),
      pid_file: file,
      log_config: file,
      report_stats: yesNo,
      signing_key_path: file,
      macaroon_secret_key_path: file,
      form_secret_path: file,
      listeners: list(listener, 1),
      database,
      matrix_authentication_service: mas,
      // with MAS, Synapse does not start with any of these on
      password_config: keys({ enabled: always(false), localdb_enabled: always(false) }),
      enable_registration: always(false),
      enable_3pid_changes: always(false),
      login_via_existing_session: keys({ enabled: always(false) }),
      experimental_features: experimentalKeys,
      ...mediaAndLinks,
      ...rateLimits,
      federation_domain_whitelist: list(text(/^[a-z0-9.-]+(:\d+)?$/)),
      allow_public_rooms_over_federation: yesNo,
      allow_public_rooms_without_auth: yesNo,
      allow_profile_lookup_over_federation: yesNo,
      allow_device_name_lookup_over_federation: yesNo,
      ip_range_blacklist: list(network, 1),
      ip_range_whitelist: list(network),
      presence: keys({ enabled: either(yesNo, among('untracked')), include_offline_users_on_sync: yesNo }),
      caches,
      // beside `caches` and not in it (Synapse, synapse/config/cache.py)
      event_cache_size: size,
      limit_remote_rooms: keys({
        enabled: yesNo,
        complexity: number(),
        complexity_error: text(),
        admins_can_join: yesNo,
      }),
      forgotten_room_retention_period: duration,
      redaction_retention_period: duration,
      user_ips_max_age: duration,
      delete_stale_devices_after: duration,
      retention: keys({
        enabled: yesNo,
        default_policy: keys({ min_lifetime: duration, max_lifetime: duration }),
      }),
      trusted_key_servers: list(keys({ server_name: text(), verify_keys: names(text()) }, ['server_name'])),
      suppress_key_server_warning: yesNo,
      app_service_config_files: list(file),
      max_event_delay_duration: duration,
      matrix_rtc: keys({
        transports: list(keys({ type: among('livekit'), livekit_service_url: address }, ['type'])),
      }),
      turn_uris: list(text(/^turns?:/)),
      turn_shared_secret_path: file,
      turn_user_lifetime: duration,
      turn_allow_guests: yesNo,
      user_directory: keys({
        enabled: yesNo,
        search_all_users: yesNo,
        prefer_local_users: yesNo,
        exclude_remote_users: yesNo,
      }),
      push: keys({ enabled: yesNo, include_content: yesNo, group_unread_count_by_room: yesNo }),
      auto_join_rooms: list(text(/^#/)),
      autocreate_auto_join_rooms: yesNo,
      enable_room_list_search: yesNo,
      default_room_version: text(/^\d+$/),
      encryption_enabled_by_default_for_room_type: among('all', 'invite', 'off'),
      admin_contact: text(),
      enable_metrics: yesNo,
    },
    [
      'server_name',
      'public_baseurl',
      'log_config',
      'report_stats',
      'signing_key_path',
      'macaroon_secret_key_path',
      'form_secret_path',
      'listeners',
      'database',
      'matrix_authentication_service',
      'media_store_path',
    ],
    // a link in a message must not lead into the home network
    where(
      (value) => value['url_preview_enabled'] === true,
      must(blocksPrivateNetworks, 'fetches links and does not keep them out of the home network'),
    ),
    must(({ federation_domain_whitelist: servers }) => {
      if (federation === 'all') return servers === undefined
      return Array.isArray(servers) && (servers.length === 0) === (federation === 'none')
    }, `does not talk to the servers that were chosen (${federation})`),
  )

const privateNetworks = [
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '::1/128',
  'fc00::/7',
  'fe80::/10',
]

function blocksPrivateNetworks(value: Mapping): boolean {
  const blocked = value['url_preview_ip_range_blacklist']
  return Array.isArray(blocked) && privateNetworks.every((one) => blocked.includes(one))
}
