/** Synapse: reads its configuration, opens its files, signs in to its database, and asks MAS about itself. */
import {
  fails,
  json,
  plain,
  type Behaviour,
  type HttpAnswer,
  type HttpRequest,
  type Trouble,
  shown,
} from './behaviour.ts'
import { canonicalJson } from '../../../model/canonical-json.ts'
import type { Database } from '../postgres/cluster.ts'
import { PracticeError } from '../practice-error.ts'
import { provisioned } from './accounts.ts'
import { ed25519 } from './ed25519.ts'
import type { Inside } from './inside.ts'
import { signIn } from './postgres.ts'
import { loadRegistrations } from './registrations.ts'
import { at, list, readYaml, text, type Settings } from './settings.ts'
import { appserviceAnswer } from './synapse-appservices.ts'

export const synapse: Behaviour = {
  programs: ['curl'],
  uid: 991,
  bootSeconds: 3,
  memoryBytes: 186 * 1024 ** 2,
  entrypoint: '/start.py',
  imageHealth: ['CMD', 'curl', '-fSs', 'http://localhost:8008/health'],
  boot(inside) {
    const settings = settingsOf(inside)
    if ('trouble' in settings) return settings.trouble
    const { read } = settings
    return (
      conflict(read) ??
      openFiles(inside, read) ??
      openDatabase(inside, read) ??
      // after the database, and not where it only looks at its settings
      loadRegistrations(inside, read)
    )
  },
  selfCheck(inside, argv) {
    const path = argv.at(-1)
    if (argv.slice(0, -1).join(' ') !== 'python3 -m synapse.config -c' || path === undefined)
      throw new PracticeError('synapse', argv.join(' '))
    const settings = settingsOf(inside, path)
    return 'trouble' in settings
      ? settings.trouble
      : (conflict(settings.read) ?? openFiles(inside, settings.read))
  },
  greeting: () => ['WARNING practice: this stands for Synapse; it keeps no rooms and sends no messages'],
  listens: (inside, port) => ports(inside).includes(port),
  logLine: (request, status) => `INFO practice: ${shown(request)} was answered with ${status}`,
  http(inside, _, request) {
    const settings = settingsOf(inside)
    if ('trouble' in settings) return json(500, {})
    const { read } = settings
    const open = (): Database | null => {
      const entered = enter(inside, read)
      return 'database' in entered ? entered.database : null
    }
    const given =
      provisioned(inside, read, request, open) ??
      (request.headers['authorization'] === undefined ? null : byToken(inside, read, request)) ??
      answer(inside, read, request)
    // Synapse lets every web page read its answers (synapse/http/server.py, set_cors_headers)
    return { ...given, headers: { 'access-control-allow-origin': '*', ...given.headers } }
  },
}

function byToken(inside: Inside, settings: Settings, request: HttpRequest): HttpAnswer | null {
  const entered = enter(inside, settings)
  return appserviceAnswer(
    { inside, settings, database: 'database' in entered ? entered.database : null },
    request,
  )
}

function settingsOf(
  inside: Inside,
  path = inside.container.spec.environment['SYNAPSE_CONFIG_PATH'] ?? '/data/homeserver.yaml',
): { read: Settings } | { trouble: Trouble } {
  const file = inside.read(path)
  if ('trouble' in file)
    return {
      trouble: {
        status: 2,
        log: [`Config file '${path}' does not exist or cannot be read: ${file.trouble}`],
      },
    }
  const read = readYaml(file.text)
  if (!read || text(read, 'server_name') === undefined)
    return { trouble: fails('Error in configuration:', '  Missing mandatory `server_name` config option.') }
  return { read }
}

/** Accounts are MAS's or Synapse's own, never both. */
function conflict(settings: Settings): Trouble | null {
  if (at(settings, 'matrix_authentication_service', 'enabled') !== true) return null
  const wrong = (words: string, key: string): Trouble =>
    fails(
      `Error in configuration at '${key}':`,
      `  ${words} cannot be enabled when OAuth delegation is enabled`,
    )
  if (at(settings, 'password_config', 'enabled') === true)
    return wrong('Password auth', 'password_config.enabled')
  return at(settings, 'enable_registration') === true ? wrong('Registration', 'enable_registration') : null
}

const ports = (inside: Inside): number[] => {
  const settings = settingsOf(inside)
  return 'trouble' in settings
    ? []
    : list(settings.read, 'listeners').map((listener) => Number(at(listener, 'port')))
}

/** Each file that the configuration names is opened at the start; the first that cannot be ends it. */
function openFiles(inside: Inside, settings: Settings): Trouble | null {
  const named: [string, string | undefined][] = [
    ['signing_key_path', text(settings, 'signing_key_path')],
    ['macaroon_secret_key_path', text(settings, 'macaroon_secret_key_path')],
    ['form_secret_path', text(settings, 'form_secret_path')],
    ['registration_shared_secret_path', text(settings, 'registration_shared_secret_path')],
    ['log_config', text(settings, 'log_config')],
    [
      'matrix_authentication_service.secret_path',
      text(settings, 'matrix_authentication_service', 'secret_path'),
    ],
  ]
  for (const [key, path] of named) {
    if (path === undefined) continue
    const file = inside.read(path)
    if ('trouble' in file)
      return fails(
        'Error in configuration:',
        `  Error accessing file '${path}' (config for '${key}'): ${file.trouble}`,
      )
    if (key === 'signing_key_path' && !/^ed25519 a_\w+ [A-Za-z0-9+/]{43}\s*$/.test(file.text))
      return fails('Error in configuration:', '  Error reading signing_key: not a valid signing key')
  }
  for (const key of ['media_store_path', 'pid_file'] as const) {
    const path = text(settings, key)
    const directory =
      key === 'pid_file' ? path?.slice(0, path.lastIndexOf('/')) : path?.replace(/\/[^/]+\/?$/, '')
    if (directory !== undefined && !inside.writable(directory))
      return fails(`PermissionError: [Errno 13] Permission denied: '${path}'`)
  }
  return null
}

function openDatabase(inside: Inside, settings: Settings): Trouble | null {
  if (text(settings, 'database', 'name') !== 'psycopg2')
    return fails('Error in configuration: practice: only psycopg2 is known')
  const entered = enter(inside, settings)
  if ('trouble' in entered) return fails(`psycopg2.OperationalError: ${entered.trouble}`)
  const { collate, ctype } = entered.database
  if (collate !== 'C' || ctype !== 'C')
    return fails(
      `synapse.storage.engines._base.IncorrectDatabaseSetup: Database has incorrect collation of '${collate}'. Should be 'C'`,
    )
  entered.database.rows.set('table state_groups_state', true)
  return null
}

function enter(inside: Inside, settings: Settings): ReturnType<typeof signIn> {
  const args = at(settings, 'database', 'args')
  return signIn(inside, {
    host: text(args, 'host') ?? 'localhost',
    port: Number(at(args, 'port') ?? 5432),
    user: text(args, 'user') ?? '',
    password: text(args, 'password') ?? '',
    database: text(args, 'dbname') ?? text(args, 'database') ?? '',
  })
}

function answer(inside: Inside, settings: Settings, { method, path, headers }: HttpRequest): HttpAnswer {
  const [route = ''] = path.split('?')
  const server = text(settings, 'server_name') ?? ''
  const mas = () => metadata(inside, settings)
  switch (route) {
    case '/health':
      return plain(200, 'OK')
    case '/_matrix/client/versions':
      return json(200, {
        versions: ['v1.10', 'v1.11', 'v1.12'],
        unstable_features: { 'org.matrix.msc4108': true },
      })
    case '/_matrix/key/v2/server':
      return json(200, signedKeys(inside, settings, server))
    case '/_matrix/client/unstable/org.matrix.msc4108/rendezvous':
      if (method !== 'POST' || at(settings, 'experimental_features', 'msc4108_enabled') !== true) break
      return json(201, {
        url: `${text(settings, 'public_baseurl') ?? ''}_synapse/client/rendezvous/${inside.machine.hex(26)}`,
      })
    case '/_matrix/federation/v1/version':
      return json(200, {
        server: { name: 'Synapse (practice)', version: inside.container.spec.image.split(':v').at(-1) },
      })
    case '/.well-known/matrix/server':
      if (at(settings, 'serve_server_wellknown') !== true) break
      return json(200, { 'm.server': `${server}:443` })
    case '/.well-known/matrix/client': {
      const base = text(settings, 'public_baseurl')
      if (base === undefined) break
      const issuer = mas()
      // as the real one: it asks MAS for its metadata before it answers
      if (issuer === null) return json(500, { errcode: 'M_UNKNOWN', error: 'Internal server error' })
      return json(200, {
        'm.homeserver': { base_url: base },
        'org.matrix.msc2965.authentication': {
          issuer: issuer['issuer'],
          account: issuer['account_management_uri'],
        },
      })
    }
    case '/_matrix/client/v1/auth_metadata':
      return json(
        mas() === null ? 500 : 200,
        mas() ?? { errcode: 'M_UNKNOWN', error: 'Internal server error' },
      )
    case '/_matrix/client/v3/account/whoami':
      return json(401, { errcode: 'M_MISSING_TOKEN', error: 'Missing access token' })
    default:
      if (route.startsWith('/_synapse/mas/') && headers['authorization'] === undefined)
        return json(401, { errcode: 'M_MISSING_TOKEN', error: 'Missing access token' })
  }
  return json(404, { errcode: 'M_UNRECOGNIZED', error: `Unrecognized request: ${method}` })
}

/** Its own key, valid for a day, under its own signature; the key file: Synapse, docs/usage/configuration, signing_key_path. */
function signedKeys(inside: Inside, settings: Settings, server: string): object {
  const file = inside.read(text(settings, 'signing_key_path') ?? '')
  const [, version = '', seed = ''] = 'text' in file ? file.text.trim().split(' ') : []
  const pair = ed25519(seed)
  const id = `ed25519:${version}`
  const keys = {
    server_name: server,
    valid_until_ts: Math.floor((inside.machine.clock.now() + 86_400) * 1000),
    verify_keys: { [id]: { key: pair.publicKey } },
    old_verify_keys: {},
  }
  return { ...keys, signatures: { [server]: { [id]: pair.sign(canonicalJson(keys) ?? '') } } }
}

/** What MAS says about itself; null where it does not answer. */
function metadata(inside: Inside, settings: Settings): Settings | null {
  const endpoint = new URL(text(settings, 'matrix_authentication_service', 'endpoint') ?? 'http://localhost/')
  const found = inside.http(endpoint.hostname, Number(endpoint.port || 80), {
    method: 'GET',
    path: '/.well-known/openid-configuration',
    headers: { host: endpoint.host },
    body: '',
  })
  return 'status' in found && found.status === 200 ? (JSON.parse(found.body) as Settings) : null
}
