/** Accounts are MAS's, and Synapse hears of each: `POST /_synapse/mas/provision_user` (Synapse, rest/synapse/mas/users.py). */
import type { Database } from '../postgres/cluster.ts'
import { json, type HttpAnswer, type HttpRequest } from './behaviour.ts'
import type { Inside } from './inside.ts'
import { at, text, type Settings } from './settings.ts'

const PATH = '/_synapse/mas/provision_user'

/** MAS tells Synapse of an account that it has made; the real one tries again later where nobody answers. */
export function provision(inside: Inside, settings: Settings, made: HttpRequest): void {
  const endpoint = new URL(text(settings, 'matrix', 'endpoint') ?? 'http://localhost/')
  const secret = inside.read(text(settings, 'matrix', 'secret_file') ?? '')
  const { username } = JSON.parse(made.body) as { username?: string }
  inside.http(endpoint.hostname, Number(endpoint.port || 80), {
    method: 'POST',
    path: PATH,
    headers: { host: endpoint.host, authorization: `Bearer ${'text' in secret ? secret.text.trim() : ''}` },
    body: JSON.stringify({ localpart: username }),
  })
}

/** One row of Synapse's table `users`. */
export interface User {
  readonly name: string
  /** Id of the application service that made it; null for a person. */
  readonly appserviceId: string | null
}

/**
 * Synapse's side.
 *
 * @param open its own database; null while it cannot be entered
 * @returns null for any other request
 */
export function provisioned(
  inside: Inside,
  settings: Settings,
  { method, path, headers, body }: HttpRequest,
  open: () => Database | null,
): HttpAnswer | null {
  if (method !== 'POST' || path !== PATH) return null
  const secret = inside.read(String(at(settings, 'matrix_authentication_service', 'secret_path') ?? ''))
  if (!('text' in secret) || headers['authorization'] !== `Bearer ${secret.text.trim()}`)
    return json(403, { errcode: 'M_FORBIDDEN', error: 'This endpoint must only be called by MAS' })
  const name = `@${String((JSON.parse(body) as { localpart?: unknown }).localpart)}:${text(settings, 'server_name') ?? ''}`
  const database = open()
  if (!database) return json(500, { errcode: 'M_UNKNOWN', error: 'Internal server error' })
  const created = !database.rows.has(`users ${name}`)
  if (created) database.rows.set(`users ${name}`, { name, appserviceId: null } satisfies User)
  return json(created ? 201 : 200, {})
}
