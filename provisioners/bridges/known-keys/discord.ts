/** What Bramble may write into the settings of mautrix-discord: keys that the program copies, with the types that it takes (its config/upgrade.go). */
import { always, among, keys, names, port, text, whole, yesNo } from '../../stack/strict/shape.ts'
import { database, homeserver, logging, puppetSecret, secret, serverName } from './mautrix.ts'

const limits = keys({ dm: whole(), channel: whole(), thread: whole() }, ['dm', 'channel', 'thread'])

export const discordKeys = keys(
  {
    homeserver,
    appservice: keys(
      {
        address: text(/^http:\/\/[a-z0-9-]+:\d+$/),
        hostname: among('0.0.0.0'),
        port,
        database,
        id: text(/^[a-z]+$/),
        bot: keys({ username: text(/^[a-z]+$/), displayname: text() }, ['username']),
        ephemeral_events: always(true),
        async_transactions: always(false),
        as_token: secret,
        hs_token: secret,
      },
      ['address', 'hostname', 'port', 'database', 'id', 'bot', 'as_token', 'hs_token'],
    ),
    bridge: keys(
      {
        username_template: text(/^[a-z]+_\{\{\.\}\}$/),
        command_prefix: text(/^![a-z]+$/),
        sync_direct_chat_list: yesNo,
        double_puppet_server_map: keys({}),
        double_puppet_allow_discovery: always(false),
        login_shared_secret_map: names(puppetSecret, serverName),
        backfill: keys({ forward_limits: keys({ initial: limits, missed: limits }, ['initial', 'missed']) }),
        // neither self_sign nor pickle_key: the program has neither
        encryption: keys(
          {
            allow: always(true),
            default: yesNo,
            appservice: always(false),
            msc4190: always(true),
            require: yesNo,
            allow_key_sharing: yesNo,
          },
          ['allow', 'msc4190'],
        ),
        provisioning: keys({ shared_secret: secret }, ['shared_secret']),
        // an unknown word shuts people out without a word
        permissions: names(among('relay', 'user', 'admin'), /^@?[^\s*]+$/),
      },
      [
        'username_template',
        'double_puppet_server_map',
        'login_shared_secret_map',
        'encryption',
        'provisioning',
        'permissions',
      ],
    ),
    logging,
  },
  ['homeserver', 'appservice', 'bridge', 'logging'],
)
