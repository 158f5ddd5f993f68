/** Ways to sign in as data for the set-up: what it offers, and what follows from the answers so far. Pure. */
import { drawn, isSecretField, wrongValue, type Field } from '../model/field.ts'
import type { Address } from '../model/address.ts'
import { defaultIntent, type Intent } from '../model/intent.ts'
import type { CatalogEntry } from '../model/proof.ts'
import type { ProviderPlace, ProviderView } from '../model/provider-view.ts'
import type { Provider } from '../model/sign-in.ts'
import { wrongAnswers } from './answers.ts'
import { audienceOf, settingsOf, type IdentityProvider, type Place } from './identity-provider.ts'
import { placeOf, providers as registered, secretIdOf } from './index.ts'

/** Every provider that is registered, in the order of the set-up. */
export const providerViews = (providers: readonly IdentityProvider[] = registered): ProviderView[] =>
  providers.map((provider) => ({
    id: provider.id,
    name: provider.name,
    what: provider.what,
    where: provider.where,
    group: groupOf(provider),
    experimental: provider.experimental ?? '',
    memoryMiB: provider.memoryMiB ?? 0,
    fields: provider.fields.map(drawn),
  }))

/** Before anything is answered: Google without a domain of one's own is for everybody. */
function groupOf(provider: IdentityProvider): ProviderView['group'] {
  if (provider.experimental !== undefined) return 'experimental'
  if (provider.where === 'here') return 'here'
  return audienceOf(provider, settingsOf({ settings: {} }, provider)) === 'anyone' ? 'public' : 'own'
}

/**
 * What follows from each entry, by its key. Answers may be wrong or missing: that is said, not thrown.
 *
 * @param given where the server is reached, and the entries as they are so far
 */
export function providerPlaces(given: {
  readonly address: Address
  readonly providers: readonly Provider[]
}): Record<string, ProviderPlace> {
  return Object.fromEntries(
    given.providers.flatMap((entry) => {
      const provider = registered.find(({ id }) => id === entry.kind)
      return provider === undefined ? [] : [[entry.key, placed(entry, provider, given)]]
    }),
  )
}

function placed(
  entry: Provider,
  provider: IdentityProvider,
  { address, providers }: { readonly address: Address; readonly providers: readonly Provider[] },
): ProviderPlace {
  const place = placeOf(entry, { address })
  const wrong = (entries: readonly Provider[]): string[] =>
    wrongAnswers(intentWith(address, entries), registered)
  const others = wrong(providers.filter(({ key }) => key !== entry.key))
  const ofFields = provider.fields.flatMap((field) => {
    const sentence = wrongValueOf(field, place)
    return sentence === null ? [] : [{ field, sentence }]
  })
  const alone = (admits: Provider['admits']): number => wrong([{ ...entry, admits }]).length
  return {
    redirect: place.redirect,
    backchannel: place.backchannel,
    guide: [...provider.guide(place)],
    wrong: wrong(providers).filter(
      (said) =>
        !others.includes(said) &&
        !ofFields.some(({ field, sentence }) => said === `${field.label} of “${entry.key}”: ${sentence}`),
    ),
    wrongFields: Object.fromEntries(
      ofFields.map(({ field, sentence }) => [
        field.name,
        sentence.charAt(0).toUpperCase() + sentence.slice(1),
      ]),
    ),
    // an invitation is always possible: whatever is wrong with it is wrong for another reason
    admits: (['invited', 'listed', 'everyone'] as const).filter(
      (admits) => alone(admits) <= alone('invited'),
    ),
    secrets: Object.fromEntries(
      provider.fields.filter(isSecretField).map(({ name }) => [name, secretIdOf(entry.key, name)]),
    ),
  }
}

function intentWith(address: Address, providers: readonly Provider[]): Intent {
  const intent = defaultIntent('raspberrypi')
  return { ...intent, address, signIn: { ...intent.signIn, providers: [...providers] } }
}

/** @returns what is wrong with one answer, or null; secrets are not among the answers */
const wrongValueOf = (field: Field, { settings }: Place): string | null =>
  isSecretField(field) ? null : wrongValue(field, settings[field.name])

/** What those that run on this machine cost, one entry each, by the provider's id. */
export function identityCatalog(address: Address): CatalogEntry[] {
  return registered
    .filter(({ where }) => where === 'here')
    .map((provider) => {
      const entry: Provider = { key: provider.id, kind: provider.id, settings: {}, admits: 'invited' }
      const place = placeOf(entry, { address })
      const services = provider.contribute?.(place, intentWith(address, [entry])).services ?? []
      const sum = (size: (service: (typeof services)[number]) => number): number =>
        services.reduce((total, service) => total + size(service), 0)
      return {
        id: provider.id,
        name: provider.name,
        what: provider.what,
        choice: 'identity' as const,
        memoryMiB: provider.memoryMiB ?? sum(({ memoryUseMiB }) => memoryUseMiB),
        diskMiB: sum(({ diskMiB }) => diskMiB),
        downloadMiB: sum(({ downloadMiB }) => downloadMiB),
      }
    })
}
