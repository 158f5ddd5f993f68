/** Every provider, one line each; and what those that an intent names add to the stack. */
import { EngineError } from '../model/engine-error.ts'
import type { Intent } from '../model/intent.ts'
import type { Provider } from '../model/sign-in.ts'
import type { SecretSpec } from '../model/secret.ts'
import type { Resource } from '../engine/resource.ts'
import type { Contribution } from '../stack/contribution.ts'
import { addressesOf } from '../matrix/address.ts'
import { backchannelAddress, clientSecretId, redirectAddress, type Upstream } from '../matrix/upstream.ts'
import { keycloakElsewhere } from './keycloak-elsewhere.ts'
import { pocketIdElsewhere } from './pocket-id-elsewhere.ts'
import { authentik } from './authentik.ts'
import { authelia } from './authelia.ts'
import { kanidm } from './kanidm.ts'
import { google } from './google.ts'
import { microsoft } from './microsoft.ts'
import { okta } from './okta.ts'
import { auth0 } from './auth0.ts'
import { gitlab } from './gitlab.ts'
import { github } from './github.ts'
import { apple } from './apple.ts'
import { discord } from './discord.ts'
import { facebook } from './facebook.ts'
import { atlogin } from './atlogin.ts'
import { zitadel } from './zitadel.ts'
import { generic } from './generic.ts'
import { settingsOf, type IdentityProvider, type Place } from './identity-provider.ts'
import { keycloak } from './keycloak.ts'
import { pocketId } from './pocket-id.ts'
import { providerId } from './provider-id.ts'
import { wrongAnswers } from './answers.ts'

/** In the order of the wizard. */
export const providers: readonly IdentityProvider[] = [
  pocketId,
  keycloak,
  keycloakElsewhere,
  pocketIdElsewhere,
  authentik,
  authelia,
  kanidm,
  google,
  microsoft,
  okta,
  auth0,
  gitlab,
  github,
  apple,
  discord,
  facebook,
  atlogin,
  zitadel,
  generic,
]

/** @throws EngineError intent-invalid for a kind that no file describes */
export function providerOf(kind: string): IdentityProvider {
  const found = providers.find(({ id }) => id === kind)
  if (!found)
    throw new EngineError('intent-invalid', `Nothing here knows the sign-in provider “${kind}”.`, [
      `known: ${providers.map(({ id }) => id).join(', ')}`,
    ])
  return found
}

/** Everything that a provider's file is asked with. */
export function placeOf(entry: Provider, intent: Pick<Intent, 'address'>): Place {
  const addresses = addressesOf(intent)
  const id = providerId(addresses.serverName, entry.key)
  return {
    entry,
    settings: settingsOf(entry, providerOf(entry.kind)),
    addresses,
    id,
    redirect: redirectAddress(addresses.signIn, id),
    backchannel: backchannelAddress(addresses.signIn, id),
  }
}

/**
 * Everything that an intent's providers add.
 *
 * @throws EngineError intent-invalid for answers that a provider's file does not take, naming each
 */
export function identityOf(intent: Intent): {
  readonly upstreams: readonly Upstream[]
  readonly contributions: readonly Contribution[]
  readonly resources: readonly Resource[]
} {
  const wrong = wrongAnswers(intent, providers)
  if (wrong.length > 0) throw new EngineError('intent-invalid', wrong.join(' '), wrong)
  const entries = intent.signIn.providers.map((entry) => ({
    entry,
    provider: providerOf(entry.kind),
    place: placeOf(entry, intent),
  }))
  return {
    upstreams: entries.map(({ entry, provider, place }) => upstreamOf(entry, provider, place)),
    contributions: entries.flatMap(({ entry, provider, place }) => {
      const part = provider.contribute?.(place, intent)
      const secrets = givenSecrets(entry, provider)
      return [
        part
          ? { ...part, secrets: [...part.secrets, ...secrets] }
          : { ...nothing(`provider-${entry.key}`), secrets },
      ]
    }),
    resources: entries.flatMap(({ provider, place }) => provider.resources?.(place, intent) ?? []),
  }
}

/** What MAS is told of one entry. */
export function upstreamOf(entry: Provider, provider: IdentityProvider, place: Place): Upstream {
  const settings = provider.upstream(place)
  const method = settings.token_endpoint_auth_method
  return {
    key: entry.key,
    id: place.id,
    name: entry.label ?? provider.name,
    clientId: provider.clientId(place),
    clientSecret: method.startsWith('client_secret') ? clientSecretId(entry.key) : null,
    ...(provider.apple ? { apple: provider.apple(place) } : {}),
    needsInvitation: entry.admits === 'invited',
    settings:
      entry.admits === 'listed'
        ? // an address that is not there cannot be on the list
          {
            ...settings,
            claims_imports: {
              ...settings.claims_imports,
              email: { ...settings.claims_imports.email, action: 'require' },
            },
          }
        : settings,
  }
}

/** The secrets that the owner brings, by the provider's fields; those of services here are made. */
const givenSecrets = (entry: Provider, provider: IdentityProvider): SecretSpec[] =>
  provider.fields
    .filter(({ kind }) => kind === 'secret' || kind === 'pem')
    .map(({ name, label }) => ({
      id: secretIdOf(entry.key, name),
      label: `${label} of ${entry.label ?? provider.name}`,
      kind: 'given',
    }))

/** What the secret of a field is called on the Pi. */
export const secretIdOf = (key: string, field: string): string =>
  field === 'secret' ? clientSecretId(key) : `${clientSecretId(key)}-${field}`

const nothing = (id: string): Contribution => ({
  id,
  services: [],
  databases: [],
  routes: [],
  secrets: [],
  checks: [],
})
