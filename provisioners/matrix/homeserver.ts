/** Synapse's configuration as an object; every key is in upstream's schema (Synapse, docs/usage/configuration/config_documentation.md). */
import type { Secret } from '../model/secret.ts'
import type { Intent } from '../model/intent.ts'
import type { ServerOptions } from '../model/options.ts'
import { addressesOf } from './address.ts'
import { registrationFile, type Registration } from './registration.ts'

/** Where the store directory is inside the container; /data is for what Synapse writes. */
export const SYNAPSE_MOUNT = '/config'

/** @param registrations each a file of the same store directory */
export function homeserver(
  intent: Intent,
  databasePassword: Secret,
  registrations: readonly Registration[] = [],
): object {
  const addresses = addressesOf(intent)
  const { server } = intent
  const size = sizes[server.memory]
  return {
    server_name: addresses.serverName,
    // without it no /.well-known/matrix/client is served
    public_baseurl: addresses.matrix,
    // an apex elsewhere has both well-known files itself; this server's own host is not the one that is asked
    serve_server_wellknown: !addresses.apexElsewhere,
    pid_file: '/data/homeserver.pid',
    log_config: `${SYNAPSE_MOUNT}/log.yaml`,
    report_stats: false,
    signing_key_path: `${SYNAPSE_MOUNT}/signing.key`,
    macaroon_secret_key_path: `${SYNAPSE_MOUNT}/macaroon-key`,
    form_secret_path: `${SYNAPSE_MOUNT}/form-secret`,
    listeners: [
      {
        port: 8008,
        tls: false,
        type: 'http',
        x_forwarded: true,
        bind_addresses: ['0.0.0.0'],
        // compressed answers get weak ETags, which break QR sign-in
        resources: [{ names: ['client', 'federation'], compress: false }],
      },
    ],
    database: {
      name: 'psycopg2',
      args: {
        user: 'synapse',
        password: databasePassword,
        dbname: 'synapse',
        host: 'postgres',
        port: 5432,
        cp_min: 2,
        cp_max: size.connections,
        keepalives_idle: 10,
        keepalives_interval: 10,
        keepalives_count: 3,
      },
    },
    matrix_authentication_service: {
      enabled: true,
      endpoint: 'http://mas:8080/',
      secret_path: `${SYNAPSE_MOUNT}/mas-secret`,
    },
    ...(registrations.length === 0
      ? {}
      : {
          app_service_config_files: registrations.map(
            (registration) => `${SYNAPSE_MOUNT}/${registrationFile(registration)}`,
          ),
        }),
    password_config: { enabled: false, localdb_enabled: false },
    enable_registration: false,
    // QR sign-in on a new device; what ESS ships (Synapse, synapse/config/experimental.py)
    experimental_features: { msc4108_enabled: server.qrSignIn },
    media_store_path: '/data/media_store',
    max_upload_size: `${server.uploadMiB}M`,
    enable_authenticated_media: true,
    ...(server.keepRemoteMediaDays === null
      ? {}
      : { media_retention: { remote_media_lifetime: `${server.keepRemoteMediaDays}d` } }),
    ...urlPreviews(server),
    ...federation(server),
    presence: { enabled: server.presence },
    caches: {
      global_factor: size.cacheFactor,
      expire_caches: true,
      cache_entry_ttl: '30m',
      sync_response_cache_duration: '2m',
    },
    event_cache_size: size.events,
    ...(size.roomComplexity === null
      ? {}
      : {
          limit_remote_rooms: {
            enabled: true,
            complexity: size.roomComplexity,
            complexity_error: 'This room is too large for this server.',
            admins_can_join: true,
          },
        }),
    forgotten_room_retention_period: '28d',
    trusted_key_servers: [{ server_name: 'matrix.org' }],
    suppress_key_server_warning: true,
    rc_message: { per_second: 0.5, burst_count: 30 },
  }
}

/**
 * What keeps Synapse as small as the machine (Synapse, docs/usage/administration/admin_faq.md): caches, database connections,
 * and rooms elsewhere that are too large to join. `roomComplexity` 1 is about 500 members' worth of state.
 */
const sizes = {
  small: { cacheFactor: 0.5, events: '5K', connections: 5, roomComplexity: 3 },
  medium: { cacheFactor: 0.5, events: '10K', connections: 8, roomComplexity: 10 },
  large: { cacheFactor: 1, events: '10K', connections: 10, roomComplexity: null },
} as const

/** Fetching links for people is a way into the home network unless every private range is closed to it. */
function urlPreviews({ urlPreviews: enabled }: ServerOptions): object {
  if (!enabled) return { url_preview_enabled: false }
  return {
    url_preview_enabled: true,
    url_preview_ip_range_blacklist: PRIVATE_RANGES,
    url_preview_accept_language: ['en'],
    max_spider_size: '5M',
  }
}

/** Addresses that no stranger's link may lead to (RFC 6890 and its updates; Tailscale's own range is 100.64.0.0/10). */
const PRIVATE_RANGES = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
  '::/128',
  '::1/128',
  '64:ff9b::/96',
  '2001:db8::/32',
  'fc00::/7',
  'fe80::/10',
  'fec0::/10',
  'ff00::/8',
]

/** Without the key all servers are talked to; an empty list would close the door to all (Synapse, config/federation.py). */
function federation({ federation: mode }: ServerOptions): object {
  switch (mode.with) {
    case 'all':
      return {}
    case 'none':
      return { federation_domain_whitelist: [] }
    case 'listed':
      return { federation_domain_whitelist: mode.servers }
  }
}

/** Python's dictConfig: to standard output only, where Docker rotates. */
export const logConfig = (level: ServerOptions['logLevel']): object => ({
  version: 1,
  formatters: { plain: { format: '%(asctime)s %(name)s %(levelname)s %(request)s %(message)s' } },
  handlers: { console: { class: 'logging.StreamHandler', formatter: 'plain' } },
  // on this level it would log statements with their values
  loggers: { 'synapse.storage.SQL': { level: 'INFO' } },
  root: { level, handlers: ['console'] },
  disable_existing_loggers: false,
})
