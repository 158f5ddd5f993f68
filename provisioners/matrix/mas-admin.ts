/**
 * Accounts through MAS's Admin API, as requests and what their answers mean. Pure: somebody else carries them.
 * The API: POST /oauth2/token with client_credentials and scope urn:mas:admin, then /api/admin/v1 (MAS's own OpenAPI file).
 */
import { z } from 'zod'
import type { Secret } from '../model/secret.ts'
import { EngineError } from '../model/engine-error.ts'
import { STAND_IN_HEADER } from '../model/proof.ts'
import { MAS_INTERNAL_PORT, MAS_PORT } from './mas-config.ts'

export interface MasRequest {
  readonly port: number
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
}

export interface MasAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** Carries one request to MAS. */
export type Ask = (request: MasRequest) => Promise<MasAnswer>

const token = z.object({ access_token: z.string().min(1) })
const created = z.object({ data: z.object({ id: z.string().min(1) }) })
const refusal = z.object({ errors: z.array(z.object({ title: z.string() })) })

/**
 * Makes an account, gives it a password, and, if wished, lets it manage the server.
 *
 * @returns the account's id in MAS
 * @throws EngineError sign-in-service-stand-in, sign-in-service-refused
 */
export async function createAccount(
  account: { username: string; password: Secret; admin: boolean },
  client: { id: string; secret: Secret },
  ask: Ask,
): Promise<string> {
  const basic = Buffer.from(
    `${encodeURIComponent(client.id)}:${encodeURIComponent(client.secret.reveal())}`,
  ).toString('base64')
  const signedIn = await ask({
    port: MAS_PORT,
    method: 'POST',
    path: '/oauth2/token',
    headers: { authorization: `Basic ${basic}`, 'content-type': 'application/x-www-form-urlencoded' },
    body: 'grant_type=client_credentials&scope=urn%3Amas%3Aadmin',
  })
  const { access_token: bearer } = expect(signedIn, [200], token)
  const post = (path: string, body: unknown): Promise<MasAnswer> =>
    ask({
      port: MAS_INTERNAL_PORT,
      method: 'POST',
      path: `/api/admin/v1${path}`,
      headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  const { data } = expect(await post('/users', { username: account.username }), [201], created)
  const user = `/users/${encodeURIComponent(data.id)}`
  expect(await post(`${user}/set-password`, { password: account.password.reveal() }), [204], null)
  if (account.admin) expect(await post(`${user}/set-admin`, { admin: true }), [200], null)
  return data.id
}

function expect<T>(answer: MasAnswer, statuses: readonly number[], shape: z.ZodType<T>): T
function expect(answer: MasAnswer, statuses: readonly number[], shape: null): null
function expect<T>(answer: MasAnswer, statuses: readonly number[], shape: z.ZodType<T> | null): T | null {
  const standIn = answer.headers[STAND_IN_HEADER]
  if (standIn !== undefined)
    throw new EngineError(
      'sign-in-service-stand-in',
      `The sign-in service says that it is a stand-in for ${standIn}.`,
    )
  if (!statuses.includes(answer.status)) {
    const said = refusal.safeParse(parseJson(answer.body))
    const why = said.success
      ? said.data.errors.map(({ title }) => title).join('; ')
      : `it answered ${answer.status}`
    throw new EngineError('sign-in-service-refused', `The sign-in service said: ${why}.`)
  }
  return shape === null ? null : shape.parse(parseJson(answer.body))
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
