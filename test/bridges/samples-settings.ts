/** Settings, databases and registrations. */
import { openDatabase, registration, start, traceback, zerolog, type Sample } from './log-forms.ts'

export const settingsSamples: readonly Sample[] = [
  {
    id: 'cfg-unset',
    bridge: 'whatsapp',
    logs: [
      ...zerolog('fatal', 'Configuration error', { error: 'bridge.permissions not configured' }),
      [
        '{"level":"fatal","error":"homeserver.domain not configured","time":"2026-11-21T18:59:03.527Z","message":"Configuration error"}',
        '{"level":"info","time":"2026-11-21T18:59:03.528Z","message":"See https://docs.mau.fi/faq/field-unconfigured for more info"}',
      ],
    ],
  },
  {
    id: 'cfg-telegram',
    bridge: 'telegram',
    logs: [
      ...zerolog('fatal', 'Configuration error', { error: 'api_id is required' }),
      ...zerolog('fatal', 'Configuration error', { error: 'api_hash is required' }),
    ],
  },
  {
    id: 'cfg-type-ignored',
    bridge: 'telegram',
    logs: [['Ignoring incorrect config field type !!str at network->api_id']],
  },
  {
    id: 'cfg-parse',
    bridge: 'whatsapp',
    logs: [
      ['Failed to parse config: yaml: line 3: mapping values are not allowed in this context'],
      ['Error updating config: open /config/config.yaml: permission denied'],
    ],
  },
  {
    id: 'cfg-env',
    bridge: 'whatsapp',
    logs: [['Failed to parse environment variables: BRIDGE_NOTHING does not match any config field']],
  },
  {
    id: 'log-writer',
    bridge: 'whatsapp',
    logs: [
      ['Failed to initialize logger: unknown writer type fax'],
      ['zerolog: could not write event: write ./logs/bridge.log: read-only file system'],
    ],
  },
  {
    id: 'split-portals',
    bridge: 'slack',
    logs: start(
      'split portals are disabled in the config, but the database has already been migrated to split portals',
    ),
  },
  {
    id: 'entrypoint-loop',
    bridge: 'whatsapp',
    logs: [
      ["Didn't find a config file.", 'Copied default config file to /data/config.yaml'],
      ["Didn't find a registration file.", 'Generated one for you.'],
    ],
  },
  { id: 'entrypoint-domain', bridge: 'telegram', logs: [['Homeserver domain is not set']] },
  {
    id: 'db-connect',
    bridge: 'whatsapp',
    logs: [
      ...zerolog('fatal', 'Failed to initialize database connection', {
        error: 'parse "postgres": invalid port',
      }),
      ...openDatabase('pq: password authentication failed for user "bridge_whatsapp"'),
      ...openDatabase('pq: database "bridge_whatsapp" does not exist'),
      ...openDatabase('pq: role "bridge_whatsapp" does not exist'),
    ],
  },
  {
    id: 'db-foreign',
    bridge: 'whatsapp',
    logs: openDatabase(
      'the database contains foreign tables (found state_groups_state, likely belonging to Synapse)',
    ),
  },
  {
    id: 'db-owned',
    bridge: 'telegram',
    logs: openDatabase('the database is owned by megabridge/mautrix-whatsapp'),
  },
  {
    id: 'db-too-new',
    bridge: 'whatsapp',
    logs: openDatabase(
      'unsupported database schema version: currently on v31 (compatible down to v30), latest known: v27',
    ),
  },
  {
    id: 'db-schema-perm',
    bridge: 'whatsapp',
    logs: openDatabase('failed to create version table: pq: permission denied for schema public', {
      pq_error: { severity: 'ERROR', code: 'insufficient_privilege', routine: 'aclcheck_error' },
    }),
  },
  {
    id: 'sqlite-corrupt',
    bridge: 'whatsapp',
    logs: zerolog('fatal', 'Failed to initialize database connection', {
      error: 'database disk image is malformed',
    }),
  },
  {
    id: 'hs-outdated',
    bridge: 'whatsapp',
    logs: zerolog(
      'fatal',
      'The homeserver is outdated (supported spec versions are below minimum required by bridge)',
      { server_supports: 'v1.2', bridge_requires: 'v1.4' },
    ),
  },
  {
    id: 'no-listener',
    bridge: 'whatsapp',
    logs: zerolog('fatal', 'Neither appservice HTTP listener nor websocket is enabled'),
  },
  {
    id: 'syn-as-perm',
    bridge: 'synapse',
    logs: [
      registration("PermissionError: [Errno 13] Permission denied: '/config/registration-telegram.yaml'"),
    ],
  },
  {
    id: 'syn-as-dup-id',
    bridge: 'synapse',
    logs: [
      registration(
        'synapse.config._base.ConfigError: Cannot reuse ID across application services: telegram (files: /config/registration-telegram.yaml, /data/telegram.yaml)',
      ),
    ],
  },
  {
    id: 'syn-as-dup-token',
    bridge: 'synapse',
    logs: [
      registration(
        'synapse.config._base.ConfigError: Cannot reuse as_token across application services: Zm9yLXRlc3RzLW9ubHktdGhpcy1pcy1uby10b2tlbg_123 (files: /config/registration-telegram.yaml, /config/registration-doublepuppet.yaml)',
      ),
    ],
  },
  {
    id: 'syn-as-url',
    bridge: 'synapse',
    logs: [
      registration(
        'KeyError: "Required string field or explicit null: \'url\' (/config/registration-doublepuppet.yaml)"',
      ),
    ],
  },
  {
    id: 'syn-as-bool',
    bridge: 'synapse',
    logs: [registration('ValueError: The `io.element.msc4190` option should be true or false if specified.')],
  },
  {
    id: 'syn-msc3861',
    bridge: 'synapse',
    logs: [
      traceback(
        "Error in configuration at 'experimental':",
        '  experimental_features.msc3861 was removed. Use the matrix_authentication_service configuration instead.',
      ),
    ],
  },
]
