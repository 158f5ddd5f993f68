/**
 * Where an undo leads: the settings that were proved good before those in use, containers and configuration together, with
 * every image that is higher by now kept. Pure.
 */
import type { WayBack } from '../model/changes.ts'
import { definitionOf, manifest, readManifest, serialise, type Composed, type StoreNames } from './compose.ts'
import { goodOnes, keptImage, readGenerations, type GenerationsSeen } from './composed.ts'
import type { Stack } from './fold.ts'
import type { Entry } from './parse.ts'
import { ANSWERS, generationPath, REVISION_LABEL, storePath } from './paths.ts'
import { digest, generationNumbers } from './settings.ts'
import type { KeptImage } from './versions.ts'

export interface UndoSeen extends GenerationsSeen {
  readonly listing: ReadonlyMap<string, Entry>
  readonly manifests: ReadonlyMap<string, string>
  /** Texts of the answers of each generation, by path. */
  readonly answers: ReadonlyMap<string, string>
  /** The answers that are stored now; empty where there are none. */
  readonly stored: string
}

/** What this Bramble makes of answers that were stored once. */
export interface ReadAnswers {
  /** The answers as they would be stored now. */
  readonly text: string
  readonly stack: Stack
  /** What an undo never changes, because more than containers hangs on it: the way in to the server. */
  readonly address: string
}

/** @returns null for what is no answers, or of a newer Bramble */
export type Reader = (answers: string) => ReadAnswers | null

export interface Target extends Composed {
  /** The generation to switch to: the good one itself, or one made from it whose images are higher. */
  readonly number: number
  readonly manifest: string
  readonly stores: StoreNames
  /** Image of each service, by its id. */
  readonly images: ReadonlyMap<string, string>
  readonly kept: ReadonlyMap<string, KeptImage>
  readonly there: boolean
  readonly good: boolean
  readonly answers: ReadAnswers
}

/** @returns the target, or why there is none, as a sentence */
export function targetOf(to: number, seen: UndoSeen, read: Reader): Target | string {
  const definitions = readGenerations(seen).get(to)
  const text = seen.composes.get(`${generationPath(to)}/compose.yaml`)
  const stores = readManifest(seen.manifests.get(`${generationPath(to)}/manifest.json`) ?? '')
  if (!goodOnes(seen).includes(to)) return `Settings ${to} are not there, or were never proved good.`
  if (definitions === undefined || text === undefined || stores === null)
    return `Settings ${to} cannot be read any more.`
  const missing = [...stores.values()].filter(
    (directory) => seen.listing.get(storePath(directory))?.kind !== 'directory',
  )
  if (missing.length > 0) return `Files of settings ${to} are gone: ${missing.join(', ')}.`
  const answers = seen.answers.get(`${generationPath(to)}/${ANSWERS}`)
  if (answers === undefined) return `The answers that settings ${to} were made from were not kept.`
  const known = read(answers)
  if (known === null) return `This Bramble cannot read the answers that settings ${to} were made from.`
  const now = seen.stored === '' ? null : read(seen.stored)
  if (now !== null && now.address !== known.address)
    return 'The way in to the server has changed since then. Change it in the settings instead.'
  const kept = new Map<string, KeptImage>()
  const written = new Map<string, ReturnType<typeof definitionOf>>()
  const images = new Map<string, string>()
  for (const [id, definition] of definitions) {
    const image = typeof definition['image'] === 'string' ? definition['image'] : ''
    const keep = keptImage(id, image, seen)
    if (keep !== null) kept.set(id, keep)
    images.set(id, keep?.image ?? image)
    written.set(id, { ...definitionOf(definition), image: keep?.image ?? image })
  }
  const manifestText = manifest(stores)
  const whole = { manifest: manifestText, stores, images, kept, answers: known }
  if (kept.size === 0)
    return { ...whole, number: to, text, revisions: revisionsOf(definitions), there: true, good: true }
  const composed = serialise(written)
  const numbers = generationNumbers(seen.generations)
  const found = [seen.current, ...numbers.reverse()].find(
    (number) =>
      number !== null &&
      seen.generations.get(`${generationPath(number)}/compose.yaml`) === digest(composed.text) &&
      seen.generations.get(`${generationPath(number)}/manifest.json`) === digest(manifestText),
  )
  const number = found ?? Math.max(0, ...numbers, seen.current ?? 0) + 1
  return {
    ...whole,
    ...composed,
    number,
    there: found !== undefined,
    good: seen.generations.has(`${generationPath(number)}/good`),
  }
}

function revisionsOf(
  definitions: ReadonlyMap<string, Readonly<Record<string, unknown>>>,
): Map<string, string> {
  return new Map(
    [...definitions].map(([id, { labels }]) => {
      const revision = (labels as Record<string, unknown> | undefined)?.[REVISION_LABEL]
      return [id, typeof revision === 'string' ? revision : '']
    }),
  )
}

export interface WayBackSeen extends UndoSeen {
  readonly hashes: ReadonlyMap<string, string>
  /** When each file of the generations was written, in seconds since the epoch, by path. */
  readonly times: ReadonlyMap<string, number>
}

/**
 * The last settings that were good before those in use. Good is marked anew whenever an undo returns to them, so that the way
 * back from an undo is what was undone.
 *
 * @returns null where there is no way back
 */
export function wayBackOf(seen: WayBackSeen, read: Reader): WayBack | null {
  const markedAt = (number: number): number => seen.times.get(`${generationPath(number)}/good`) ?? 0
  const candidates = goodOnes(seen)
    .filter((number) => number !== seen.current)
    .sort((a, b) => markedAt(b) - markedAt(a) || b - a)
  for (const to of candidates) {
    const target = targetOf(to, seen, read)
    if (typeof target === 'string' || target.number === seen.current) continue
    const at = seen.times.get(`${generationPath(to)}/compose.yaml`) ?? markedAt(to)
    return { to, at, changes: differences(target, seen, read) }
  }
  return null
}

/** What would be different, a line each. */
export function differences(target: Target, seen: Omit<WayBackSeen, 'times'>, read: Reader): string[] {
  const now = seen.current === null ? undefined : readGenerations(seen).get(seen.current)
  const used =
    seen.current === null
      ? null
      : readManifest(seen.manifests.get(`${generationPath(seen.current)}/manifest.json`) ?? '')
  const services = [
    ...target.answers.stack.services,
    ...((seen.stored === '' ? null : read(seen.stored))?.stack.services ?? []),
  ]
  const nameOf = (id: string): string => services.find((service) => service.id === id)?.name ?? id
  return [
    ...[...target.images.keys()].filter((id) => !now?.has(id)).map((id) => `${nameOf(id)} is there again.`),
    ...[...(now?.keys() ?? [])]
      .filter((id) => !target.images.has(id))
      .map((id) => `${nameOf(id)} no longer runs; its data stay.`),
    ...[...target.stores].flatMap(([id, directory]) => {
      const before = used?.get(id)
      if (before === undefined || before === directory) return []
      const files = changedFiles(before, directory, seen.hashes)
      return files.length === 0 ? [] : [`${nameOf(id)}: ${files.join(', ')} as before.`]
    }),
    ...[...target.images].flatMap(([id, image]) => {
      const running = now?.get(id)?.['image']
      return typeof running === 'string' && running !== image ? [`${nameOf(id)} runs as ${image}.`] : []
    }),
    ...[...target.kept].map(
      ([id, { tag }]) => `${nameOf(id)} stays at ${tag}: its data were already changed for it.`,
    ),
  ]
}

/** Names of the files that differ between two store directories, in the order of their names. */
export function changedFiles(before: string, after: string, hashes: ReadonlyMap<string, string>): string[] {
  const filesOf = (directory: string): Map<string, string> =>
    new Map(
      [...hashes]
        .filter(([path]) => path.startsWith(`${storePath(directory)}/`))
        .map(([path, hash]) => [path.slice(storePath(directory).length + 1), hash]),
    )
  const [old, next] = [filesOf(before), filesOf(after)]
  return [...new Set([...old.keys(), ...next.keys()])]
    .filter((name) => old.get(name) !== next.get(name))
    .sort()
}
