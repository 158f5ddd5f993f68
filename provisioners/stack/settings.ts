/** Which store directory each service reads: the one in use where it still fits, or a new one beside it. Pure. */
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import type { Means } from '../engine/resource.ts'
import { reveal, type Text } from '../model/text.ts'
import { compose, manifest, type Composed, type StoreNames } from './compose.ts'
import { keptImage, type GenerationsSeen } from './composed.ts'
import type { Service } from './contribution.ts'
import type { Stack } from './fold.ts'
import type { Entry } from './parse.ts'
import { generationPath, paths, storePath } from './paths.ts'
import { composeKeys, manifestKeys } from './strict/compose.ts'
import { demandKnown } from './strict/file.ts'

/** A directory that only its reader enters. */
export const STORE_MODE = '700'

export interface Rendered {
  readonly name: string
  readonly mode: number
  readonly content: Text
  readonly hash: string
}

export interface StoreSeen {
  readonly listing: ReadonlyMap<string, Entry>
  readonly hashes: ReadonlyMap<string, string>
  /** What the generation in use names. */
  readonly stores: StoreNames
}

export interface Chosen {
  readonly directory: string
  readonly files: readonly Rendered[]
  /** Whether it is on the host already, whole. */
  readonly there: boolean
}

/**
 * The files of a service's store, as they should be. The one way from a component to a file: whatever is written has passed here.
 *
 * @throws TypeError for a key that the program does not know, which is a bug of the component
 */
export function renderFiles(service: Service, means: Pick<Means, 'secret'>): Rendered[] {
  return (service.store?.files ?? []).map((file) => {
    const content = file.render((id) => means.secret(id))
    const text = reveal(content)
    demandKnown(`${service.id}/${file.name}`, file.shape, text)
    return { name: file.name, mode: file.mode, content, hash: digest(text) }
  })
}

/**
 * A directory is never written to twice: a running container goes on reading what it was started with.
 * One that fits already is taken again, the one in use before all others.
 */
export function chooseStore(service: Service, files: readonly Rendered[], seen: StoreSeen): Chosen {
  const numbers = storeNumbers(service.id, seen.listing)
  const used = seen.stores.get(service.id)
  const candidates = [
    ...(used === undefined ? [] : [used]),
    ...numbers.map((number) => `${service.id}-${number}`).reverse(),
  ]
  const fitting = candidates.find((directory) => fits(directory, service, files, seen))
  if (fitting !== undefined) return { directory: fitting, files, there: true }
  const next = Math.max(0, ...numbers, numberOf(service.id, used ?? '') ?? 0) + 1
  return { directory: `${service.id}-${next}`, files, there: false }
}

function storeNumbers(service: string, listing: ReadonlyMap<string, Entry>): number[] {
  const numbers = [...listing.keys()].flatMap((path) => {
    const number = path.startsWith(`${paths.store}/`)
      ? numberOf(service, path.slice(paths.store.length + 1))
      : null
    return number === null ? [] : [number]
  })
  return numbers.sort((a, b) => a - b)
}

function numberOf(service: string, directory: string): number | null {
  const rest = directory.startsWith(`${service}-`) ? directory.slice(service.length + 1) : ''
  return /^\d+$/.test(rest) ? Number(rest) : null
}

function fits(directory: string, service: Service, files: readonly Rendered[], seen: StoreSeen): boolean {
  const path = storePath(directory)
  const { uid, gid } = service.user
  const is = (entry: Entry | undefined, kind: Entry['kind'], mode: string): boolean =>
    entry?.kind === kind && entry.mode === mode && entry.uid === uid && entry.gid === gid
  if (!is(seen.listing.get(path), 'directory', STORE_MODE)) return false
  const there = [...seen.listing.keys()].filter((other) => other.startsWith(`${path}/`))
  if (there.length !== files.length) return false
  return files.every(
    (file) =>
      is(seen.listing.get(`${path}/${file.name}`), 'file', file.mode.toString(8)) &&
      seen.hashes.get(`${path}/${file.name}`) === file.hash,
  )
}

export interface GenerationSeen extends StoreSeen, GenerationsSeen {}

/** The services as they are planned: each with the image that it had, where that one is the higher version. */
export const withKeptImages = (services: readonly Service[], seen: GenerationsSeen): Service[] =>
  services.map((service) => {
    const kept = keptImage(service.id, service.image, seen)
    return kept === null ? service : { ...service, image: kept.image }
  })

export interface PlannedGeneration extends Composed {
  readonly number: number
  readonly services: readonly Service[]
  readonly manifest: string
  readonly stores: StoreNames
  readonly there: boolean
  /** Whether each program has read its settings and taken them. */
  readonly checked: boolean
  /** Whether it was proved to work once. */
  readonly good: boolean
}

/** The generation that the stack should run from: one that says exactly this, or the next number. */
export function planGeneration(stack: Stack, means: Means, seen: GenerationSeen): PlannedGeneration {
  const withStore = stack.services.filter((service) => service.store)
  const stores = new Map(
    withStore.map((service) => [
      service.id,
      chooseStore(service, renderFiles(service, means), seen).directory,
    ]),
  )
  const services = withKeptImages(stack.services, seen)
  const composed = compose({ ...stack, services }, stores)
  const manifestText = manifest(stores)
  demandKnown('compose.yaml', composeKeys, composed.text)
  demandKnown('manifest.json', manifestKeys, manifestText)
  const numbers = generationNumbers(seen.generations)
  const candidates = [...(seen.current === null ? [] : [seen.current]), ...numbers.reverse()]
  const found = candidates.find(
    (number) =>
      seen.generations.get(`${generationPath(number)}/compose.yaml`) === digest(composed.text) &&
      seen.generations.get(`${generationPath(number)}/manifest.json`) === digest(manifestText),
  )
  const number = found ?? Math.max(0, ...numbers, seen.current ?? 0) + 1
  return {
    ...composed,
    number,
    services,
    manifest: manifestText,
    stores,
    there: found !== undefined,
    checked: seen.generations.has(`${generationPath(number)}/checked`),
    good: seen.generations.has(`${generationPath(number)}/good`),
  }
}

export function generationNumbers(hashes: ReadonlyMap<string, string>): number[] {
  const numbers = [...hashes.keys()].flatMap((path) => {
    const found = path.startsWith(`${paths.generations}/`)
      ? /^(\d+)\//.exec(path.slice(paths.generations.length + 1))
      : null
    return found ? [Number(found[1])] : []
  })
  return [...new Set(numbers)].sort((a, b) => a - b)
}

export const digest = (text: string): string => bytesToHex(sha256(utf8ToBytes(text)))
