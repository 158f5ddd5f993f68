/** Answers that a provider's file does not take, each as one sentence that says what to change. Pure. */
import type { Intent } from '../model/intent.ts'
import type { Provider } from '../model/sign-in.ts'
import { hostName } from '../model/address.ts'
import { addressesOf } from '../matrix/address.ts'
import { audienceOf, emailOf, settingsOf, type Field, type IdentityProvider } from './identity-provider.ts'

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

/** @returns what is wrong with one answer, or null */
export function wrongValue(field: Field, value: string | boolean | undefined): string | null {
  if (field.kind === 'switch')
    return value === undefined || typeof value === 'boolean' ? null : 'answer it with true or false.'
  if (value === undefined || value === '') return field.optional ? null : 'it is missing.'
  if (typeof value !== 'string') return 'it must be a text.'
  // eslint-disable-next-line no-control-regex
  if (/[\u0000-\u001f\u007f]/.test(value) && field.kind !== 'pem')
    return 'it holds a character that cannot be typed.'
  if (field.kind === 'https' && !isHttps(value)) return 'it must be an address that begins with https://.'
  if (field.kind === 'host' && !hostName.safeParse(value).success) return 'it must be a host name.'
  if (field.kind === 'choice' && !field.choices?.some((choice) => choice.value === value))
    return `it must be one of ${field.choices?.map((choice) => choice.value).join(', ')}.`
  if (field.pattern && !new RegExp(field.pattern.source, 'u').test(value)) return field.pattern.words
  return null
}

/** An https address without credentials, query or fragment. */
function isHttps(text: string): boolean {
  if (!text.startsWith('https://') || /\s/.test(text)) return false
  try {
    const url = new URL(text)
    return url.username === '' && url.password === '' && url.search === '' && url.hash === ''
  } catch {
    return false
  }
}
