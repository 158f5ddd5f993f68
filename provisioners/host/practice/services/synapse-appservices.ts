/** What the practice Synapse answers an application service: who it is, that its bot is there, and that it can be reached. */
import type { Database } from '../postgres/cluster.ts'
import { json, type HttpAnswer, type HttpRequest } from './behaviour.ts'
import type { Inside } from './inside.ts'
import { claims, registrationsOf, type Loaded } from './registrations.ts'
import { at, text, type Settings } from './settings.ts'

interface World {
  readonly inside: Inside
  readonly settings: Settings
  /** Null while the database cannot be reached. */
  readonly database: Database | null
}

const refuse = (status: number, errcode: string, error: string): HttpAnswer =>
  json(status, { errcode, error })

/** @returns null for a request that carries no token, or one that is not about application services */
export function appserviceAnswer(world: World, request: HttpRequest): HttpAnswer | null {
  const bearer = /^Bearer (.+)$/.exec(request.headers['authorization'] ?? '')?.[1]
  if (bearer === undefined) return null
  const [route = '', query = ''] = request.path.split('?')
  if (!route.startsWith('/_matrix/client/')) return null
  const { inside, settings, database } = world
  const service = registrationsOf(inside).find(({ asToken }) => asToken === bearer)
  if (!service) return refuse(401, 'M_UNKNOWN_TOKEN', 'Invalid access token passed.')
  if (!database) return refuse(500, 'M_UNKNOWN', 'Internal server error')
  const server = text(settings, 'server_name') ?? ''
  if (route === '/_matrix/client/v3/register') return register(world, service, database, request)
  const user = new URLSearchParams(query).get('user_id') ?? `@${service.sender}:${server}`
  const known = user === `@${service.sender}:${server}` || database.rows.has(`user ${user}`)
  if (!claims(service, user, false) && user !== `@${service.sender}:${server}`)
    return refuse(403, 'M_FORBIDDEN', `Application service cannot masquerade as this user (${user}).`)
  if (!known) return refuse(403, 'M_FORBIDDEN', `Application service has not registered this user (${user})`)
  return asUser(world, { service, database, user }, { ...request, path: route })
}

function register(
  { inside, settings }: World,
  service: Loaded,
  database: Database,
  { method, body }: HttpRequest,
): HttpAnswer {
  if (method !== 'POST') return refuse(405, 'M_UNRECOGNIZED', 'Unrecognized request')
  const asked = JSON.parse(body || '{}') as Record<string, unknown>
  const server = text(settings, 'server_name') ?? ''
  const user = `@${text(asked, 'username') ?? ''}:${server}`
  if (!claims(service, user, false))
    return refuse(400, 'M_EXCLUSIVE', 'Invalid user localpart for this application service.')
  if (registrationsOf(inside).some((other) => other !== service && claims(other, user, true)))
    return refuse(400, 'M_EXCLUSIVE', 'This user ID is reserved by an application service.')
  if (at(settings, 'matrix_authentication_service', 'enabled') === true && asked['inhibit_login'] !== true)
    return refuse(
      400,
      'M_APPSERVICE_LOGIN_UNSUPPORTED',
      'Appservice login is not supported when MAS is in charge of sign-in.',
    )
  if (database.rows.has(`user ${user}`)) return refuse(400, 'M_USER_IN_USE', 'User ID already taken.')
  database.rows.set(`user ${user}`, service.id)
  return json(200, { user_id: user, home_server: server })
}

function asUser(
  { inside, settings }: World,
  { service, database, user }: { service: Loaded; database: Database; user: string },
  { method, path, body }: HttpRequest,
): HttpAnswer | null {
  const ping = /^\/_matrix\/client\/v1\/appservice\/([^/]+)\/ping$/.exec(path)
  if (ping && method === 'POST')
    return ping[1] === service.id
      ? pinged(inside, service)
      : refuse(403, 'M_FORBIDDEN', 'Mismatching application service ID in path')
  const device = /^\/_matrix\/client\/v3\/devices\/([^/]+)$/.exec(path)
  if (device && method === 'PUT') {
    database.rows.set(`device ${user} ${device[1] ?? ''}`, true)
    return json(201, {})
  }
  switch (`${method} ${path}`) {
    case 'GET /_matrix/client/v3/account/whoami':
      return json(200, { user_id: user, is_guest: false })
    case 'POST /_matrix/client/v3/keys/device_signing/upload':
      database.rows.set(`master key ${user}`, text(JSON.parse(body || '{}'), 'master_key'))
      return json(200, {})
    case 'POST /_matrix/client/v3/keys/query': {
      const key = database.rows.get(`master key ${user}`)
      return json(200, { master_keys: key === undefined ? {} : { [user]: key } })
    }
    case 'GET /_matrix/client/v3/login':
      // with MAS in charge nothing answers there (Synapse, synapse/rest/client/login.py)
      return at(settings, 'matrix_authentication_service', 'enabled') === true
        ? refuse(404, 'M_UNRECOGNIZED', 'Unrecognized request')
        : json(200, { flows: [{ type: 'm.login.application_service' }] })
    default:
      return null
  }
}

/** The errors of a ping: Matrix, Application Service API, POST /_matrix/client/v1/appservice/{id}/ping. */
function pinged(inside: Inside, { url, hsToken }: Loaded): HttpAnswer {
  if (url === null) return refuse(400, 'M_URL_NOT_SET', 'The application service does not have a URL set')
  const target = new URL(url)
  const answer = inside.http(target.hostname, Number(target.port || 80), {
    method: 'POST',
    path: '/_matrix/app/v1/ping',
    headers: { host: target.host, authorization: `Bearer ${hsToken}`, 'content-type': 'application/json' },
    body: '{"transaction_id":"practice"}',
  })
  if ('trouble' in answer)
    return refuse(
      502,
      'M_CONNECTION_FAILED',
      answer.trouble === 'refused' ? 'ConnectionRefusedError' : `DNS lookup failed: ${target.hostname}`,
    )
  if (answer.status !== 200)
    return json(502, {
      errcode: 'M_BAD_STATUS',
      error: `${answer.status}`,
      status: answer.status,
      body: answer.body,
    })
  return json(200, { duration_ms: 4 })
}
