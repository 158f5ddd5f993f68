/** The lab's double refuses what MAS's description refuses, and has no route and no field that it does not have. */
import { execFileSync } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  adminApi,
  listUsers,
  type MasAnswer,
  type MasRequest,
} from '../../../provisioners/matrix/mas-admin/index.ts'
import { MAS_INTERNAL_PORT, MAS_PORT } from '../../../provisioners/matrix/mas-config.ts'
import { Secret } from '../../../provisioners/model/secret.ts'
import { BASE, described, description } from './description.ts'
import { builtDouble, startDouble, type Answering } from './doubles.ts'

const program = builtDouble()
const ID = '01KAB3DEFGH1JKMNPQRSTVWXYZ'

describe.skipIf(program === null)('the double of MAS’s Admin API (needs Go)', () => {
  let double: Answering
  let bearer = ''
  beforeAll(async () => {
    double = await startDouble(program ?? '')
    bearer = await token(double)
  })
  afterAll(() => double.close())

  const token = async ({ ask, client }: Answering, scope = '&scope=urn%3Amas%3Aadmin'): Promise<string> => {
    const answer = await ask({
      port: MAS_PORT,
      method: 'POST',
      path: '/oauth2/token',
      headers: {
        authorization: `Basic ${btoa(`${client.id}:${encodeURIComponent(client.secret.reveal())}`)}`,
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: `grant_type=client_credentials${scope}`,
    })
    return (JSON.parse(answer.body) as { access_token?: string }).access_token ?? answer.body
  }
  const ask = (
    method: MasRequest['method'],
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<MasAnswer> =>
    double.ask({
      port: MAS_INTERNAL_PORT,
      method,
      path: `${BASE}${path}`,
      headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json', ...headers },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })

  it.each<[string, number, () => Promise<MasAnswer>]>([
    ['no token', 400, () => ask('GET', '/users', undefined, { authorization: '' })],
    ['a made-up token', 401, () => ask('GET', '/users', undefined, { authorization: 'Bearer mat_x' })],
    ['a path that is none', 404, () => ask('GET', '/people')],
    ['a deeper path', 404, () => ask('GET', `/users/${ID}/lock/now`)],
    ['another method', 405, () => ask('GET', `/users/${ID}/lock`)],
    ['an id that is none', 400, () => ask('GET', '/users/anna')],
    ['an unknown parameter', 400, () => ask('GET', '/users?filter[name]=a')],
    ['a wrong value', 400, () => ask('GET', '/users?filter[admin]=yes')],
    ['a page of none', 400, () => ask('GET', '/users?page[first]=0')],
    ['both ends of a page', 400, () => ask('GET', '/users?page[first]=1&page[last]=1')],
    ['an unknown field', 422, () => ask('POST', '/users', { username: 'a', admin: true })],
    ['a wrong type', 422, () => ask('POST', '/users', { username: 1 })],
    ['a missing field', 422, () => ask('POST', '/users', {})],
    ['a null where none may be', 422, () => ask('POST', '/users', { username: null })],
    ['a negative number', 422, () => ask('POST', '/user-registration-tokens', { usage_limit: -1 })],
    ['a fraction', 422, () => ask('POST', '/user-registration-tokens', { usage_limit: 1.5 })],
    ['a time that is none', 422, () => ask('POST', '/user-registration-tokens', { expires_at: 'soon' })],
    ['no JSON', 400, () => ask('POST', '/users', 'username=a')],
    ['another kind of body', 415, () => ask('POST', '/users', '{}', { 'content-type': 'text/plain' })],
    ['a body where none goes', 400, () => ask('POST', `/users/${ID}/lock`, {})],
    ['an account that is not there', 404, () => ask('POST', `/users/${ID}/lock`)],
  ])('refuses %s by %i, in the form that MAS has for it', async (_what, status, asked) => {
    const answer = await asked()
    expect(answer.status).toBe(status)
    expect(answer.headers['x-bramble-stand-in']).toBe('MAS')
    expect(JSON.parse(answer.body)).toEqual({ errors: [{ title: expect.any(String) as string }] })
  })

  it('gives a token without the scope no entry', async () => {
    bearer = await token(double, '')
    expect((await ask('GET', '/users')).status).toBe(401)
    bearer = await token(double)
    expect((await ask('GET', '/users')).status).toBe(200)
  })

  it('knows its clients, who of them may administer, and when a token ends', async () => {
    const stranger = { id: double.client.id, secret: new Secret('wrong', 'client') }
    await expect(adminApi(stranger, double.ask)).rejects.toMatchObject({ code: 'sign-in-service-unwell' })
    const other = await startDouble(program ?? '', { admin: false })
    await expect(adminApi(other.client, other.ask)).rejects.toMatchObject({ code: 'sign-in-service-unwell' })
    await other.close()
    const brief = await startDouble(program ?? '', { tokenSeconds: -1 })
    const api = await adminApi(brief.client, brief.ask)
    await expect(listUsers(api, { size: 1 })).rejects.toMatchObject({ code: 'sign-in-service-unwell' })
    await brief.close()
  })

  it('sets no password where passwords are switched off', async () => {
    const off = await startDouble(program ?? '', { passwords: false })
    const kept = [double, bearer] as const
    ;[double, bearer] = [off, await token(off)]
    const made = JSON.parse((await ask('POST', '/users', { username: 'anna' })).body) as {
      data: { id: string }
    }
    expect((await ask('POST', `/users/${made.data.id}/set-password`, { password: 'x' })).status).toBe(403)
    ;[double, bearer] = kept
    await off.close()
  })

  it('prints its table', () => {
    expect(printed().length).toBeGreaterThan(20)
    expect(printed().every(({ statuses }) => statuses.length > 0)).toBe(true)
  })

  it.skipIf(!described)('has each route, parameter and field as MAS describes it (needs ../shared)', () => {
    const { paths, resolve } = description()
    for (const route of printed()) {
      const place = `${route.method} ${route.path}`
      const operation = paths[`${BASE}${route.path}`]?.[route.method.toLowerCase()] ?? expect.fail(place)
      for (const [name, kind] of Object.entries(route.query ?? {})) {
        const parameter = operation.parameters?.find((one) => one.in === 'query' && one.name === name)
        expect(kindOf(resolve(parameter?.schema ?? {})), `${place} ${name}`).toBe(kind)
      }
      for (const status of route.statuses)
        expect(Object.keys(operation.responses), place).toContain(String(status))
      const body = operation.requestBody
      expect(body !== undefined, place).toBe(route.body !== null)
      if (!body || !route.body) continue
      expect(body.required !== true, place).toBe(route.bodyMayBeAbsent)
      const schema = resolve(body.content['application/json']?.schema ?? {})
      const fields = schema['properties'] as Record<string, Record<string, unknown>>
      const described = Object.entries(fields).map(([name, field]) => [name, kindOf(field)])
      expect(Object.fromEntries(described), place).toEqual(route.body)
      expect(schema['required'] ?? [], place).toEqual(route.required ?? [])
    }
  })

  interface Printed {
    method: string
    path: string
    query: Record<string, string> | null
    body: Record<string, string> | null
    required: string[] | null
    bodyMayBeAbsent: boolean
    statuses: number[]
  }
  const printed = (): Printed[] =>
    JSON.parse(execFileSync(program ?? '', ['--admin-table']).toString()) as Printed[]
})

/** A schema as the double's table calls it. */
function kindOf(schema: Readonly<Record<string, unknown>>): string {
  const types = [schema['type']].flat()
  const maybe = types.includes('null') ? '|null' : ''
  const choices = schema['oneOf'] as { enum: string[] }[] | undefined
  const listed = (schema['enum'] as string[] | undefined) ?? choices?.flatMap((one) => one.enum)
  if (listed) return `enum:${listed.join(',')}`
  if (schema['title'] === 'ULID' || String(schema['pattern']).endsWith('{26}$')) return 'ulid'
  if (schema['format'] === 'date-time') return `date-time${maybe}`
  if (types.includes('integer')) return schema['minimum'] === 1 ? 'positive' : `uint32${maybe}`
  return `${String(types[0])}${maybe}`
}
