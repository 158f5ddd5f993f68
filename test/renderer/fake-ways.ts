/** Ways to sign in for the fake client: made-up providers, one of each kind, with every kind of field. */
import type { Input, Output } from '../../electron/contract/api.ts'
import type { CatalogEntry } from '../../provisioners/model/proof.ts'
import type { FieldView } from '../../provisioners/model/field.ts'
import type { ProviderPlace, ProviderView } from '../../provisioners/model/provider-view.ts'
import type { Provider } from '../../provisioners/model/sign-in.ts'
import type { TestLine } from '../../provisioners/model/test-line.ts'

const field = (
  name: string,
  label: string,
  kind: FieldView['kind'],
  more: Partial<FieldView> = {},
): FieldView => ({
  name,
  label,
  kind,
  help: '',
  placeholder: '',
  optional: false,
  initial: null,
  choices: [],
  ...more,
})

const client = [field('clientId', 'Client ID', 'text'), field('secret', 'Client secret', 'secret')]
const view = (
  id: string,
  name: string,
  what: string,
  group: ProviderView['group'],
  more: Partial<ProviderView> = {},
): ProviderView => ({
  id,
  name,
  what,
  group,
  where: group === 'here' ? 'here' : 'elsewhere',
  experimental: '',
  memoryMiB: 0,
  fields: client,
  ...more,
})

export const views: ProviderView[] = [
  view('passkeys', 'Passkeys', 'A fingerprint or a face in place of a password.', 'here', {
    memoryMiB: 50,
    fields: [],
  }),
  view('club', 'Clubhouse', 'For a club that manages many people. Heavy for a Pi.', 'here', {
    memoryMiB: 900,
    fields: [field('totp', 'Everybody needs a second factor', 'switch', { initial: true })],
  }),
  view('search', 'Searchlight', 'Most people have an account there.', 'public'),
  view('forge', 'Forge', 'For people who write programs.', 'public'),
  view('fruit', 'Orchard', 'For people with its phones. Needs a paid membership.', 'public', {
    fields: [
      field('clientId', 'Services ID', 'text', { placeholder: 'org.example.chat' }),
      field('key', 'Private key', 'pem', { placeholder: '-----BEGIN PRIVATE KEY-----' }),
    ],
  }),
  view('oidc', 'OpenID Connect', 'Any other provider that speaks OpenID Connect.', 'own', {
    fields: [
      field('issuer', 'Issuer', 'https', {
        help: 'As the provider’s own discovery document says it, to the last slash.',
        placeholder: 'https://id.example.org',
      }),
      ...client,
      field('algorithm', 'Signature of the ID token', 'choice', {
        initial: 'RS256',
        choices: ['RS256', 'ES256'].map((value) => ({ value, label: value })),
      }),
      field('userinfo', 'Ask for the profile separately', 'switch', {
        help: 'For providers whose ID tokens hold little more than an id.',
        initial: false,
      }),
    ],
  }),
  view('sky', 'Skybridge', 'For people of a network without a centre.', 'experimental', {
    experimental: 'A small program of one person stands in between, and it may stop one day.',
  }),
]

export const identityCatalog: CatalogEntry[] = views
  .filter(({ where }) => where === 'here')
  .map(({ id, name, what, memoryMiB }) => ({
    id,
    name,
    what,
    choice: 'identity',
    memoryMiB,
    diskMiB: 80,
    downloadMiB: 30,
  }))

export function places({ address, providers }: Input<'identity.place'>): Output<'identity.place'> {
  return Object.fromEntries(providers.map((entry) => [entry.key, placeOf(entry, address.host)]))
}

function placeOf({ key, kind, settings }: Provider, host: string): ProviderPlace {
  const of = views.find(({ id }) => id === kind) ?? view(kind, kind, '', 'own')
  const redirect = `https://${host}:8443/upstream/callback/01K7ZC4MW9H3T5RBXQ2VD8N6EY`
  const secret = (name: string) => (name === 'secret' ? `provider-${key}` : `provider-${key}-${name}`)
  return {
    redirect,
    backchannel: redirect.replace('callback', 'backchannel-logout'),
    guide:
      of.where === 'here'
        ? ['Bramble makes the client and its secret.', 'The first person signs in with a link.']
        : [
            `Open the page of ${of.name} for clients and make one. Any name will do.`,
            `Paste this as its redirect address: {${redirect}}`,
            'Press **Create**. The secret is shown only once.',
          ],
    wrong: [],
    wrongFields: Object.fromEntries(
      of.fields
        .filter((each) => ['text', 'https', 'host'].includes(each.kind) && !each.optional)
        .filter(({ name }) => (settings[name] ?? '') === '')
        .map(({ name }) => [name, 'It is missing.']),
    ),
    admits: of.group === 'own' ? ['invited', 'listed', 'everyone'] : ['invited', 'listed'],
    secrets: Object.fromEntries(
      of.fields
        .filter((each) => each.kind === 'secret' || each.kind === 'pem')
        .map(({ name }) => [name, secret(name)]),
    ),
  }
}

const line = (
  verdict: TestLine['verdict'],
  code: string,
  title: string,
  detail = '',
  remedy = '',
): TestLine => ({ verdict, code, title, detail, remedy })

export const goodTest: TestLine[] = [
  line('fine', 'discovery', 'It answers', 'From this computer in 84 ms, from the Pi in 0.3 s.'),
  line('fine', 'issuer', 'It calls itself what you typed'),
  line('fine', 'client', 'It knows this client'),
]
export const badTest: TestLine[] = [
  line('fine', 'discovery', 'It answers', 'From this computer in 84 ms, from the Pi in 0.3 s.'),
  line(
    'in-the-way',
    'issuer',
    'It calls itself by another name',
    'You typed https://id.example.org, it says https://id.example.org/.',
    'Type the issuer with the slash at its end.',
  ),
  line('worth-knowing', 'client', 'The client was not tried', 'The issuer has to be right first.'),
]
