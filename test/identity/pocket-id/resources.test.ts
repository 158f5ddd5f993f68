/** What Bramble makes of what Pocket ID answers. */
import { wrongValue } from '../../../provisioners/model/field.ts'
import { describe, expect, it } from 'vitest'
import { secretSpecs, services, stackOf } from '../../../provisioners/components.ts'
import type { Means } from '../../../provisioners/engine/resource.ts'
import { identityOf, placeOf, providerOf } from '../../../provisioners/identity/index.ts'
import { clientBody, differences, type ClientSeen } from '../../../provisioners/identity/pocket-id/client.ts'
import * as facts from '../../../provisioners/identity/pocket-id/facts.ts'
import { personBody } from '../../../provisioners/identity/pocket-id/person.ts'
import type { Provider } from '../../../provisioners/model/sign-in.ts'
import { reveal } from '../../../provisioners/model/text.ts'
import { compose } from '../../../provisioners/stack/compose.ts'
import { caddyConfig } from '../../../provisioners/stack/routes/caddy.ts'
import { toYaml } from '../../../provisioners/stack/yaml.ts'
import { upstreamEntry } from '../../../provisioners/matrix/upstream.ts'
import { fakeSecretsOf } from '../../stack/fake.ts'
import { pocketIdIntent } from './intent.ts'

const entry = pocketIdIntent.signIn.providers[0] as Provider
const place = placeOf(entry, pocketIdIntent)
const means: Means = { secret: fakeSecretsOf(pocketIdIntent), changed: () => false }
const answer = (stdout: string, status = 0) => ({ status, stdout, stderr: '', truncated: false })

const seen: ClientSeen = {
  name: 'Brookside',
  description: '',
  callbackURLs: [place.redirect],
  isPublic: false,
  pkceEnabled: true,
  skipConsent: true,
  isGroupRestricted: false,
  credentials: { secrets: [] },
}

function diff(id: string, known: Record<string, unknown>) {
  const resource = identityOf(pocketIdIntent).resources.find((one) => one.id === id)
  if (!resource) throw new Error(`no resource ${id}`)
  return resource.diff(known, means)
}

describe('what Pocket ID answers', () => {
  it('about the client: there, not there, or nothing that makes sense', () => {
    expect(facts.client.parse(answer(`${JSON.stringify({ ...seen, other: 1 })}\n200`))).toEqual({
      state: 'there',
      client: seen,
    })
    expect(facts.client.parse(answer('{"error":"OIDC client not found"}\n404'))).toEqual({ state: 'missing' })
    for (const odd of ['{"error":"You are not signed in"}\n401', '<html>\n200', '{}\n200', '\n000', ''])
      expect(facts.client.parse(answer(odd))).toEqual({ state: 'unknown' })
    expect(facts.client.parse(answer('{}\n404', 7))).toEqual({ state: 'unknown' })
  })

  it('about the secret: it holds, it does not, or nobody can say', () => {
    const holds = facts.secretHolds('family')
    expect(holds.parse(answer('{"error":"invalid_grant"}\n400'))).toBe(true)
    expect(holds.parse(answer('{"error":"invalid_client"}\n401'))).toBe(false)
    for (const odd of ['{"error":"invalid_request"}\n400', '{"error":"invalid_grant"}\n200', 'oops\n502', ''])
      expect(holds.parse(answer(odd))).toBe(null)
  })

  it('about people: nobody, somebody, or nothing', () => {
    expect(facts.people.parse(answer('\n204'))).toBe('nobody')
    expect(facts.people.parse(answer('{"error":"Not found"}\n404'))).toBe('somebody')
    expect(facts.people.parse(answer('\n502'))).toBe('unknown')
  })
})

describe('the client', () => {
  it('is compared in what matters', () => {
    expect(differences(seen, place, pocketIdIntent)).toEqual([])
    expect(
      differences({ ...seen, isGroupRestricted: true, description: 'x' }, place, pocketIdIntent),
    ).toEqual([])
    const wrong = (change: Partial<ClientSeen>) => differences({ ...seen, ...change }, place, pocketIdIntent)
    expect(wrong({ name: 'Other' })).toEqual(['name'])
    expect(wrong({ callbackURLs: [] })).toEqual(['redirect address'])
    expect(wrong({ callbackURLs: [place.redirect, 'https://elsewhere.example.org/'] })).toEqual([
      'redirect address',
    ])
    expect(wrong({ callbackURLs: [`${place.redirect}/`] })).toEqual(['redirect address'])
    expect(wrong({ isPublic: true })).toEqual(['proof of the client'])
    expect(wrong({ pkceEnabled: false })).toEqual(['proof of the client'])
    expect(wrong({ skipConsent: false })).toEqual(['consent'])
    expect(wrong({ requiresPushedAuthorizationRequests: true })).toEqual(['pushed requests'])
  })

  it('keeps what its owner has set, when it is changed', () => {
    const body = clientBody(place, pocketIdIntent, {
      ...seen,
      name: 'Other',
      isGroupRestricted: true,
      description: 'For us',
      launchURL: 'https://brookside.local/',
    })
    expect(body).toMatchObject({
      name: 'Brookside',
      isGroupRestricted: true,
      description: 'For us',
      launchURL: 'https://brookside.local/',
    })
    expect(body).not.toHaveProperty('id')
    expect(clientBody(place, pocketIdIntent, null)).toHaveProperty('id', 'matrix-authentication-service')
  })

  it('has a name that Pocket ID gives back as it got it', () => {
    const name = 'e\u0301'.repeat(60)
    expect(clientBody(place, { name }, null)).toMatchObject({ name: '\u00e9'.repeat(50) })
    expect(differences({ ...seen, name: '\u00e9'.repeat(50) }, place, { name })).toEqual([])
  })
})

describe('the resources', () => {
  it('are true when all is as it should be', () => {
    const client = { state: 'there', client: seen }
    expect(diff('pocket-id-first-person', { people: 'somebody' }).met).toBe(true)
    expect(diff('pocket-id-client', { client }).met).toBe(true)
    expect(diff('pocket-id-client-secret', { client, holds: true }).met).toBe(true)
  })

  it('are likely while nobody can say', () => {
    const unknown = { state: 'unknown' }
    expect(diff('pocket-id-first-person', { people: 'unknown' })).toMatchObject({ likely: true })
    expect(diff('pocket-id-client', { client: unknown })).toMatchObject({ likely: true })
    expect(diff('pocket-id-client-secret', { client: unknown, holds: null })).toMatchObject({ likely: true })
  })

  it('take secrets away only where ours does not hold', () => {
    const client = {
      state: 'there',
      client: { ...seen, credentials: { secrets: [{ id: 'one' }, { id: 'two' }] } },
    }
    const wrong = diff('pocket-id-client-secret', { client, holds: false })
    expect(wrong).toMatchObject({ change: 'change' })
    expect(!wrong.met && wrong.actions).toHaveLength(3)
    expect(diff('pocket-id-client-secret', { client, holds: true }).met).toBe(true)
    const unsure = diff('pocket-id-client-secret', { client, holds: null })
    expect(!unsure.met && unsure.actions).toHaveLength(1)
  })

  it('name no secret in a question', () => {
    const questions = JSON.stringify(
      identityOf(pocketIdIntent).resources.map((one) =>
        Object.values(one.facts).map(({ command }) => command),
      ),
    )
    for (const { id } of secretSpecs(pocketIdIntent))
      expect(questions).not.toContain(means.secret(id).reveal().split('\n')[0])
  })
})

describe('the first person', () => {
  const { fields } = providerOf('pocket-id')
  const field = (name: string) => {
    const found = fields.find((one) => one.name === name)
    if (!found) throw new Error(name)
    return found
  }

  it('has no address where none was typed', () => {
    const bare = { settings: { username: 'bob', firstName: 'Bob' } }
    expect(personBody(bare)).toEqual({
      username: 'bob',
      firstName: 'Bob',
      lastName: '',
      displayName: 'Bob',
      isAdmin: true,
      userGroupIds: [],
    })
    expect(personBody(place)).toMatchObject({ email: 'alice@example.org', emailVerified: true })
  })

  it.each([
    [
      'username',
      ['alice', 'A', 'a.b-c_d@e', 'a'.repeat(50)],
      ['', '-a', 'a-', 'a b', '12345', 'ä', 'a'.repeat(51)],
    ],
    [
      'email',
      ['', 'a@b.org', 'first.last+tag@sub.example.org'],
      ['a', 'a@b', 'a b@c.org', 'a@-b.org', '.a@b.org'],
    ],
    ['firstName', ['Zoë', '李'], ['', 'x'.repeat(51)]],
  ])('%s', (name, good, bad) => {
    for (const value of good) expect([value, wrongValue(field(name), value)]).toEqual([value, null])
    for (const value of bad) expect([value, wrongValue(field(name), value) !== null]).toEqual([value, true])
  })
})

describe('golden files', () => {
  it('of the service', async () => {
    const stack = stackOf(pocketIdIntent)
    const stores = new Map(
      services(pocketIdIntent).flatMap(({ id, store }) => (store ? [[id, `${id}-1`]] : [])),
    )
    const { text } = compose(stack, stores)
    const own = text.split(/\n {2}(?=[a-z-]+:\n)/).find((block) => block.startsWith('pocket-id:')) ?? ''
    await expect(`${own}\n`).toMatchFileSnapshot('golden/service.yaml')
    const caddy = text.split(/\n {2}(?=[a-z-]+:\n)/).find((block) => block.startsWith('caddy:')) ?? ''
    expect(caddy).toContain('10000:10000')
  })

  it('of its site at the front door', async () => {
    const { routes } = stackOf(pocketIdIntent)
    const sites = place.addresses.sites.filter(({ id }) => id === 'identity')
    const config = caddyConfig(sites, routes, {
      storage: '/data',
      healthPort: 2020,
      front: { kind: 'own-authority' },
    }) as {
      apps: { http: { servers: { identity: object } } }
    }
    await expect(`${JSON.stringify(config.apps.http.servers.identity, null, 2)}\n`).toMatchFileSnapshot(
      'golden/identity-site.json',
    )
  })

  it('of MAS’s entry', async () => {
    const [upstream] = identityOf(pocketIdIntent).upstreams
    if (!upstream) throw new Error('no upstream')
    await expect(reveal(toYaml(upstreamEntry(upstream, '/run/bramble', true)))).toMatchFileSnapshot(
      'golden/upstream.yaml',
    )
  })

  it('of the keys: not a byte more than the key', () => {
    const store = services(pocketIdIntent).find(({ id }) => id === 'pocket-id')?.store
    for (const file of store?.files ?? []) {
      expect(file.mode).toBe(0o600)
      expect(reveal(file.render(fakeSecretsOf(pocketIdIntent)))).toMatch(/^\S{43}$/)
    }
    expect(store?.files).toHaveLength(2)
  })
})
