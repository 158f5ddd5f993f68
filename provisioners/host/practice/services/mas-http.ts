/** What the practice MAS answers: its metadata, its sign-in page, and the Admin API that makes accounts. */
import type { Database } from '../postgres/cluster.ts'
import { json, plain, type HttpAnswer, type HttpRequest } from './behaviour.ts'
import type { Inside } from './inside.ts'
import { adminAnswer } from './mas-admin.ts'
import { refuse } from './mas-resources.ts'
import { list, text, type Settings } from './settings.ts'

interface World {
  readonly inside: Inside
  readonly settings: Settings
  /** Of the listener that was asked. */
  readonly resources: readonly string[]
  /** Null while the database cannot be reached. */
  readonly database: Database | null
}

export function masAnswer(world: World, request: HttpRequest): HttpAnswer {
  const [route = ''] = request.path.split('?')
  const serves = (resource: string) => world.resources.includes(resource)
  if (serves('health') && route === '/health')
    return world.database ? plain(200, 'ok') : plain(500, 'could not reach the database')
  if (serves('discovery') && route === '/.well-known/openid-configuration')
    return json(200, discovery(world.settings))
  if (serves('oauth') && route === '/oauth2/token') return token(world, request)
  if (serves('adminapi') && route.startsWith('/api/admin/v1/')) return admin(world, request)
  if (serves('compat') && /^\/_matrix\/client\/[^/]+\/login$/.test(route) && request.method === 'GET')
    return json(200, {
      flows: [{ type: 'm.login.sso', 'org.matrix.msc3824.delegated_oidc_compatibility': true }],
    })
  if (serves('human') && ['/', '/login', '/register', '/account/'].includes(route))
    return { status: 200, headers: { 'content-type': 'text/html' }, body: page }
  return plain(404, '')
}

const page =
  '<!doctype html><title>Sign in (practice)</title><p>This page stands for the sign-in service.</p>\n'

function discovery(settings: Settings): object {
  const base = text(settings, 'http', 'public_base') ?? ''
  return {
    issuer: base,
    authorization_endpoint: `${base}authorize`,
    token_endpoint: `${base}oauth2/token`,
    jwks_uri: `${base}oauth2/keys.json`,
    registration_endpoint: `${base}oauth2/registration`,
    response_types_supported: ['code'],
    account_management_uri: `${base}account/`,
  }
}

/** A token for a client of the configuration that may administer; good for the Admin API until the database is gone. */
function token({ inside, settings, database }: World, request: HttpRequest): HttpAnswer {
  if (!database) return json(500, { error: 'server_error' })
  const form = new URLSearchParams(request.body)
  if (request.method !== 'POST' || form.get('grant_type') !== 'client_credentials')
    return json(400, { error: 'unsupported_grant_type' })
  const basic = /^Basic (.+)$/.exec(request.headers['authorization'] ?? '')?.[1] ?? ''
  const [id = '', secret = ''] = Buffer.from(basic, 'base64').toString().split(':').map(decodeURIComponent)
  const client = list(settings, 'clients').find((candidate) => text(candidate, 'client_id') === id)
  const file = text(client, 'client_secret_file')
  const expected = file === undefined ? { text: text(client, 'client_secret') ?? '' } : inside.read(file)
  if (!client || !('text' in expected) || expected.text.trim() !== secret)
    return json(401, { error: 'invalid_client' })
  const mayAdminister = list(settings, 'policy', 'data', 'admin_clients').includes(id)
  if (form.get('scope') === 'urn:mas:admin' && !mayAdminister) return json(400, { error: 'invalid_scope' })
  const value = `mat_practice_${inside.machine.hex(24)}`
  if (form.get('scope') === 'urn:mas:admin')
    database.rows.set(`token ${value}`, inside.machine.clock.now() + 300)
  return json(200, { access_token: value, token_type: 'Bearer', expires_in: 300, scope: form.get('scope') })
}

function admin({ inside, database }: World, request: HttpRequest): HttpAnswer {
  if (!database) return refuse(500, 'Internal server error')
  const header = request.headers['authorization']
  if (header === undefined) return refuse(400, 'Missing authorization header')
  const bearer = /^Bearer (.+)$/.exec(header)?.[1] ?? ''
  const ends = database.rows.get(`token ${bearer}`)
  if (typeof ends !== 'number') return refuse(401, 'Unknown access token')
  if (ends < inside.machine.clock.now()) return refuse(401, 'Access token expired')
  return adminAnswer(inside, database, request)
}
