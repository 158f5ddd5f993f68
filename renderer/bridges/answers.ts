/** The answers about bridges, as the screens change them. Pure. */
import type { BridgeView } from '../../provisioners/model/bridges.ts'
import type { FieldView } from '../../provisioners/model/field.ts'
import type { Intent } from '../../provisioners/model/intent.ts'
import type { SecretPlace } from '../../provisioners/model/provider-view.ts'

export type BridgeAnswers = Intent['bridges']
export type BridgeSettings = BridgeAnswers[string]
/** What is wrong: bridge → field → sentence; an empty field for the bridge as a whole. */
export type WrongAnswers = Readonly<Record<string, Readonly<Record<string, string>>>>

export const withBridge = (
  bridges: BridgeAnswers,
  id: string,
  settings: BridgeSettings = {},
): BridgeAnswers => ({ ...bridges, [id]: settings })

export const withoutBridge = (bridges: BridgeAnswers, id: string): BridgeAnswers =>
  Object.fromEntries(Object.entries(bridges).filter(([each]) => each !== id))

/** An empty text is no answer, unless it takes the place of one that stands there from the beginning. */
export function answered(
  settings: BridgeSettings,
  field: FieldView,
  value: string | boolean,
): BridgeSettings {
  const rest = Object.fromEntries(Object.entries(settings).filter(([name]) => name !== field.name))
  return value === '' && field.initial === null ? rest : { ...rest, [field.name]: value }
}

/** Whether a bridge's questions are answered, its secrets among them. Without an answer about either it is not known yet: false. */
export function complete(
  view: BridgeView,
  wrong: WrongAnswers | null,
  places: Readonly<Record<string, SecretPlace>> | null,
): boolean {
  if (wrong === null || Object.keys(wrong[view.id] ?? {}).length > 0) return false
  return view.fields
    .filter(({ name, optional }) => !optional && name in view.secrets)
    .every(({ name }) => (places?.[view.secrets[name] ?? ''] ?? 'missing') !== 'missing')
}

/** What stands below the question itself: without the words that name it. */
export function shortWords(view: BridgeView, field: FieldView, words: string): string {
  const named = `${field.label} of the bridge “${view.id}”: `
  const rest = words.startsWith(named) ? words.slice(named.length) : words
  return rest.charAt(0).toUpperCase() + rest.slice(1)
}

/** The ids of the secrets that these bridges ask for. */
export const secretsOf = (views: readonly BridgeView[]): string[] =>
  views.flatMap(({ secrets }) => Object.values(secrets))

/** Two letters on a tile: `WhatsApp` → `Wa`, `Google Messages` → `Gm`. */
export function lettersOf(name: string): string {
  const capitals = name.match(/\p{Lu}/gu) ?? []
  const [first = '', second = ''] = capitals.length > 1 ? capitals : (name.match(/./gu) ?? [])
  return first.toUpperCase() + second.toLowerCase()
}
