/**
 * One call of MAS's Admin API: a request as data, and what its answer means. Pure: somebody else carries it.
 * The API: POST /oauth2/token with client_credentials and scope urn:mas:admin, then /api/admin/v1 (MAS, docs/topics/admin-api.md).
 */
import { z } from 'zod'
import type { Secret } from '../../model/secret.ts'
import { EngineError } from '../../model/engine-error.ts'
import { STAND_IN_HEADER } from '../../model/proof.ts'
import { MAS_INTERNAL_PORT, MAS_PORT } from '../mas-config.ts'
import { harmless } from './answers.ts'

export interface MasRequest {
  readonly port: number
  readonly method: 'GET' | 'POST'
  /** Path and query. */
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

/** A value of a query; what is undefined is left out. */
export type Query = Readonly<Record<string, string | number | boolean | undefined>>

/** Calls with a token. Paths are those behind `/api/admin/v1`. */
export interface AdminApi {
  get<T>(path: string, query: Query, shape: z.ZodType<T>): Promise<T>
  /** @param body undefined for a call that takes none */
  post<T>(path: string, body: object | undefined, shape: z.ZodType<T>): Promise<T>
  /** What the program that answered says it stands in for; null for MAS itself. */
  standIn(): string | null
}

const token = z.object({ access_token: z.string().min(1).max(4096) })
const refusal = z.object({ errors: z.array(z.object({ title: z.string() })).min(1) })

/**
 * Gets a token, good for the few calls that follow.
 *
 * @throws EngineError sign-in-service-unwell, sign-in-service-stand-in; each call also sign-in-service-refused, not-found
 */
export async function adminApi(client: { id: string; secret: Secret }, ask: Ask): Promise<AdminApi> {
  let standIn: string | null = null
  const carry: Ask = async (request) => {
    const answer = await ask(request)
    const said = answer.headers[STAND_IN_HEADER]
    if (said !== undefined) standIn = harmless(said)
    return answer
  }
  const basic = Buffer.from(
    `${encodeURIComponent(client.id)}:${encodeURIComponent(client.secret.reveal())}`,
  ).toString('base64')
  const signedIn = await carry({
    port: MAS_PORT,
    method: 'POST',
    path: '/oauth2/token',
    headers: { authorization: `Basic ${basic}`, 'content-type': 'application/x-www-form-urlencoded' },
    body: 'grant_type=client_credentials&scope=urn%3Amas%3Aadmin',
  })
  if (signedIn.status !== 200) throw unwell(signedIn, 'it gave this app no token')
  const { access_token: bearer } = understand(signedIn, token)
  const common = { port: MAS_INTERNAL_PORT, headers: { authorization: `Bearer ${bearer}` } }
  return {
    async get(path, query, shape) {
      const answer = await carry({ ...common, method: 'GET', path: `/api/admin/v1${path}${written(query)}` })
      return expect(answer, shape)
    },
    async post(path, body, shape) {
      const answer = await carry({
        ...common,
        method: 'POST',
        path: `/api/admin/v1${path}`,
        ...(body !== undefined && {
          headers: { ...common.headers, 'content-type': 'application/json' },
          body: JSON.stringify(body),
        }),
      })
      return expect(answer, shape)
    },
    standIn: () => standIn,
  }
}

function written(query: Query): string {
  const given = Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)] satisfies [string, string]],
  )
  return given.length === 0 ? '' : `?${new URLSearchParams(given).toString()}`
}

function expect<T>(answer: MasAnswer, shape: z.ZodType<T>): T {
  if (answer.status >= 200 && answer.status < 300) return understand(answer, shape)
  const said = refusal.safeParse(parseJson(answer.body))
  const why = said.success
    ? harmless(said.data.errors.map(({ title }) => title).join('; '))
    : `it answered ${answer.status}`
  if (answer.status === 404 && said.success)
    throw new EngineError('not-found', `The sign-in service said: ${why}.`)
  // 400: not allowed so, 403: switched off in the settings, 409: taken (MAS, docs/api/spec.json)
  if ([400, 403, 409].includes(answer.status))
    throw new EngineError('sign-in-service-refused', `The sign-in service said: ${why}.`)
  throw unwell(answer, why)
}

function unwell(answer: MasAnswer, why: string): EngineError {
  const standIn = answer.headers[STAND_IN_HEADER]
  if (standIn !== undefined && answer.status === 501)
    return new EngineError(
      'sign-in-service-stand-in',
      `The sign-in service says that it is a stand-in for ${harmless(standIn)}.`,
    )
  return new EngineError('sign-in-service-unwell', `The sign-in service did not help: ${why}.`, [
    `status ${answer.status}`,
  ])
}

function understand<T>(answer: MasAnswer, shape: z.ZodType<T>): T {
  const read = shape.safeParse(answer.body === '' ? null : parseJson(answer.body))
  if (read.success) return read.data
  // the answer itself may hold a token or somebody's address: only where it is wrong is shown
  const where = read.error.issues.slice(0, 5).map(({ path, code }) => `${path.join('.')}: ${code}`)
  throw new EngineError(
    'sign-in-service-unwell',
    'The sign-in service answered in a form that this app does not know.',
    where,
  )
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
