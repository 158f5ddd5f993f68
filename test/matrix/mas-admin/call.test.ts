import { describe, expect, it } from 'vitest'
import * as mas from '../../../provisioners/matrix/mas-admin/index.ts'
import { Secret } from '../../../provisioners/model/secret.ts'
import { BASE, described, description } from './description.ts'

const client = { id: '01BRAMB1EADM1N000000000000', secret: new Secret('client-secret-value', 'client') }
const ID = '01KAB3DEFGH1JKMNPQRSTVWXYZ'
const links = { self: '/x' }
const json = (status: number, body: unknown, headers = {}): mas.MasAnswer => ({
  status,
  headers,
  body: JSON.stringify(body),
})
const attributes = {
  username: 'anna',
  created_at: '2026-11-20T20:58:31.5+01:00',
  admin: false,
  legacy_guest: false,
}
const user = (more: object = {}) => ({
  data: { type: 'user', id: ID, attributes: { ...attributes, ...more }, links },
  links,
})

/** Gives a token, then what the test says; keeps what it was asked. */
async function asking(answer: (request: mas.MasRequest) => mas.MasAnswer) {
  const asked: mas.MasRequest[] = []
  const api = await mas.adminApi(client, async (request) => {
    asked.push(request)
    if (request.path === '/oauth2/token')
      return json(200, { access_token: 'mat_1', token_type: 'Bearer', expires_in: 300 })
    return answer(request)
  })
  return { api, asked }
}

describe('a call of the Admin API', () => {
  it('has a token by the client’s own credentials, and no secret in a path', async () => {
    const { api, asked } = await asking(() => json(200, user()))
    await mas.setAdmin(api, ID, true)
    expect(asked.map(({ port, method, path }) => `${method} ${port}${path}`)).toEqual([
      'POST 8080/oauth2/token',
      `POST 8081${BASE}/users/${ID}/set-admin`,
    ])
    expect(asked[0]?.body).toBe('grant_type=client_credentials&scope=urn%3Amas%3Aadmin')
    expect(asked[0]?.headers['authorization']).toBe(`Basic ${btoa(`${client.id}:client-secret-value`)}`)
    expect(asked[1]?.headers['authorization']).toBe('Bearer mat_1')
    expect(asked[1]?.headers['content-type']).toBe('application/json')
  })

  it('reads times with their offset', async () => {
    const { api } = await asking(() => json(200, user({ locked_at: '2026-11-21T00:00:00Z' })))
    expect(await mas.getUser(api, ID)).toEqual({
      id: ID,
      username: 'anna',
      admin: false,
      locked: true,
      lockedAt: Date.UTC(2026, 10, 21) / 1000,
      deactivated: false,
      createdAt: Date.UTC(2026, 10, 20, 19, 58, 31, 500) / 1000,
    })
  })

  it('shows hostile text without its disguises, and not all of it', async () => {
    const { api } = await asking(() => json(200, user({ username: `a\u202e\u001b[31m${'x'.repeat(5000)}` })))
    const { username } = await mas.getUser(api, ID)
    expect(username.startsWith('a\ufffd\ufffd[31mxxx')).toBe(true)
    expect(username).toHaveLength(300)
  })

  it.each([
    [400, 'sign-in-service-refused'],
    [403, 'sign-in-service-refused'],
    [404, 'not-found'],
    [409, 'sign-in-service-refused'],
    [401, 'sign-in-service-unwell'],
    [500, 'sign-in-service-unwell'],
  ])('%i is told as %s, in MAS’s own words', async (status, code) => {
    const { api } = await asking(() => json(status, { errors: [{ title: 'Words of MAS\u202e' }] }))
    await expect(mas.lock(api, ID)).rejects.toMatchObject({
      code,
      detail: expect.stringContaining('Words of MAS\ufffd') as string,
    })
  })

  it.each([
    ['another shape', json(200, { data: [] })],
    ['an id that is none', json(200, { ...user(), data: { ...user().data, id: '../users' } })],
    ['no JSON', { status: 200, headers: {}, body: '<html>' }],
    ['a page of a proxy', { status: 404, headers: {}, body: '<html>' }],
  ])('%s is no answer', async (_what, answer) => {
    const { api } = await asking(() => answer)
    await expect(mas.getUser(api, ID)).rejects.toMatchObject({ code: 'sign-in-service-unwell' })
  })

  it('no token, no call', async () => {
    const refusing = mas.adminApi(client, async () => json(401, { error: 'invalid_client' }))
    await expect(refusing).rejects.toMatchObject({ code: 'sign-in-service-unwell' })
  })

  it('a stand-in is believed, and said; what it does not answer is told as that', async () => {
    const standIn = { 'x-bramble-stand-in': 'MAS' }
    const { api } = await asking(({ path }) =>
      path.endsWith('/lock') ? { status: 501, headers: standIn, body: '' } : json(200, user(), standIn),
    )
    expect(api.standIn()).toBeNull()
    await mas.getUser(api, ID)
    expect(api.standIn()).toBe('MAS')
    await expect(mas.lock(api, ID)).rejects.toMatchObject({ code: 'sign-in-service-stand-in' })
  })

  it('signs out of every kind of session, once each, though one had ended meanwhile', async () => {
    const open = new Map([
      ['user-sessions', ['01AAAAAAAAAAAAAAAAAAAAAAA1']],
      ['oauth2-sessions', ['01AAAAAAAAAAAAAAAAAAAAAAA2', '01AAAAAAAAAAAAAAAAAAAAAAA3']],
      ['compat-sessions', []],
    ])
    const { api, asked } = await asking(({ method, path }) => {
      const [kind = '', id = ''] = path.slice(BASE.length + 1).split(/[/?]/)
      const left = open.get(kind) ?? []
      if (method === 'GET')
        return json(200, { data: left.map((one) => ({ type: kind, id: one, attributes: {}, links })), links })
      open.set(
        kind,
        left.filter((one) => one !== id),
      )
      return id.endsWith('3') ? json(400, { errors: [{ title: 'already finished' }] }) : json(200, {})
    })
    expect(await mas.endSessions(api, ID)).toBe(2)
    expect(asked.filter(({ path }) => path.endsWith('/finish'))).toHaveLength(3)
    if (described) {
      const { complaints } = description()
      const ok = json(200, {})
      const ofRequest = asked.slice(1).flatMap((request) => complaints(request, { ...ok, body: 'null' }))
      expect(ofRequest.filter((said) => /parameter|described|body|field/.test(said))).toEqual([])
    }
  })
})

describe.skipIf(!described)('the check by MAS’s description (needs ../shared)', () => {
  const base = { port: 8081, headers: {} }
  const fine = json(200, { ...user(), data: { ...user().data, attributes } })

  it.each<[string, mas.MasRequest, mas.MasAnswer, RegExp]>([
    ['path', { ...base, method: 'GET', path: `${BASE}/user` }, fine, /not described/],
    ['method', { ...base, method: 'GET', path: `${BASE}/users/${ID}/lock` }, fine, /not described/],
    ['parameter', { ...base, method: 'GET', path: `${BASE}/users?filter[name]=x` }, fine, /no parameter/],
    ['value', { ...base, method: 'GET', path: `${BASE}/users?page[first]=0` }, fine, />= 1/],
    [
      'field',
      { ...base, method: 'POST', path: `${BASE}/users`, body: '{"username":"a","admin":true}' },
      json(201, user()),
      /\.admin is no field/,
    ],
    [
      'type',
      { ...base, method: 'POST', path: `${BASE}/users/${ID}/set-admin`, body: '{"admin":"yes"}' },
      fine,
      /must be boolean/,
    ],
    ['body', { ...base, method: 'POST', path: `${BASE}/users` }, json(201, user()), /body is missing/],
    ['status', { ...base, method: 'GET', path: `${BASE}/users/${ID}` }, json(418, {}), /418 is no answer/],
    [
      'answer',
      { ...base, method: 'GET', path: `${BASE}/users/${ID}` },
      json(200, user({ email: 'a' })),
      /email is no field/,
    ],
  ])('finds a wrong %s', (_what, request, answer, said) => {
    expect(description().complaints(request, answer).join('\n')).toMatch(said)
  })
})
