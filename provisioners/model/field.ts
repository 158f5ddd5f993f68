/** One question about a component: the wizard draws it, the answers file is checked against it. */
import { z } from 'zod'
import { hostName } from './address.ts'

export interface Field {
  readonly name: string
  readonly label: string
  readonly help?: string
  readonly placeholder?: string
  /**
   * `https`: an address that begins so, kept byte for byte; `host`: a host name; `secret`: never stored with the answers;
   * `pem`: a secret of several lines; `choice`: one of `choices`; `switch`: yes or no.
   */
  readonly kind: 'text' | 'https' | 'host' | 'secret' | 'pem' | 'choice' | 'switch'
  readonly optional?: true
  readonly initial?: string | boolean
  readonly choices?: readonly { readonly value: string; readonly label: string }[]
  /** What a text must look like, and the sentence for one that does not. */
  readonly pattern?: { readonly source: string; readonly words: string }
}

/** The answers by the names of the fields, with the initial values filled in. */
export type Settings = Readonly<Record<string, string | boolean>>

/** A question as the window draws it. */
export const fieldView = z.strictObject({
  name: z.string(),
  label: z.string(),
  help: z.string(),
  placeholder: z.string(),
  kind: z.enum(['text', 'https', 'host', 'secret', 'pem', 'choice', 'switch']),
  optional: z.boolean(),
  /** What stands there before anybody answers. */
  initial: z.union([z.string(), z.boolean()]).nullable(),
  choices: z.array(z.strictObject({ value: z.string(), label: z.string() })),
})
export type FieldView = z.infer<typeof fieldView>

/** A question as data for the window. */
export const drawn = ({ name, label, kind, ...field }: Field): FieldView => ({
  name,
  label,
  kind,
  help: field.help ?? '',
  placeholder: field.placeholder ?? '',
  optional: field.optional ?? false,
  initial: field.initial ?? null,
  choices: (field.choices ?? []).map((choice) => ({ ...choice })),
})

export const isSecretField = ({ kind }: Pick<Field, 'kind'>): boolean => kind === 'secret' || kind === 'pem'

/** What was answered, with the initial values of what was left out. */
export const withInitial = (fields: readonly Field[], answered: Settings): Settings => ({
  ...Object.fromEntries(
    fields.flatMap(({ name, initial }) => (initial === undefined ? [] : [[name, initial]])),
  ),
  ...answered,
})

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
