/**
 * How a bridge of the mautrix family comes up: its database, then Synapse in both directions, then its keys (mautrix-go,
 * bridgev2/matrix/connector.go, crypto.go and appservice/ping.go).
 */
import { createHash } from 'node:crypto'
import type { Database } from '../postgres/cluster.ts'
import type { HttpAnswer, Trouble } from './behaviour.ts'
import type { Inside } from './inside.ts'
import { line, type MautrixSettings } from './mautrix-settings.ts'
import { signIn } from './postgres.ts'
import { at, text } from './settings.ts'

/** Not there yet: it stays up, says so, and tries again. */
export const LATER = 'later'

const ends = (status: number, ...log: readonly string[]): Trouble => ({ status, log })

/** @param owner how the program marks its database as its own */
export function openDatabase(
  inside: Inside,
  settings: MautrixSettings,
  owner: string,
): { readonly database: Database } | { readonly trouble: Trouble } {
  if (settings.databaseType !== 'postgres')
    return {
      trouble: ends(
        14,
        line('fatal', `Invalid database type ${settings.databaseType}. Use sqlite3-fk-wal instead.`),
      ),
    }
  const refuse = (error: string, ...more: string[]) => ({
    trouble: ends(
      15,
      line('fatal', 'Failed to initialize database', { error, db_section: 'main' }),
      ...more.map((words) => line('info', words)),
    ),
  })
  const address = URL.parse(settings.databaseUri)
  if (!address?.protocol.startsWith('postgres'))
    return {
      trouble: ends(14, line('fatal', 'Failed to initialize database connection', { error: 'invalid URI' })),
    }
  const entered = signIn(inside, {
    host: address.hostname,
    port: Number(address.port || 5432),
    user: decodeURIComponent(address.username),
    password: decodeURIComponent(address.password),
    database: address.pathname.slice(1),
  })
  if ('trouble' in entered)
    return refuse(entered.trouble.replace(/^connection to server .* failed: FATAL: {2}/, 'pq: '))
  const { database } = entered
  if (database.rows.has('table state_groups_state'))
    return refuse(
      'the database contains foreign tables (found state_groups_state)',
      'See https://docs.mau.fi/faq/foreign-tables for more info',
    )
  const marked = database.rows.get('table database_owner')
  if (marked !== undefined && marked !== owner)
    return refuse(
      `database is owned by ${JSON.stringify(marked).slice(1, -1)}`,
      'Sharing the same database with different programs is not supported',
    )
  if (database.owner !== decodeURIComponent(address.username))
    return refuse('pq: permission denied for schema public')
  database.rows.set('table database_owner', owner)
  return { database }
}

/** The conversation with Synapse; null once all is well. */
export function converse(
  inside: Inside,
  settings: MautrixSettings,
  database: Database,
): Trouble | typeof LATER | null {
  const server = URL.parse(settings.homeserver)
  const user = `@${settings.bot}:${settings.domain}`
  const ask = (method: string, path: string, body: object | null = null): HttpAnswer | null => {
    if (!server) return null
    const answer = inside.http(server.hostname, Number(server.port || 80), {
      method,
      path: `${path}?user_id=${encodeURIComponent(user)}`,
      headers: { host: server.host, authorization: `Bearer ${settings.asToken}` },
      body: body === null ? '' : JSON.stringify(body),
    })
    return 'status' in answer ? answer : null
  }
  const registered = greet(ask, settings)
  if (registered !== null) return registered
  const whoami = ask('GET', '/_matrix/client/v3/account/whoami')
  if (whoami?.status !== 200) return refused(whoami, '/whoami request failed with unknown error')
  if (field(whoami, 'user_id') !== user)
    return ends(17, line('fatal', 'Unexpected user ID in whoami call', { expected_user_id: user }))
  return ping(ask, settings) ?? openKeys(ask, settings, database, user)
}

type Ask = (method: string, path: string, body?: object | null) => HttpAnswer | null

function greet(ask: Ask, settings: MautrixSettings): Trouble | typeof LATER | null {
  for (const registering of [false, true]) {
    const versions = ask('GET', '/_matrix/client/versions')
    // a bad status without an error code is retried like a connection that fails
    if (versions === null || versions.status >= 500) return LATER
    if (versions.status === 200) return null
    if (field(versions, 'errcode') !== 'M_FORBIDDEN' || registering)
      return refused(versions, '/versions request failed with auth error')
    const made = ask('POST', '/_matrix/client/v3/register', {
      type: 'm.login.application_service',
      username: settings.bot,
      inhibit_login: true,
    })
    if (made?.status !== 200 && field(made, 'errcode') !== 'M_USER_IN_USE')
      return refused(made, 'Failed to register after /versions failed with M_FORBIDDEN')
  }
  return null
}

function refused(answer: HttpAnswer | null, otherwise: string): Trouble {
  switch (field(answer, 'errcode')) {
    case 'M_UNKNOWN_TOKEN':
      return ends(
        16,
        line(
          'fatal',
          'The as_token was not accepted. Is the registration file installed in your homeserver correctly?',
        ),
        line('info', 'See https://docs.mau.fi/faq/as-token for more info'),
      )
    case 'M_EXCLUSIVE':
      return ends(
        16,
        line(
          'fatal',
          'The as_token was accepted, but the /register request was not. Are the homeserver domain, bot username and username template in the config correct, and do they match the values in the registration?',
        ),
        line('info', 'See https://docs.mau.fi/faq/as-register for more info'),
      )
    default:
      return ends(16, line('fatal', otherwise, { error: errorOf(answer) }))
  }
}

/** Six tries more, five seconds apart. */
const PING_TRIES = 7

function ping(ask: Ask, { id }: MautrixSettings): Trouble | null {
  const answer = ask('POST', `/_matrix/client/v1/appservice/${id}/ping`, { transaction_id: 'practice' })
  if (answer?.status === 200) return null
  const body = field(answer, 'body')
  const more = { error: errorOf(answer), ...(body !== undefined && { body: JSON.parse(body) as unknown }) }
  return ends(
    13,
    ...Array.from({ length: PING_TRIES - 1 }, () =>
      line('error', 'Homeserver -> appservice connection is not working, retrying in 5 seconds...', more),
    ),
    line('fatal', 'Homeserver -> appservice connection is not working', more),
    line('info', 'See https://docs.mau.fi/faq/as-ping for more info'),
  )
}

function openKeys(ask: Ask, settings: MautrixSettings, database: Database, user: string): Trouble | null {
  const { encryption, legacy } = settings
  if (at(encryption, 'allow') !== true) return null
  const fails = (error: string): Trouble =>
    legacy
      ? ends(19, line('fatal', 'Error initializing end-to-bridge encryption', { error }))
      : ends(1, line('fatal', 'Failed to start bridge', { error }))
  if (at(encryption, 'msc4190') !== true) {
    const flows = ask('GET', '/_matrix/client/v3/login')
    if (flows?.status !== 200) return fails(`failed to get supported login flows: ${errorOf(flows)}`)
  } else {
    const made = ask('PUT', '/_matrix/client/v3/devices/PRACTICE', {})
    if (!made || made.status >= 300) return fails(`failed to create device for bridge bot: ${errorOf(made)}`)
  }
  const pickle = createHash('sha256')
    .update(text(encryption, 'pickle_key') ?? 'constant')
    .digest('hex')
  const before = database.rows.get('table crypto_account')
  if (before !== undefined && before !== pickle) return fails('the supplied account key is invalid')
  database.rows.set('table crypto_account', pickle)
  return !legacy && at(encryption, 'self_sign') === true ? selfSign(ask, database, user) : null
}

/** Its recovery key is in its own database, what it signs with is at Synapse: one without the other cannot go on. */
function selfSign(ask: Ask, database: Database, user: string): Trouble | null {
  const keys = ask('POST', '/_matrix/client/v3/keys/query', {})
  const there = keys ? text(JSON.parse(keys.body), 'master_keys', user) : undefined
  const own = database.rows.get('kv_store recovery_key')
  if (there !== undefined && own === undefined)
    return ends(
      34,
      line(
        'fatal',
        'Server already has cross-signing keys, but no key in database. Add `recovery_key` to `kv_store`, or set it to `overwrite` to generate new keys.',
      ),
    )
  if (there === undefined && own !== undefined)
    return ends(
      34,
      line(
        'fatal',
        'No keys on server, but database already has recovery key. Delete `recovery_key` from `kv_store` manually to continue.',
      ),
    )
  if (there !== undefined) return null
  database.rows.set('kv_store recovery_key', 'practice')
  ask('POST', '/_matrix/client/v3/keys/device_signing/upload', { master_key: `practice ${user}` })
  return null
}

function field(answer: HttpAnswer | null, name: string): string | undefined {
  return answer === null ? undefined : text(JSON.parse(answer.body || '{}'), name)
}

const errorOf = (answer: HttpAnswer | null): string =>
  answer === null
    ? 'connection refused'
    : `${field(answer, 'errcode') ?? 'M_UNKNOWN'} (HTTP ${answer.status}): ${field(answer, 'error') ?? ''}`
