/** Answers that a provider's file does not take, each as one sentence that says what to change. Pure. */
import type { Intent } from '../model/intent.ts'
import type { Provider } from '../model/sign-in.ts'
import { wrongValue } from '../model/field.ts'
import { addressesOf } from '../matrix/address.ts'
import { audienceOf, emailOf, settingsOf, type IdentityProvider } from './identity-provider.ts'

/** @returns one sentence for each wrong answer; none when all is well */
export function wrongAnswers(intent: Intent, providers: readonly IdentityProvider[]): string[] {
  const { providers: entries } = intent.signIn
  const here = entries.filter(({ kind }) => providers.find(({ id }) => id === kind)?.where === 'here')
  return [
    ...entries.flatMap((entry) => {
      const provider = providers.find(({ id }) => id === entry.kind)
      if (!provider) return [`Nothing here knows the sign-in provider “${entry.kind}”.`]
      const refusal = provider.refuses?.(intent) ?? null
      return [...wrongEntry(entry, provider), ...(refusal === null ? [] : [refusal])]
    }),
    ...(here.length > 1
      ? [
          `Only one of ${here.map(({ key }) => key).join(' and ')} can run on this Pi: both want the same address.`,
        ]
      : []),
    ...(here.length > 0 && addressesOf(intent).identity === null
      ? [`${here[0]?.key} needs an address of its own: give the address a second name, identityHost.`]
      : []),
  ]
}

/** The same for one entry, by itself. */
export function wrongEntry(entry: Provider, provider: IdentityProvider): string[] {
  return [...wrongSettings(entry, provider), ...wrongAudience(entry, provider)]
}

function wrongAudience(entry: Provider, provider: IdentityProvider): string[] {
  const { name } = provider
  const settings = settingsOf(entry, provider)
  if (audienceOf(provider, settings) === 'anyone' && entry.admits === 'everyone')
    return [
      `${name} lets anybody in the world have an account, so “${entry.key}” cannot admit everyone: ask for an invitation, or list who may come.`,
    ]
  if (entry.admits === 'listed' && emailOf(provider, settings) !== 'verified')
    return [
      `${name} does not prove e-mail addresses, so a list of them cannot decide who comes in by “${entry.key}”.`,
    ]
  return []
}

function wrongSettings(entry: Provider, provider: IdentityProvider): string[] {
  const fields = provider.fields.filter(({ kind }) => kind !== 'secret' && kind !== 'pem')
  const unknown = Object.keys(entry.settings).filter((name) => !fields.some((field) => field.name === name))
  return [
    ...unknown.map((name) =>
      provider.fields.some((field) => field.name === name)
        ? `“${name}” of “${entry.key}” is a secret and must not be in the answers.`
        : `${provider.name} has no setting “${name}” (“${entry.key}”).`,
    ),
    ...fields.flatMap((field) => {
      const value = entry.settings[field.name] ?? field.initial
      const wrong = wrongValue(field, value)
      return wrong === null ? [] : [`${field.label} of “${entry.key}”: ${wrong}`]
    }),
  ]
}
