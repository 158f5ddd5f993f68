/** The Compose files of generations, read back: what each service was when they were written. Pure. */
import { parse } from 'yaml'
import { paths } from './paths.ts'
import { keepImage, type KeptImage } from './versions.ts'

/** Services by id, each as its definition in the file. */
export type Definitions = ReadonlyMap<string, Readonly<Record<string, unknown>>>

/** Reads a Compose file as `compose` writes it; null for anything else. */
export function readCompose(text: string): Definitions | null {
  let value: unknown
  try {
    value = parse(text, { maxAliasCount: 0, logLevel: 'error' })
  } catch {
    return null
  }
  const services = isObject(value) ? value['services'] : undefined
  if (!isObject(services)) return null
  const entries = Object.entries(services)
  return entries.every((entry): entry is [string, Record<string, unknown>] => isObject(entry[1]))
    ? new Map(entries)
    : null
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export interface GenerationsSeen {
  /** Hashes of the generations' files by path; their marks are among them. */
  readonly generations: ReadonlyMap<string, string>
  readonly current: number | null
  /** Texts of their Compose files by path. */
  readonly composes: ReadonlyMap<string, string>
}

/** The services of each generation whose Compose file can be read, by its number. */
export function readGenerations({
  composes,
}: Pick<GenerationsSeen, 'composes'>): ReadonlyMap<number, Definitions> {
  const known = read.get(composes)
  if (known) return known
  const found = new Map<number, Definitions>()
  for (const [path, text] of composes) {
    const number = numberOf(path, 'compose.yaml')
    const definitions = number === null ? null : readCompose(text)
    if (number !== null && definitions !== null) found.set(number, definitions)
  }
  read.set(composes, found)
  return found
}

/** Several resources of a plan read the same files. */
const read = new WeakMap<ReadonlyMap<string, string>, ReadonlyMap<number, Definitions>>()

/** The generation that a path of this file belongs to; null for a staged one, or anything else. */
export function numberOf(path: string, file: string): number | null {
  if (!path.startsWith(`${paths.generations}/`)) return null
  const [number = '', name, ...rest] = path.slice(paths.generations.length + 1).split('/')
  return /^\d{1,9}$/.test(number) && name === file && rest.length === 0 ? Number(number) : null
}

/** Numbers of the generations that were proved good, in no order. */
export const goodOnes = ({ generations }: Pick<GenerationsSeen, 'generations'>): number[] =>
  [...generations.keys()].map((path) => numberOf(path, 'good')).filter((number) => number !== null)

/**
 * What a service must run as instead of the wanted image: nothing leads below what ran once.
 *
 * @returns null where the wanted one is right
 */
export function keptImage(service: string, wanted: string, seen: GenerationsSeen): KeptImage | null {
  const all = readGenerations(seen)
  const imageIn = (number: number | null): string | null => {
    const image = number === null ? undefined : all.get(number)?.get(service)?.['image']
    return typeof image === 'string' ? image : null
  }
  return keepImage(wanted, {
    current: imageIn(seen.current),
    before: goodOnes(seen)
      .map(imageIn)
      .filter((image) => image !== null),
  })
}
