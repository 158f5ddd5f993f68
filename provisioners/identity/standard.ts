/** What most providers share. */
import type { Claims } from '../matrix/upstream.ts'
import type { Field, Settings } from './identity-provider.ts'

/** The two values that every provider hands out. */
export const clientFields: readonly Field[] = [
  { name: 'clientId', label: 'Client ID', kind: 'text' },
  { name: 'secret', label: 'Client secret', kind: 'secret' },
]

/**
 * A name that Matrix takes, from whatever the provider calls people: MAS does not lower-case it, refuses other characters and
 * names of digits alone (MAS, policies/register/register.rego), and Synapse refuses a leading underscore (Synapse,
 * handlers/register.py).
 *
 * @param value a MiniJinja expression, such as `user.preferred_username`
 */
export const localpart = (value: string): string =>
  `{{ (${value} | string | lower | replace('@', '_') | replace(' ', '_')).lstrip('_') }}`

export const standardClaims: Claims = {
  localpart: { action: 'require', template: localpart('user.preferred_username'), on_conflict: 'fail' },
  displayname: { action: 'suggest', template: '{{ user.name }}' },
  email: { action: 'suggest', template: '{{ user.email }}' },
}

/** A text answer; empty when it was left out. */
export const text = (settings: Settings, name: string): string => {
  const value = settings[name]
  return typeof value === 'string' ? value : ''
}
