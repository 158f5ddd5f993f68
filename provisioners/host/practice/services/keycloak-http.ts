/** What the practice Keycloak answers: a realm's metadata, and as much of the Admin REST API as Bramble asks. */
import type { Database } from '../postgres/cluster.ts'
import { json, plain, type HttpAnswer, type HttpRequest } from './behaviour.ts'
import type { Inside } from './inside.ts'
import { list, text, type Settings } from './settings.ts'

interface Realm {
  settings: Record<string, unknown>
  clients: Record<string, unknown>[]
  users: Record<string, unknown>[]
  executions: Record<string, unknown>[]
}

/** Nothing happens where the realm is there already. */
export function importRealm(inside: Inside, database: Database, file: Settings): void {
  const name = text(file, 'realm') ?? ''
  if (database.rows.has(`realm ${name}`)) return
  const { clients, users, authenticationFlows, ...settings } = file
  const id = () => uuid(inside)
  const realm: Realm = {
    settings: { bruteForceProtected: false, passwordPolicy: '', registrationAllowed: false, ...settings },
    clients: list({ clients }, 'clients').map((client) => ({ ...(client as object), id: id() })),
    users: list({ users }, 'users').map((user) => ({ ...(user as object), id: id() })),
    executions: list({ authenticationFlows }, 'authenticationFlows').flatMap((flow) =>
      list(flow, 'authenticationExecutions').map((execution) => {
        const { flowAlias, authenticator, ...rest } = execution as Record<string, unknown>
        return {
          id: id(),
          ...rest,
          displayName: flowAlias ?? authenticator,
          authenticationFlow: flowAlias !== undefined,
        }
      }),
    ),
  }
  database.rows.set(`realm ${name}`, realm)
}

export function keycloakAnswer(
  inside: Inside,
  settings: Readonly<Record<string, string>>,
  database: Database,
  request: HttpRequest,
): HttpAnswer {
  const [route = '', query = ''] = request.path.split('?')
  const [, top, name = '', ...rest] = route.split('/').map(decodeURIComponent)
  const realm = database.rows.get(`realm ${name}`) as Realm | undefined
  if (top === 'realms' && rest.join('/') === 'protocol/openid-connect/token')
    return name === 'master' ? token(inside, database, request) : json(400, { error: 'invalid_request' })
  if (top === 'realms' && realm && rest.length === 0) return json(200, { realm: name })
  if (top === 'realms' && realm && rest.join('/') === '.well-known/openid-configuration')
    return json(200, { issuer: `${settings['hostname']}/realms/${name}` })
  if (top !== 'admin' || name !== 'realms')
    return json(404, { error: 'Unable to find matching target resource method' })
  const bearer = /^Bearer (.+)$/.exec(request.headers['authorization'] ?? '')?.[1] ?? ''
  if (!database.rows.has(`token ${bearer}`)) return json(401, { error: 'HTTP 401 Unauthorized' })
  const [asked = '', ...path] = rest
  const found = database.rows.get(`realm ${asked}`) as Realm | undefined
  if (!found) return json(404, { error: 'Realm not found.' })
  return admin(inside, found, `${request.method} ${path.join('/')}`, new URLSearchParams(query), request.body)
}

function token(inside: Inside, database: Database, request: HttpRequest): HttpAnswer {
  const form = new URLSearchParams(request.body)
  const client = database.rows.get('admin client')
  if (form.get('grant_type') !== 'client_credentials') return json(400, { error: 'unsupported_grant_type' })
  if (form.get('client_id') !== text(client, 'id') || form.get('client_secret') !== text(client, 'secret'))
    return json(401, { error: 'invalid_client' })
  const value = `practice-${inside.machine.hex(24)}`
  database.rows.set(`token ${value}`, true)
  return json(200, { access_token: value, expires_in: 60, token_type: 'Bearer' })
}

function admin(inside: Inside, realm: Realm, call: string, query: URLSearchParams, body: string): HttpAnswer {
  const sent = body === '' ? {} : (JSON.parse(body) as Record<string, unknown>)
  const done: HttpAnswer = { status: 204, headers: {}, body: '' }
  const [, client] = /^PUT clients\/(.+)$/.exec(call) ?? []
  const [verb, flow] = /^(GET|PUT) authentication\/flows\/([^/]+)\/executions$/.exec(call)?.slice(1) ?? []
  if (call === 'GET ') return json(200, realm.settings)
  if (call === 'PUT ') {
    realm.settings = { ...realm.settings, ...sent }
    return done
  }
  if (call === 'GET clients')
    return json(
      200,
      realm.clients.filter((one) => one['clientId'] === query.get('clientId')),
    )
  if (call === 'POST clients') {
    realm.clients.push({ ...sent, id: uuid(inside) })
    return { ...done, status: 201 }
  }
  if (client !== undefined)
    return change(realm.clients, client, sent) ? done : json(404, { error: 'Could not find client' })
  if (call === 'GET users/count') return json(200, realm.users.length)
  if (call === 'POST users') {
    realm.users.push({ ...sent, id: uuid(inside) })
    return { ...done, status: 201 }
  }
  if (flow !== undefined) {
    if (realm.settings['browserFlow'] !== flow) return json(404, { error: 'flow not found' })
    if (verb === 'GET') return json(200, realm.executions)
    return change(realm.executions, String(sent['id']), sent)
      ? { ...done, status: 202 }
      : json(404, { error: 'illegal execution' })
  }
  return plain(404, '')
}

/** What is not sent stays as it is. */
function change(all: Record<string, unknown>[], id: string, sent: Record<string, unknown>): boolean {
  const at = all.findIndex((one) => one['id'] === id)
  if (at < 0) return false
  all[at] = { ...all[at], ...sent, id }
  return true
}

const uuid = ({ machine }: Inside): string =>
  [8, 4, 4, 4, 12].map((length) => machine.hex(length).slice(0, length)).join('-')
