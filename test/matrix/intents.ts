/** Whole intents, any number of them: from a seed, from every pair of choices, and twelve that stand for what people set up. */
import { wrongValue, type Field } from '../../provisioners/model/field.ts'
import fc from 'fast-check'
import { wrongAnswers } from '../../provisioners/identity/answers.ts'
import { audienceOf, emailOf, type IdentityProvider } from '../../provisioners/identity/identity-provider.ts'
import { providers } from '../../provisioners/identity/index.ts'
import { intentSchema, type Intent, type IntentInput } from '../../provisioners/model/intent.ts'
import { memorySizes } from '../../provisioners/model/options.ts'

type AddressInput = IntentInput['address']
type ProviderInput = NonNullable<IntentInput['signIn']['providers']>[number]

/** Every kind of address, with each of its own choices. */
export const addresses: readonly AddressInput[] = [
  { mode: 'home', host: 'brookside.local' },
  { mode: 'tailnet', host: 'brookside.hs.example.org' },
  { mode: 'funnel', host: 'brookside.tail1234.ts.net' },
  ...(
    [
      { mode: 'domain' },
      { mode: 'domain', email: 'owner@example.org' },
      { mode: 'proxy', proxy: 'caddy' },
      { mode: 'proxy', proxy: 'nginx' },
      { mode: 'proxy', proxy: 'traefik' },
      { mode: 'proxy', proxy: 'nginx-proxy-manager', reach: { by: 'network', network: 'web' } },
      {
        mode: 'proxy',
        proxy: 'traefik',
        reach: { by: 'labels', network: 'web_1.x-y', entryPoint: 'web-secure', certResolver: 'le' },
      },
      { mode: 'cloudflare' },
    ] as const
  ).flatMap((kind) =>
    ['example.org', 'matrix.example.org'].flatMap((serverName) =>
      [{}, { identityHost: 'id.example.org' }].map(
        (identity) => ({ ...kind, serverName, host: 'matrix.example.org', ...identity }) as AddressInput,
      ),
    ),
  ),
]

export const hasIdentitySite = (address: AddressInput): boolean =>
  address.mode === 'home' ||
  address.mode === 'tailnet' ||
  address.mode === 'funnel' ||
  address.identityHost !== undefined

/** Texts that trip careless files: quotes, colons, dollars, other scripts, what YAML takes for something else. */
export const awkwardTexts = [
  'client-0',
  '0123',
  'yes',
  'a: b',
  '$HOME',
  '{{ x }}',
  "it's",
  '"quoted"',
  '#c',
  'Ünï·côdé 漢字',
]

/** Texts that a pattern makes; fast-check makes none from one that looks ahead, for which texts are tried until one fits. */
function fitting(source: string): fc.Arbitrary<string> {
  return source.includes('(?!') || source.includes('(?=')
    ? fc.oneof(
        fc.stringMatching(/^[a-z][a-z0-9.-]{0,30}[a-z0-9]$/),
        fc.constant("Anna.o'neill+x@example.org"),
      )
    : fc.stringMatching(new RegExp(source, 'u'), { maxLength: 40 })
}

/** Any answer that a field of a provider takes. */
export function answerTo(field: Field): fc.Arbitrary<string | boolean> {
  const takes = (value: string): boolean => wrongValue(field, value) === null
  switch (field.kind) {
    case 'switch':
      return fc.boolean()
    case 'choice':
      return fc.constantFrom(...(field.choices ?? []).map(({ value }) => value))
    case 'https':
      // the example in the form is one that the form takes
      return fc
        .constantFrom(
          ...(field.pattern && field.placeholder ? [field.placeholder] : []),
          'https://id.example.net',
          'https://id.example.net/',
          'https://id.example.net:8443/realms/a%20b/',
        )
        .filter(takes)
    case 'host':
      return fc.constantFrom('id.example.net', 'a-1.example.net').filter(takes)
    case 'text':
    case 'secret':
    case 'pem':
      return field.pattern
        ? fitting(field.pattern.source).filter(takes)
        : fc.constantFrom(...awkwardTexts).filter(takes)
  }
}

/** Any answers to a provider's questions, secrets left out as in an answers file. */
export const settingsOf = (provider: IdentityProvider): fc.Arbitrary<Record<string, string | boolean>> =>
  fc.record(
    Object.fromEntries(
      provider.fields
        .filter(({ kind }) => kind !== 'secret' && kind !== 'pem')
        .map((field) => [field.name, answerTo(field)]),
    ),
    {
      requiredKeys: provider.fields
        .filter(
          ({ kind, optional, initial }) =>
            kind !== 'secret' && kind !== 'pem' && !optional && initial === undefined,
        )
        .map(({ name }) => name),
    },
  ) as fc.Arbitrary<Record<string, string | boolean>>

type Admits = 'everyone' | 'invited' | 'listed'

/** Whether a provider with these answers may let in those people. */
export const maySettle = (
  provider: IdentityProvider,
  settings: Record<string, string | boolean>,
  admits: Admits,
): boolean =>
  admits === 'invited' ||
  (admits === 'everyone'
    ? audienceOf(provider, settings) !== 'anyone'
    : emailOf(provider, settings) === 'verified')

/** Whom a provider may let in with some answers or other. */
export const audiences = (provider: IdentityProvider): Admits[] => {
  const some = fc.sample(settingsOf(provider), { seed: 1, numRuns: 60 })
  return (['invited', 'everyone', 'listed'] as const).filter((admits) =>
    some.some((settings) => maySettle(provider, settings, admits)),
  )
}

const entry = (key: string): fc.Arbitrary<ProviderInput> =>
  fc.constantFrom(...providers).chain((provider) =>
    fc.record(
      {
        key: fc.constant(key),
        kind: fc.constant(provider.id),
        label: fc.constantFrom(...awkwardTexts),
        settings: settingsOf(provider),
        admits: fc.constantFrom(...audiences(provider)),
      },
      { requiredKeys: ['key', 'kind', 'settings'] },
    ),
  )

export const mails: readonly NonNullable<IntentInput['mail']>[] = [
  { host: 'mail.example.org', port: 25, security: 'plain', from: 'bramble@example.org' },
  { host: 'mail.example.org', port: 465, security: 'tls', username: 'bramble', from: 'bramble@example.org' },
  {
    host: 'mail.example.org',
    port: 587,
    security: 'starttls',
    username: 'a"b\\c',
    from: 'bramble@example.org',
  },
]

const branding = fc.record(
  {
    privacyPolicy: fc.constant('https://example.org/privacy?a=1#b'),
    terms: fc.constant('https://example.org/terms'),
    imprint: fc.constantFrom(...awkwardTexts),
  },
  { requiredKeys: [] },
)

const federation = fc.constantFrom<NonNullable<NonNullable<IntentInput['server']>['federation']>>(
  { with: 'all' },
  { with: 'none' },
  { with: 'listed', servers: ['example.net', 'matrix.org'] },
)

const server: fc.Arbitrary<NonNullable<IntentInput['server']>> = fc.record(
  {
    memory: fc.constantFrom(...memorySizes),
    uploadMiB: fc.integer({ min: 1, max: 1024 }),
    keepRemoteMediaDays: fc.option(fc.integer({ min: 1, max: 3650 })),
    urlPreviews: fc.boolean(),
    presence: fc.boolean(),
    federation,
    qrSignIn: fc.boolean(),
    logLevel: fc.constantFrom('WARNING' as const, 'INFO' as const),
  },
  { requiredKeys: [] },
)

const signIn: fc.Arbitrary<IntentInput['signIn']> = fc.record(
  {
    accounts: fc.boolean(),
    registration: fc.constantFrom('closed' as const, 'invitation' as const, 'email' as const),
    passwordStrength: fc.integer({ min: 0, max: 4 }),
    passwordRecovery: fc.boolean(),
    allowedEmails: fc.subarray(['a@example.org', '@example.net', 'Ü@example.org']),
    captcha: fc.option(
      fc.record({
        service: fc.constantFrom(
          'recaptcha_v2' as const,
          'cloudflare_turnstile' as const,
          'hcaptcha' as const,
        ),
        siteKey: fc.constantFrom(...awkwardTexts),
      }),
    ),
    providers: fc
      .integer({ min: 0, max: 4 })
      .chain((count) => fc.tuple(...Array.from({ length: count }, (_, at) => entry(`p${at}`)))),
  },
  { requiredKeys: [] },
)

/** Any intent that Bramble takes: those with answers that do not fit together are left out. */
export const anyIntent: fc.Arbitrary<Intent> = fc
  .record({
    version: fc.constant(2 as const),
    name: fc.oneof(
      fc.constantFrom(...awkwardTexts),
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }),
    ),
    address: fc.constantFrom(...addresses),
    signIn,
    mail: fc.option(fc.constantFrom(...mails)),
    branding,
    extras: fc.record({ elementWeb: fc.boolean() }),
    server,
  })
  .map((input) => intentSchema.safeParse(input))
  .filter(({ success, data }) => success && wrongAnswers(data, providers).length === 0)
  .map(({ data }) => data as Intent)
