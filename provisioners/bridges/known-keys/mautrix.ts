/** What Bramble may write into the settings of a bridge of the mautrix family: keys that the program copies, with the types that it takes. */
import {
  always,
  among,
  keys,
  list,
  names,
  port,
  text,
  whole,
  yesNo,
  type Shape,
} from '../../stack/strict/shape.ts'

// `disable` and `generate` are words with a meaning of their own
export const secret = text(/^.{16,}$/)
export const serverName = /^[a-z0-9.-]+(:\d+)?$/
export const puppetSecret = text(/^as_token:.{16,}$/)

export const database = keys(
  {
    type: among('postgres'),
    uri: text(/^postgres:\/\/[a-z_]+:.+@postgres:5432\/[a-z_]+\?sslmode=disable$/),
    max_open_conns: whole(1, 20),
    max_idle_conns: whole(1, 20),
  },
  ['type', 'uri'],
)

export const homeserver = keys(
  { address: text(/^http:\/\/synapse:\d+$/), domain: text(serverName), software: among('standard') },
  ['address', 'domain', 'software'],
)

export const logging = keys({
  min_level: among('trace', 'debug', 'info', 'warn', 'error'),
  writers: list(keys({ type: among('stdout'), format: among('json') }, ['type', 'format']), 1),
})

/** @param network the block that is the bridge's own */
export const mautrixKeys = (network?: Shape): Shape =>
  keys(
    {
      ...(network && { network }),
      bridge: keys(
        {
          command_prefix: text(/^![a-z]+$/),
          bridge_status_notices: among('none', 'errors', 'all'),
          permissions: names(among('block', 'relay', 'commands', 'user', 'admin'), /^@?[^\s*]+$/),
        },
        ['permissions'],
      ),
      database,
      homeserver,
      appservice: keys(
        {
          address: text(/^http:\/\/[a-z0-9-]+:\d+$/),
          hostname: among('0.0.0.0'),
          port,
          id: text(/^[a-z]+$/),
          bot: keys({ username: text(/^[a-z]+$/), displayname: text() }, ['username']),
          ephemeral_events: always(true),
          async_transactions: always(false),
          as_token: secret,
          hs_token: secret,
          username_template: text(/^[a-z]+_\{\{\.\}\}$/),
        },
        ['address', 'hostname', 'port', 'id', 'bot', 'as_token', 'hs_token', 'username_template'],
      ),
      matrix: keys({ sync_direct_chat_list: yesNo }),
      provisioning: keys({ shared_secret: secret }, ['shared_secret']),
      double_puppet: keys(
        {
          servers: keys({}),
          allow_discovery: always(false),
          secrets: names(puppetSecret, serverName),
        },
        ['servers', 'secrets'],
      ),
      encryption: keys(
        {
          allow: always(true),
          default: yesNo,
          require: yesNo,
          appservice: always(false),
          msc4190: always(true),
          self_sign: always(true),
          allow_key_sharing: yesNo,
          // the word `generate` would make a new one at each start
          pickle_key: text(/^[0-9a-f]{64}$/),
        },
        ['allow', 'msc4190', 'self_sign', 'pickle_key'],
      ),
      backfill: keys({
        enabled: yesNo,
        max_initial_messages: whole(-1),
        max_catchup_messages: whole(-1),
        unread_hours_threshold: whole(),
      }),
      logging,
    },
    [
      ...(network ? ['network'] : []),
      'bridge',
      'database',
      'homeserver',
      'appservice',
      'provisioning',
      'double_puppet',
      'encryption',
      'logging',
    ],
  )
