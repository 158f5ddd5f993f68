/** What holds for every provider that is registered. */
import type { Field } from '../../provisioners/model/field.ts'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Ajv } from 'ajv'
import { describe, expect, it } from 'vitest'
import { addressesOf } from '../../provisioners/matrix/address.ts'
import { upstreamEntry, upstreamFiles } from '../../provisioners/matrix/upstream.ts'
import { wrongEntry } from '../../provisioners/identity/answers.ts'
import { audienceOf, emailOf, type IdentityProvider } from '../../provisioners/identity/identity-provider.ts'
import { placeOf, providers, upstreamOf } from '../../provisioners/identity/index.ts'
import type { Intent } from '../../provisioners/model/intent.ts'
import { unknownKeys } from '../matrix/strict.ts'
import { entryOf, intentWith, KEY } from './support/entry.ts'

const isSecret = ({ kind }: Field): boolean => kind === 'secret' || kind === 'pem'

/** An answer that a field takes. */
function answer(field: Field): string | boolean {
  if (field.kind === 'switch') return field.initial ?? false
  if (field.kind === 'choice') return field.choices?.[0]?.value ?? ''
  const candidates = [
    field.placeholder ?? '',
    'https://id.example.org',
    'id.example.org',
    'matrix',
    'ABCDE12345',
    '0a1b2c3d-0000-4000-8000-000000000000',
    '123456789012345678',
    'anna@example.org',
  ]
  const fits = (text: string): boolean =>
    text !== '' &&
    (field.kind !== 'https' || text.startsWith('https://')) &&
    (field.kind !== 'host' || /^[a-z0-9.-]+$/.test(text)) &&
    (!field.pattern || new RegExp(field.pattern.source, 'u').test(text))
  return candidates.find(fits) ?? ''
}

/** The entry with only what must be answered, and with everything. */
function entries(provider: IdentityProvider): Intent[] {
  const asked = provider.fields.filter((field) => !isSecret(field))
  return [asked.filter(({ optional }) => !optional), asked].map((fields) =>
    intentWith(provider.id, Object.fromEntries(fields.map((field) => [field.name, answer(field)]))),
  )
}

const cases = providers.flatMap((provider) =>
  entries(provider).map((intent, index) => {
    const entry = entryOf(intent)
    const place = placeOf(entry, intent)
    return [
      `${provider.id} ${index === 0 ? 'at least' : 'in full'}`,
      { provider, intent, entry, place },
    ] as const
  }),
)

const folder = fileURLToPath(new URL('../../provisioners/identity/', import.meta.url))
const brands = ['apple', 'google', 'facebook', 'github', 'gitlab', 'twitter', 'discord']

describe('the list of providers', () => {
  it('has each id once', () => {
    const ids = providers.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('has every file that describes one', () => {
    const defining = readdirSync(folder)
      .filter((name) => name.endsWith('.ts') && name !== 'identity-provider.ts')
      .filter((name) => readFileSync(folder + name, 'utf8').includes('defineIdentityProvider({'))
    const index = readFileSync(`${folder}index.ts`, 'utf8')
    expect(defining.length).toBeGreaterThan(15)
    expect(defining.filter((name) => !index.includes(`'./${name}'`))).toEqual([])
    expect(providers).toHaveLength(defining.length)
  })
})

describe.each(cases)('%s', (_, { provider, intent, entry, place }) => {
  const settings = (): ReturnType<IdentityProvider['upstream']> => provider.upstream(place)

  it('takes its own answers', () => {
    expect(wrongEntry(entry, provider)).toEqual([])
  })

  it('has fields with names of their own, and no secret among the answers', () => {
    const names = provider.fields.map(({ name }) => name)
    expect(new Set(names).size).toBe(names.length)
    for (const field of provider.fields.filter(isSecret)) {
      const told = { ...entry, settings: { ...entry.settings, [field.name]: 'canary' } }
      expect(wrongEntry(told, provider).join(' ')).toContain('is a secret')
    }
  })

  it('tells the redirect address exactly, and no other', () => {
    if (provider.where === 'here') return
    const guide = provider.guide(place).join('\n')
    expect(guide).toContain(place.redirect)
    const callbacks = guide.match(/https:\/\/[^\s{}]*upstream[^\s{}]*/g) ?? []
    expect(callbacks.filter((url) => url !== place.redirect && url !== place.backchannel)).toEqual([])
    expect(place.redirect).toBe(`${addressesOf(intent).signIn}upstream/callback/${place.id}`)
    // braces are what is to be copied, and they close
    expect(guide.replaceAll(/\{[^{}]+\}/g, '')).not.toMatch(/[{}]/)
  })

  it('never lets everybody in where everybody can have an account', () => {
    const everyone = wrongEntry({ ...entry, admits: 'everyone' }, provider)
    expect(everyone.length > 0).toBe(audienceOf(provider, place.settings) === 'anyone')
  })

  it('lets a list of addresses decide only where they are proven', () => {
    const listed = wrongEntry({ ...entry, admits: 'listed' }, provider)
    const email = emailOf(provider, place.settings)
    expect(listed.length > 0).toBe(email !== 'verified')
    const rule = settings().claims_imports.email
    if (email === 'none') expect(rule?.action).toBe('ignore')
    else if (rule && rule.action !== 'ignore') expect(rule.template).toContain('verified')
  })

  it('has everything that is needed without discovery', () => {
    const upstream = settings()
    if (upstream.discovery_mode !== 'disabled') {
      expect(upstream.issuer).toMatch(/^https:\/\//)
      return
    }
    expect(upstream.pkce_method).toBe('always')
    expect(upstream.authorization_endpoint).toMatch(/^https?:\/\//)
    expect(upstream.token_endpoint).toMatch(/^https?:\/\//)
    // without keys there is no ID token, so that the profile must say who it is
    if (upstream.jwks_uri === undefined) {
      expect(upstream.fetch_userinfo).toBe(true)
      expect(upstream.claims_imports.subject).toBeDefined()
    }
  })

  it('proves its client with the secret that it asks for', () => {
    const upstream = upstreamOf(entry, provider, place)
    const method = upstream.settings.token_endpoint_auth_method
    expect(upstream.clientSecret !== null).toBe(method.startsWith('client_secret'))
    expect(upstream.apple !== undefined).toBe(method === 'sign_in_with_apple')
    if (provider.where === 'here') return
    const asked = provider.fields
      .filter(isSecret)
      .map(({ name }) => (name === 'secret' ? `provider-${KEY}` : `provider-${KEY}-${name}`))
    expect(upstreamFiles(upstream).map(({ secret }) => secret)).toEqual(asked)
  })

  it('shows a mark that MAS has, or none', () => {
    const { brand_name: brand } = settings()
    if (brand !== undefined) expect(brands).toContain(brand)
  })

  it('imports a name only as far as it is a valid one', () => {
    const { localpart } = settings().claims_imports
    expect(localpart).toBeDefined()
    // nobody takes over an account by calling themselves so elsewhere
    expect(localpart?.on_conflict ?? 'fail').toBe('fail')
    if (localpart?.action !== 'ignore') expect(localpart?.template).toContain('namespace(')
  })
})

const schemaFile = fileURLToPath(
  new URL('../../../shared/schemas/mas-config.schema.stripped.json', import.meta.url),
)
const there = existsSync(schemaFile)

describe.skipIf(!there)(
  `MAS’s own schema${there ? '' : ' (skipped: no ../shared/schemas beside the repository)'}`,
  () => {
    const root = (): Record<string, unknown> =>
      JSON.parse(readFileSync(schemaFile, 'utf8')) as Record<string, unknown>

    it.each(cases)('%s', (_, { provider, entry, place }) => {
      const schema = root()
      const definitions = schema['definitions'] ?? schema['$defs']
      for (const alone of [false, true]) {
        const value = {
          upstream_oauth2: {
            providers: [upstreamEntry(upstreamOf(entry, provider, place), '/config', alone)],
          },
        }
        expect(unknownKeys(schema, value)).toEqual([])
        const properties = schema['properties'] as Record<string, unknown>
        const validate = new Ajv({ strict: false, validateFormats: false, allErrors: true }).compile({
          type: 'object',
          properties: { upstream_oauth2: properties['upstream_oauth2'] },
          definitions,
          $defs: definitions,
        })
        expect(validate(value) ? [] : validate.errors).toEqual([])
      }
    })
  },
)
