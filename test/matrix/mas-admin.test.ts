import { Ajv } from 'ajv'
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { createAccount, type MasAnswer, type MasRequest } from '../../provisioners/matrix/mas-admin.ts'
import { Secret } from '../../provisioners/model/secret.ts'

const client = { id: '01BRAMB1EADM1N000000000000', secret: new Secret('client-secret-value', 'client') }
const account = { username: 'anna', password: new Secret('correct horse', 'password'), admin: true }
const json = (status: number, body: unknown, headers = {}): MasAnswer => ({
  status,
  headers,
  body: JSON.stringify(body),
})

/** Answers as MAS's own description of its API says, and keeps what it was asked. */
function mas(spoilt: (request: MasRequest) => MasAnswer | null = () => null) {
  const asked: MasRequest[] = []
  const ask = async (request: MasRequest): Promise<MasAnswer> => {
    asked.push(request)
    const other = spoilt(request)
    if (other) return other
    if (request.path === '/oauth2/token')
      return json(200, { access_token: 'mat_1', token_type: 'Bearer', expires_in: 300 })
    if (request.path.endsWith('/users'))
      return json(201, { data: { type: 'user', id: '01ABC', attributes: {} } })
    return request.path.endsWith('/set-password')
      ? { status: 204, headers: {}, body: '' }
      : json(200, { data: {} })
  }
  return { asked, ask }
}

describe('the first account', () => {
  it('is made through the Admin API, in order, and no secret is in a path', async () => {
    const { asked, ask } = mas()
    expect(await createAccount(account, client, ask)).toBe('01ABC')
    expect(asked.map(({ port, method, path }) => `${method} ${port}${path}`)).toEqual([
      'POST 8080/oauth2/token',
      'POST 8081/api/admin/v1/users',
      'POST 8081/api/admin/v1/users/01ABC/set-password',
      'POST 8081/api/admin/v1/users/01ABC/set-admin',
    ])
    expect(asked[0]?.body).toContain('grant_type=client_credentials')
    expect(JSON.parse(asked[2]?.body ?? '')).toEqual({ password: 'correct horse' })
    expect(asked[3]?.headers['authorization']).toBe('Bearer mat_1')
  })

  it('a refusal is told in MAS’s own words', async () => {
    const { ask } = mas(({ path }) =>
      path.endsWith('/users') ? json(409, { errors: [{ title: 'User already exists' }] }) : null,
    )
    await expect(createAccount(account, client, ask)).rejects.toThrow('User already exists')
  })

  it('a stand-in is not taken for MAS', async () => {
    const { ask } = mas(() => ({ status: 501, headers: { 'x-bramble-stand-in': 'MAS' }, body: '' }))
    await expect(createAccount(account, client, ask)).rejects.toThrow('sign-in-service-stand-in')
  })

  const file = fileURLToPath(new URL('../../../shared/schemas/mas-admin-api.json', import.meta.url))
  it.skipIf(!existsSync(file))(
    'every request is one that MAS’s own description allows (needs ../shared)',
    async () => {
      const api = JSON.parse(readFileSync(file, 'utf8')) as {
        paths: Record<
          string,
          Record<string, { requestBody?: { content: Record<string, { schema: object }> } }>
        >
        components: object
      }
      const { asked, ask } = mas()
      await createAccount(account, client, ask)
      const ajv = new Ajv({ strict: false })
      for (const { method, path, body } of asked.slice(1)) {
        const known = api.paths[path.replace('/01ABC/', '/{id}/')]?.[method.toLowerCase()]
        const schema = known?.requestBody?.content['application/json']?.schema
        expect(schema, path).toBeDefined()
        const valid = ajv.validate({ ...schema, components: api.components }, JSON.parse(body ?? ''))
        expect(ajv.errors ?? [], path).toEqual([])
        expect(valid).toBe(true)
      }
    },
  )
})
