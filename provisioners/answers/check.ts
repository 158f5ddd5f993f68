/** An answers file as an intent, or everything that is wrong with it at once. Pure. */
import { migrations } from '../engine/state.ts'
import { wrongBridges } from '../bridges/index.ts'
import { providers } from '../identity/index.ts'
import { wrongAnswers } from '../identity/answers.ts'
import { address as addressSchema } from '../model/address.ts'
import { INTENT_VERSION, intentSchema, type Intent } from '../model/intent.ts'
import { provider as providerSchema } from '../model/sign-in.ts'
import { pathText, readDocument, whole, type Mistake, type Path } from './document.ts'
import { answersShape, type Schema } from './json-schema.ts'
import { isSecretText, looksSecret, secretWords, wordsOf } from './words.ts'

export type Checked =
  | { readonly kind: 'intent'; readonly intent: Intent }
  | { readonly kind: 'mistakes'; readonly mistakes: readonly Mistake[] }

interface Found {
  readonly path: Path
  readonly words: string
}

const bridgesSchema = intentSchema.shape.bridges

/**
 * @param text YAML or JSON
 * @returns the intent with every default filled in, or the mistakes in the order of their lines
 */
export function checkAnswers(text: string): Checked {
  const read = readDocument(text)
  if (!('value' in read)) return { kind: 'mistakes', mistakes: read }
  const lifted = lift(read.value)
  if (typeof lifted === 'string') return { kind: 'mistakes', mistakes: [whole(lifted)] }
  const parsed = intentSchema.safeParse(lifted)
  const given = (path: Path): unknown => valueAt(lifted, path)
  const shape = answersShape()
  const found: Found[] = [
    ...secretTexts(lifted, []),
    ...(parsed.success
      ? []
      : parsed.error.issues.flatMap((issue) => wordsOf(issue, shapeAt(shape, issue.path), given))),
    ...wrongProviders(lifted, parsed.success ? parsed.data : null, given),
    ...bridgeMistakes(lifted),
  ]
  if (parsed.success && found.length === 0) return { kind: 'intent', intent: parsed.data }
  const mistakes = found.map(({ path, words }): Mistake => {
    return { path: pathText(path), line: read.line(path), words }
  })
  return { kind: 'mistakes', mistakes: mistakes.sort((a, b) => (a.line ?? 0) - (b.line ?? 0)) }
}

/** Lifts answers of an older form; a sentence for those of a newer one. */
function lift(value: unknown): unknown {
  const version = valueAt(value, ['version'])
  if (typeof version === 'number' && version > INTENT_VERSION)
    return 'These answers are of a newer Bramble: update this one.'
  return version === 1 ? migrations[1]?.({ intent: value })['intent'] : value
}

/** Values that are secrets by their own form, and answers to bridges and providers that are called like one. */
function secretTexts(value: unknown, path: Path): Found[] {
  if (typeof value === 'string')
    return isSecretText(value) ? [{ path, words: secretWords(path, () => undefined) }] : []
  if (typeof value !== 'object' || value === null) return []
  const named = path[0] === 'bridges' && path.length === 2
  return Object.entries(value).flatMap(([name, inner]) => {
    const own = [...path, Array.isArray(value) ? Number(name) : name]
    if (named && looksSecret(name)) return [{ path: own, words: secretWords(own, () => undefined) }]
    return secretTexts(inner, own)
  })
}

/** What the bridges' own files find wrong, as far as their answers have a form at all; what looks like a secret is told already. */
function bridgeMistakes(value: unknown): Found[] {
  const given = valueAt(value, ['bridges'])
  const parsed = Object.entries(typeof given === 'object' && given !== null ? given : {}).flatMap(
    ([id, answers]) => {
      const one = bridgesSchema.safeParse({ [id]: answers })
      return one.success ? Object.entries(one.data) : []
    },
  )
  return wrongBridges({ bridges: Object.fromEntries(parsed) })
    .filter(({ field }) => field === null || !looksSecret(field))
    .map(({ bridge, field, words }) => {
      const path = ['bridges', bridge, ...(field === null ? [] : [field])]
      const secret = words.includes('is a secret')
      return { path, words: secret ? secretWords(path, () => undefined) : words }
    })
}

/**
 * What the providers' own files find wrong, entry by entry; also when other answers are wrong already, so that nothing is
 * kept back for a second look.
 */
function wrongProviders(value: unknown, intent: Intent | null, given: (path: Path) => unknown): Found[] {
  const list = valueAt(value, ['signIn', 'providers'])
  const entries = (Array.isArray(list) ? (list as unknown[]) : []).map((entry) =>
    providerSchema.safeParse(entry),
  )
  const place = addressSchema.safeParse(valueAt(value, ['address']))
  const base = intentSchema.parse({
    version: INTENT_VERSION,
    name: 'x',
    // one that has room for everything, where the real one is wrong itself
    address: place.success ? place.data : { mode: 'home', host: 'a.local' },
    signIn: {},
  })
  const ask = (chosen: Intent['signIn']['providers']): string[] =>
    wrongAnswers(intent ?? { ...base, signIn: { ...base.signIn, providers: chosen } }, providers)
  const alone = new Set<string>()
  const each = entries.flatMap((entry, index): Found[] => {
    if (!entry.success) return []
    const only = { ...(intent ?? base), signIn: { ...base.signIn, providers: [entry.data] } }
    return wrongAnswers(only, providers).map((words) => {
      alone.add(words)
      return settingOf(words, entry.data, index, given)
    })
  })
  const together = ask(entries.flatMap((entry) => (entry.success ? [entry.data] : [])))
    .filter((words) => !alone.has(words))
    .map((words) => ({ path: ['signIn', 'providers'], words }))
  return [...each, ...together]
}

/** Which of an entry's settings a sentence is about: the one that it names or whose label it begins with. */
function settingOf(
  words: string,
  entry: Intent['signIn']['providers'][number],
  index: number,
  given: (path: Path) => unknown,
): Found {
  const path = ['signIn', 'providers', index] as const
  const { fields } = providers.find(({ id }) => id === entry.kind) ?? { fields: [] }
  const name =
    Object.keys(entry.settings).find((setting) => words.includes(`“${setting}”`) && setting !== entry.key) ??
    fields.find(({ label }) => words.startsWith(`${label} of “`))?.name
  if (name !== undefined) {
    const own = [...path, 'settings', name]
    const asked = fields.some(
      (field) => field.name === name && field.kind !== 'secret' && field.kind !== 'pem',
    )
    return { path: own, words: !asked && looksSecret(name) ? secretWords(own, given) : words }
  }
  return { path: given([...path, 'kind']) === undefined ? path : [...path, 'kind'], words }
}

function valueAt(value: unknown, path: Path): unknown {
  let at = value
  for (const step of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, step)) return undefined
    at = (at as Record<string | number, unknown>)[step]
  }
  return at
}

/** The schema of what stands at a path. */
function shapeAt(schema: Schema, path: readonly PropertyKey[]): Schema | null {
  let shapes = [schema]
  for (const step of path) {
    shapes = shapes
      .flatMap((shape) => [shape, ...(shape.oneOf ?? []), ...(shape.anyOf ?? [])])
      .flatMap((shape): Schema[] => {
        const inner = typeof step === 'number' ? shape.items : shape.properties?.[String(step)]
        return inner ? [inner] : []
      })
  }
  const [first] = shapes
  return first ?? null
}
