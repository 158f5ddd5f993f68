/** Secrets whose files are lost, found again where they are used: a new one would lock the programs out of their own data. Pure. */
import type { Means } from '../engine/resource.ts'
import { Secret, type SecretSpec } from '../model/secret.ts'
import { reveal } from '../model/text.ts'
import type { StoreNames } from './compose.ts'
import type { StoreFile } from './contribution.ts'
import type { Stack } from './fold.ts'
import { storePath } from './paths.ts'
import { digest } from './settings.ts'

export interface StoresSeen {
  readonly stores: StoreNames
  readonly texts: ReadonlyMap<string, string>
  readonly hashes: ReadonlyMap<string, string>
}

/** How a value may stand in a file: as it is, escaped between quotes, or without the end of its last line. */
const readings: readonly ((found: string) => string)[] = [
  (found) => found,
  (found) => `${found}\n`,
  (found) => unescaped(found),
]

/**
 * @param lost those that are not on the Pi
 * @param known those that are
 * @returns values that, put into a file in use, give that file to the byte: nothing is guessed
 */
export function recallSecrets(
  stack: Stack,
  lost: readonly SecretSpec[],
  known: ReadonlyMap<string, Secret>,
  seen: StoresSeen,
): ReadonlyMap<string, Secret> {
  const found = new Map<string, Secret>()
  // what one file gives may be what another lacks
  for (let before = -1; before < found.size && found.size < lost.length;) {
    before = found.size
    for (const service of stack.services) {
      const directory = seen.stores.get(service.id)
      if (!service.store || directory === undefined) continue
      for (const file of service.store.files) {
        const path = `${storePath(directory)}/${file.name}`
        const hash = seen.hashes.get(path)
        if (hash === undefined) continue
        const there = { text: seen.texts.get(path) ?? '', hash }
        const wanted = lost.filter(({ id }) => !found.has(id))
        for (const [id, value] of fromFile(file, there, wanted, (id) => found.get(id) ?? known.get(id)))
          found.set(id, value)
      }
    }
  }
  return found
}

function fromFile(
  file: StoreFile,
  there: { readonly text: string; readonly hash: string },
  lost: readonly SecretSpec[],
  known: (id: string) => Secret | undefined,
): ReadonlyMap<string, Secret> {
  const places = new Map(lost.map((spec, at) => [spec.id, { spec, place: `lostsecret${at}tsolterces` }]))
  const template = tryRender(file, (id) => {
    const value = known(id) ?? (places.has(id) ? new Secret(places.get(id)?.place ?? '', id) : undefined)
    if (!value) throw new TypeError(`nobody declares ${id}`)
    return value
  })
  if (template === null) return new Map()
  const used = [...places.values()].filter(({ place }) => template.includes(place))
  const captured =
    used.length === 0
      ? null
      : capture(
          template,
          used.map(({ place }) => place),
          there.text,
        )
  if (captured === null) return new Map()
  for (const reading of readings) {
    const values = new Map(
      used.map(({ spec, place }) => [spec.id, new Secret(reading(captured.get(place) ?? ''), spec.label)]),
    )
    const again = tryRender(file, (id) => {
      const value = known(id) ?? values.get(id)
      if (!value) throw new TypeError(`nobody declares ${id}`)
      return value
    })
    if (again !== null && digest(again) === there.hash) return values
  }
  return new Map()
}

/** Some files are made of keys that must be real ones; such a file tells nothing about them. */
function tryRender(file: StoreFile, secret: Means['secret']): string | null {
  try {
    return reveal(file.render(secret))
  } catch (error) {
    if (error instanceof Error) return null
    throw error
  }
}

/** What stands in a text at each of the template's places; null where the text is another. */
function capture(
  template: string,
  places: readonly string[],
  text: string,
): ReadonlyMap<string, string> | null {
  const whole = template.trim()
  const body = text.replace(/\n$/, '')
  if (places.length === 1 && whole === places[0]) return new Map([[whole, body]])
  const groups: string[] = []
  const source = template
    .replace(/\n$/, '')
    .split(/(lostsecret\d+tsolterces)/)
    .map((piece) => {
      if (!places.includes(piece)) return piece.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
      const known = groups.indexOf(piece)
      if (known >= 0) return `\\${known + 1}`
      groups.push(piece)
      return '([^\\n]+?)'
    })
    .join('')
  const match = new RegExp(`^${source}$`).exec(body)
  return match && new Map(groups.map((place, at) => [place, match[at + 1] ?? '']))
}

/** JSON's escapes are YAML's between double quotes. */
function unescaped(found: string): string {
  try {
    const value: unknown = JSON.parse(`"${found}"`)
    return typeof value === 'string' ? value : found
  } catch {
    return found
  }
}
