/** What the practice Pocket ID answers: the calls that set it up, as the real one takes and refuses them. */
import { createHash } from 'node:crypto'
import { json, plain, type HttpAnswer, type HttpRequest } from './behaviour.ts'

interface Client {
  body: Record<string, unknown>
  secrets: { id: string; hash: string }[]
}

export interface PocketIdState {
  readonly clients: Record<string, Client>
  readonly users: Record<string, Record<string, unknown>>
}

interface World {
  readonly state: PocketIdState
  readonly apiKey: string
  newId(): string
}

const error = (status: number, message: string) => json(status, { error: message })
const hashOf = (text: string) => createHash('sha256').update(text).digest('hex')

export function pocketIdAnswer(world: World, request: HttpRequest): HttpAnswer {
  const [route = ''] = request.path.split('?')
  const { users } = world.state
  if (route === '/healthz') return plain(204, '')
  if (route === '/login' || route === '/')
    return { status: 200, headers: { 'content-type': 'text/html' }, body: page }
  if (route === '/api/signup/setup' && request.method === 'GET')
    return Object.keys(users).length === 0 ? plain(204, '') : error(404, 'Not found')
  if (route === '/api/oidc/token' && request.method === 'POST') return token(world, request)
  if (!route.startsWith('/api/')) return error(404, 'Not found')
  if (request.headers['x-api-key'] !== world.apiKey) return error(401, 'You are not signed in')
  return administer(world, request, route.slice('/api'.length))
}

const page = '<!doctype html><title>Pocket ID (practice)</title><p>This page stands for Pocket ID.</p>\n'

/** A code is never right here; the client's secret can be. */
function token({ state }: World, request: HttpRequest): HttpAnswer {
  const basic = /^Basic (.+)$/.exec(request.headers['authorization'] ?? '')?.[1] ?? ''
  const [id = '', secret = ''] = Buffer.from(basic, 'base64').toString().split(':').map(decodeURIComponent)
  const hash = hashOf(secret)
  const known = state.clients[id]?.secrets.some((one) => one.hash === hash) === true
  if (!known) return json(401, { error: 'invalid_client' })
  const grant = new URLSearchParams(request.body).get('grant_type')
  return json(400, { error: grant === 'authorization_code' ? 'invalid_grant' : 'unsupported_grant_type' })
}

function administer(world: World, request: HttpRequest, route: string): HttpAnswer {
  const { method } = request
  let body: Record<string, unknown> = {}
  if (method === 'POST' || method === 'PUT') {
    if (request.headers['content-type'] !== 'application/json') return error(400, 'Request body is invalid')
    try {
      body = JSON.parse(request.body) as Record<string, unknown>
    } catch {
      return error(400, 'Request body is invalid')
    }
  }
  if (route === '/users') return people(world, method, request.path, body)
  if (/^\/users\/[^/]+\/one-time-access-token$/.test(route) && method === 'POST')
    return world.state.users[route.split('/')[2] ?? '']
      ? json(201, { token: hashOf(world.newId()).slice(0, 12) })
      : error(404, 'User not found')
  if (route === '/oidc/clients' && method === 'POST') return addClient(world, body)
  const match = /^\/oidc\/clients\/([^/]+)(?:\/secrets(?:\/([^/]+))?)?$/.exec(route)
  const client = world.state.clients[match?.[1] ?? '']
  if (!match || !client) return error(404, 'OIDC client not found')
  if (route.includes('/secrets')) return secrets(world, client, method, match[2], body)
  if (method === 'GET') return json(200, view(match[1] ?? '', client))
  if (method !== 'PUT') return error(404, 'Not found')
  const wrong = wrongClient(body)
  if (wrong !== null) return error(400, wrong)
  client.body = body
  return json(200, view(match[1] ?? '', client))
}

function people(world: World, method: string, path: string, body: Record<string, unknown>): HttpAnswer {
  const { users } = world.state
  if (method === 'GET') {
    const search = new URL(path, 'http://pocket-id').searchParams.get('search') ?? ''
    const data = Object.values(users).filter(({ username }) => String(username).includes(search))
    return json(200, { data, pagination: { totalItems: data.length } })
  }
  if (method !== 'POST') return error(404, 'Not found')
  const { username } = body
  if (typeof username !== 'string' || !/^[a-zA-Z0-9]([a-zA-Z0-9_.@-]*[a-zA-Z0-9])?$/.test(username))
    return error(400, 'username is invalid')
  if (Object.values(users).some((user) => user['username'] === username))
    return error(409, 'username is already in use')
  const id = world.newId()
  const user = { email: null, ...body, id }
  users[id] = user
  return json(201, user)
}

function addClient({ state }: World, body: Record<string, unknown>): HttpAnswer {
  const { id, ...rest } = body
  if (typeof id !== 'string' || !/^[a-zA-Z0-9._-]{2,128}$/.test(id)) return error(400, 'id is invalid')
  const wrong = wrongClient(rest)
  if (wrong !== null) return error(400, wrong)
  if (state.clients[id]) return error(409, 'Client ID already in use')
  const client: Client = { body: rest, secrets: [] }
  state.clients[id] = client
  return json(201, view(id, client))
}

function wrongClient(body: Record<string, unknown>): string | null {
  const name = body['name']
  if (typeof name !== 'string' || name === '' || Array.from(name).length > 50) return 'name is invalid'
  const callbacks = body['callbackURLs']
  if (!Array.isArray(callbacks) || !callbacks.every((url) => typeof url === 'string' && URL.canParse(url)))
    return 'callbackURLs is invalid'
  return null
}

function secrets(
  world: World,
  client: Client,
  method: string,
  id: string | undefined,
  body: Record<string, unknown>,
): HttpAnswer {
  if (method === 'DELETE') {
    client.secrets = client.secrets.filter((one) => one.id !== id)
    return plain(204, '')
  }
  const value = body['secret']
  if (method !== 'POST' || id !== undefined) return error(404, 'Not found')
  if (typeof value !== 'string' || !/^[\x20-\x7e]{16,}$/.test(value)) return error(400, 'secret is too short')
  const made = { id: world.newId(), hash: hashOf(value) }
  client.secrets.push(made)
  return json(201, { id: made.id, prefix: value.slice(0, 4), isActive: true, secret: value })
}

const view = (id: string, { body, secrets: kept }: Client) => ({
  description: '',
  launchURL: null,
  requiresReauthentication: false,
  requiresPushedAuthorizationRequests: false,
  ...body,
  id,
  credentials: { secrets: kept.map((one) => ({ id: one.id })) },
})
