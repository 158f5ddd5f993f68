/**
 * The practice MAS's Admin API: accounts and registration tokens in its database, with the rules that MAS's own description
 * states (MAS, docs/api/spec.json). Nobody signs in here, so there are no sessions and no e-mail addresses to list.
 */
import type { Database } from '../postgres/cluster.ts'
import { json, type HttpAnswer, type HttpRequest } from './behaviour.ts'
import { idIn, newId, page, pageOfQuery, refuse, resource, type Kept } from './mas-resources.ts'
import type { Inside } from './inside.ts'
import { text } from './settings.ts'

export interface Account extends Kept {
  readonly kind: 'user'
  readonly username: string
  hasPassword: boolean
  admin: boolean
  lockedAt: number | null
  deactivatedAt: number | null
}

export interface RegistrationToken extends Kept {
  readonly kind: 'user-registration_token'
  readonly token: string
  readonly usageLimit: number | null
  readonly timesUsed: number
  readonly expiresAt: number | null
  revokedAt: number | null
}

const BASE = '/api/admin/v1'
const rfc3339 = (seconds: number | null): string | null =>
  seconds === null ? null : new Date(seconds * 1000).toISOString()

/** @param database with a token that was checked */
export function adminAnswer(inside: Inside, database: Database, request: HttpRequest): HttpAnswer {
  const url = new URL(request.path, 'http://mas')
  const route = `${request.method} ${url.pathname.slice(BASE.length)}`
  const body = bodyOf(request)
  if (body === null) return refuse(400, 'Failed to parse the request body as JSON')
  const now = inside.machine.clock.now()
  if (route === 'GET /users') return listUsers(database, url)
  if (route === 'POST /users') return addUser(inside, database, body)
  if (route === 'GET /user-registration-tokens') return listTokens(database, url, now)
  if (route === 'POST /user-registration-tokens') return addToken(inside, database, body)
  if (/^GET \/(user-emails|user-sessions|oauth2-sessions|compat-sessions)$/.test(route))
    return page([], pageOfQuery(url), url, () => ({}))
  const byName = /^GET \/users\/by-username\/([^/]+)$/.exec(route)
  if (byName) return userByName(database, decodeURIComponent(byName[1] ?? ''))
  const act = /^(?:POST|GET) \/users\/([^/]+)(?:\/([a-z-]+))?$/.exec(route)
  if (act) return actOnUser(database, act[1] ?? '', `${request.method} ${act[2] ?? ''}`, body, now)
  const token = /^POST \/user-registration-tokens\/([^/]+)\/(revoke|unrevoke)$/.exec(route)
  if (token) return revoke(database, token[1] ?? '', token[2] === 'revoke', now)
  return refuse(404, 'Not found')
}

function bodyOf({ body }: HttpRequest): Record<string, unknown> | null {
  if (body === '') return {}
  try {
    const value: unknown = JSON.parse(body)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null
  } catch {
    return null
  }
}

const rows = <T extends Kept>(database: Database, kind: T['kind']): T[] =>
  [...database.rows]
    .filter(([key]) => key.startsWith(`${kind} `))
    .map(([, row]) => row as T)
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))

const userAttributes = (account: Account): object => ({
  username: account.username,
  created_at: rfc3339(account.createdAt),
  locked_at: rfc3339(account.lockedAt),
  deactivated_at: rfc3339(account.deactivatedAt),
  admin: account.admin,
  legacy_guest: false,
})

function listUsers(database: Database, url: URL): HttpAnswer {
  const asked = (name: string): string | null => url.searchParams.get(`filter[${name}]`)
  const fits = (account: Account): boolean => {
    const { lockedAt, deactivatedAt } = account
    const states: Record<string, boolean> = {
      active: lockedAt === null && deactivatedAt === null,
      locked: lockedAt !== null || deactivatedAt !== null,
      deactivated: deactivatedAt !== null,
    }
    return (
      account.username.includes(asked('search') ?? '') &&
      (asked('admin') === null || account.admin === (asked('admin') === 'true')) &&
      (asked('status') === null || states[asked('status') ?? ''] === true)
    )
  }
  return page(rows<Account>(database, 'user').filter(fits), pageOfQuery(url), url, userAttributes)
}

function userByName(database: Database, username: string): HttpAnswer {
  const found = rows<Account>(database, 'user').find((account) => account.username === username)
  return found
    ? json(200, resource(found, userAttributes(found)))
    : refuse(404, `User with username "${username}" not found`)
}

function addUser(inside: Inside, database: Database, body: Record<string, unknown>): HttpAnswer {
  const username = text(body, 'username') ?? ''
  if (rows<Account>(database, 'user').some((account) => account.username === username))
    return refuse(409, 'User already exists')
  if (!/^[a-z0-9.=/+-][a-z0-9.=_/+-]{0,254}$/.test(username)) return refuse(400, 'Username is not valid')
  // Synapse keeps numbers for guests
  if (/^[0-9]+$/.test(username)) return refuse(409, 'Username is reserved by the homeserver')
  const account: Account = {
    kind: 'user',
    id: newId(inside.machine),
    username,
    createdAt: inside.machine.clock.now(),
    hasPassword: false,
    admin: false,
    lockedAt: null,
    deactivatedAt: null,
  }
  database.rows.set(`user ${account.id}`, account)
  return json(201, resource(account, userAttributes(account)))
}

function actOnUser(
  database: Database,
  id: string,
  act: string,
  body: Record<string, unknown>,
  now: number,
): HttpAnswer {
  if (!idIn(id)) return refuse(400, 'Invalid ULID in path')
  const account = database.rows.get(`user ${id}`) as Account | undefined
  if (!account) return refuse(404, `User ID ${id} not found`)
  switch (act) {
    case 'GET ':
      break
    case 'POST set-password':
      // the real one weighs how easily a password is guessed; the practice only counts
      if ((text(body, 'password') ?? '').length < 8) return refuse(400, 'Password is too weak')
      account.hasPassword = true
      return { status: 204, headers: {}, body: '' }
    case 'POST set-admin':
      account.admin = body['admin'] === true
      break
    case 'POST lock':
      account.lockedAt ??= now
      break
    case 'POST unlock':
      account.lockedAt = null
      break
    case 'POST deactivate':
      account.deactivatedAt ??= now
      break
    case 'POST reactivate':
      account.deactivatedAt = null
      break
    default:
      return refuse(404, 'Not found')
  }
  return json(200, resource(account, userAttributes(account)))
}

const tokenAttributes =
  (now: number) =>
  (token: RegistrationToken): object => ({
    token: token.token,
    valid: isValid(token, now),
    usage_limit: token.usageLimit,
    times_used: token.timesUsed,
    created_at: rfc3339(token.createdAt),
    last_used_at: null,
    expires_at: rfc3339(token.expiresAt),
    revoked_at: rfc3339(token.revokedAt),
  })

const isValid = ({ revokedAt, expiresAt, usageLimit, timesUsed }: RegistrationToken, now: number): boolean =>
  revokedAt === null &&
  (expiresAt === null || expiresAt > now) &&
  (usageLimit === null || timesUsed < usageLimit)

function listTokens(database: Database, url: URL, now: number): HttpAnswer {
  const valid = url.searchParams.get('filter[valid]')
  const fits = (token: RegistrationToken): boolean =>
    valid === null || isValid(token, now) === (valid === 'true')
  const all = rows<RegistrationToken>(database, 'user-registration_token')
  return page(all.filter(fits), pageOfQuery(url), url, tokenAttributes(now))
}

function addToken(inside: Inside, database: Database, body: Record<string, unknown>): HttpAnswer {
  const limit = body['usage_limit'] ?? null
  const expires = text(body, 'expires_at')
  const now = inside.machine.clock.now()
  const token: RegistrationToken = {
    kind: 'user-registration_token',
    id: newId(inside.machine),
    token: text(body, 'token') ?? inside.machine.hex(12),
    usageLimit: typeof limit === 'number' ? limit : null,
    timesUsed: 0,
    createdAt: now,
    expiresAt: expires === undefined ? null : Date.parse(expires) / 1000,
    revokedAt: null,
  }
  database.rows.set(`user-registration_token ${token.id}`, token)
  return json(201, resource(token, tokenAttributes(now)(token)))
}

function revoke(database: Database, id: string, revoked: boolean, now: number): HttpAnswer {
  if (!idIn(id)) return refuse(400, 'Invalid ULID in path')
  const token = database.rows.get(`user-registration_token ${id}`) as RegistrationToken | undefined
  if (!token) return refuse(404, `Registration token with ID ${id} not found`)
  if ((token.revokedAt !== null) === revoked)
    return refuse(400, `Registration token with ID ${id} is ${revoked ? 'already' : 'not'} revoked`)
  token.revokedAt = revoked ? now : null
  return json(200, resource(token, tokenAttributes(now)(token)))
}
