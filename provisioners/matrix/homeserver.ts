/** Synapse's configuration as an object; every key is in upstream's schema (Synapse, docs/usage/configuration/config_documentation.md). */
import type { Secret } from '../model/secret.ts'
import type { Addresses } from './address.ts'

/** Where the store directory is inside the container; /data is for what Synapse writes. */
export const SYNAPSE_MOUNT = '/config'

export function homeserver(addresses: Addresses, databasePassword: Secret): object {
  return {
    server_name: addresses.serverName,
    // without it no /.well-known/matrix/client is served
    public_baseurl: addresses.matrix,
    serve_server_wellknown: true,
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
        cp_max: 8,
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
    password_config: { enabled: false, localdb_enabled: false },
    enable_registration: false,
    // QR sign-in on a new device; what ESS ships (Synapse, synapse/config/experimental.py)
    experimental_features: { msc4108_enabled: true },
    media_store_path: '/data/media_store',
    max_upload_size: '50M',
    enable_authenticated_media: true,
    media_retention: { remote_media_lifetime: '30d' },
    url_preview_enabled: false,
    ...smallHost,
    trusted_key_servers: [{ server_name: 'matrix.org' }],
    suppress_key_server_warning: true,
    rc_message: { per_second: 0.5, burst_count: 30 },
  }
}

/** What keeps Synapse small (Synapse, docs/usage/administration/admin_faq.md). */
const smallHost = {
  presence: { enabled: false },
  caches: {
    global_factor: 0.5,
    expire_caches: true,
    cache_entry_ttl: '30m',
    sync_response_cache_duration: '2m',
  },
  event_cache_size: '5K',
  limit_remote_rooms: {
    enabled: true,
    complexity: 3,
    complexity_error: 'Room too large for this server',
    admins_can_join: true,
  },
  forgotten_room_retention_period: '28d',
}

/** Python's dictConfig: to standard output only, where Docker rotates. */
export const logConfig = {
  version: 1,
  formatters: { plain: { format: '%(asctime)s %(name)s %(levelname)s %(request)s %(message)s' } },
  handlers: { console: { class: 'logging.StreamHandler', formatter: 'plain' } },
  // on this level it would log statements with their values
  loggers: { 'synapse.storage.SQL': { level: 'INFO' } },
  root: { level: 'WARNING', handlers: ['console'] },
  disable_existing_loggers: false,
}
