/** What MAS reads of where it listens, its database and its keys (MAS, crates/config/src/sections/{http,database,secrets}.rs). */
import {
  always,
  among,
  either,
  keys,
  list,
  must,
  notBoth,
  oneOf,
  port,
  text,
  together,
  where,
  whole,
  without,
  yesNo,
} from '../../stack/strict/shape.ts'

export const address = text(/^https?:\/\/\S+$/)
/** Without the slash the last part of a path is lost when others are joined to it. */
const base = text(/^https:\/\/[^\s?#@]+\/$/)
export const file = text(/^\//)
export const network = text(/^[0-9a-f.:]+(\/\d{1,3})?$/)

const resource = either(
  keys(
    {
      name: among(
        'health',
        'prometheus',
        'discovery',
        'human',
        'oauth',
        'compat',
        'adminapi',
        'connection-info',
      ),
    },
    ['name'],
  ),
  keys({ name: among('graphql'), undocumented_oauth2_access: yesNo, playground: always(false) }, ['name']),
  keys({ name: among('assets'), path: text() }, ['name']),
)

const bind = either(
  keys({ host: text(), port }, ['port']),
  keys({ address: text() }, ['address']),
  keys({ socket: file, mode: text(/^0?[0-7]{3}$/) }, ['socket']),
)

/** Left out, MAS has listeners of its own; once `http` is there it has none but these. */
export const http = keys(
  {
    public_base: base,
    issuer: base,
    trusted_proxies: list(network),
    listeners: list(
      keys(
        {
          name: text(),
          prefix: text(/^\//),
          resources: list(resource, 1),
          binds: list(bind, 1),
          proxy_protocol: yesNo,
        },
        ['resources', 'binds'],
      ),
      1,
    ),
  },
  ['public_base', 'listeners'],
)

export const database = keys(
  {
    uri: text(/^postgres(ql)?:\/\//),
    host: text(),
    port,
    socket: file,
    username: text(),
    password: text(),
    password_file: file,
    database: text(),
    ssl_mode: among('disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full'),
    ssl_ca_file: file,
    ssl_certificate_file: file,
    ssl_key_file: file,
    min_connections: whole(),
    max_connections: whole(1),
    connect_timeout: whole(),
    idle_timeout: whole(),
    max_lifetime: whole(),
  },
  [],
  where(
    (value) => 'uri' in value,
    without('host', 'port', 'socket', 'username', 'password', 'password_file', 'database'),
  ),
  notBoth('password', 'password_file'),
  notBoth('host', 'socket'),
  together('ssl_certificate_file', 'ssl_key_file'),
)

export const secrets = keys(
  {
    encryption: text(/^[0-9a-f]{64}$/i),
    encryption_file: file,
    keys: list(
      keys(
        { kid: text(), key: text(), key_file: file, password: text(), password_file: file },
        [],
        oneOf('key', 'key_file'),
        notBoth('password', 'password_file'),
      ),
      1,
    ),
    keys_dir: file,
  },
  [],
  oneOf('encryption', 'encryption_file'),
  must((value) => 'keys' in value || 'keys_dir' in value, 'needs keys or keys_dir'),
)
