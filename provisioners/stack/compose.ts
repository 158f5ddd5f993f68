/** The one Compose file, as an object, serialised once. */
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { masked } from '../model/text.ts'
import type { Service } from './contribution.ts'
import type { Stack } from './fold.ts'
import { dataPath, PROJECT, REVISION_LABEL, storePath } from './paths.ts'
import type { Written } from './written.ts'
import { toYaml } from './yaml.ts'

/** Store directory of each service that has one, such as `synapse-3`. */
export type StoreNames = ReadonlyMap<string, string>

export interface Composed {
  readonly text: string
  /** What each container must carry as its label, so that a changed one is seen. */
  readonly revisions: ReadonlyMap<string, string>
}

/** The default log driver never rotates, and an SD card is small (Docker's documentation, Configure logging drivers). */
const logging = { driver: 'local', options: { 'max-size': '10m', 'max-file': '3' } }

/**
 * Nothing secret is in it: secrets are in the stores that it names.
 *
 * @param stores which store directory each service reads
 */
export function compose(stack: Stack, stores: StoreNames): Composed {
  return serialise(new Map(stack.services.map((service) => [service.id, define(service, stack, stores)])))
}

/** A service of the Compose file, before it is given its revision. */
export type Definition = { readonly labels: object } & Readonly<Record<string, unknown>>

/** @param definitions by the service's id, in the order of the file */
export function serialise(definitions: ReadonlyMap<string, Definition>): Composed {
  const services: Record<string, object> = {}
  const revisions = new Map<string, string>()
  for (const [id, definition] of definitions) {
    const revision = bytesToHex(sha256(utf8ToBytes(JSON.stringify(definition)))).slice(0, 16)
    revisions.set(id, revision)
    services[id] = { ...definition, labels: { ...definition.labels, [REVISION_LABEL]: revision } }
  }
  const text = masked(toYaml(literally({ name: PROJECT, services })))
  return { text: `# Written by Bramble. Changes made here are replaced by the next run.\n${text}`, revisions }
}

/** Compose puts variables in for every dollar sign; two of them are one. */
function literally(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll('$', '$$$$')
  if (Array.isArray(value)) return value.map(literally)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, literally(item)]))
}

/** The other way round: what a Compose file of Bramble's says, as it was before it was written. */
export function definitionOf(written: Readonly<Record<string, unknown>>): Definition {
  const { labels, ...rest } = plainly(written) as Record<string, unknown>
  const { [REVISION_LABEL]: _revision, ...others } = { ...(labels as Record<string, unknown> | undefined) }
  return { ...rest, labels: others }
}

function plainly(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll('$$', '$')
  if (Array.isArray(value)) return value.map(plainly)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plainly(item)]))
}

function define(service: Service, stack: Stack, stores: StoreNames): Definition {
  const { labels, ...rest } = service.compose
  const volumes = [...storeVolumes(service, stores), ...dataVolumes(service)]
  return {
    image: service.image,
    restart: 'unless-stopped',
    mem_limit: `${service.memoryLimitMiB}m`,
    logging,
    ...rest,
    ...(volumes.length > 0 && { volumes }),
    ...(service.after.length > 0 && !service.patient && { depends_on: dependencies(service, stack) }),
    labels: typeof labels === 'object' && labels !== null ? labels : {},
  }
}

/** A missing source is an error rather than a new directory of root's. */
const bind = (source: string, target: string, readOnly: boolean): object => ({
  type: 'bind',
  source,
  target,
  ...(readOnly && { read_only: true }),
  bind: { create_host_path: false },
})

function storeVolumes(service: Service, stores: StoreNames): object[] {
  const { store } = service
  if (!store) return []
  const directory = stores.get(service.id)
  if (directory === undefined) throw new TypeError(`${service.id} has no store directory`)
  if (!store.eachFile) return [bind(storePath(directory), store.mount, true)]
  return store.files.map((file) =>
    bind(`${storePath(directory)}/${file.name}`, `${store.mount}/${file.name}`, true),
  )
}

const dataVolumes = (service: Service): object[] =>
  (service.data ?? []).map(({ name, mount }) => bind(dataPath(name), mount, false))

function dependencies(service: Service, stack: Stack): object {
  return Object.fromEntries(
    service.after.map((id) => {
      const other = stack.services.find((candidate) => candidate.id === id)
      const probed = other !== undefined && 'healthcheck' in other.compose
      return [id, { condition: probed ? 'service_healthy' : 'service_started' }]
    }),
  )
}

/** Which stores a generation reads, and the marks of what was written into them, as its manifest. */
export const manifest = (stores: StoreNames, written?: Written): string =>
  `${JSON.stringify(
    {
      stores: Object.fromEntries(stores),
      ...(written && { written: { key: written.key, files: Object.fromEntries(written.files) } }),
    },
    null,
    2,
  )}\n`

/** Reads a manifest; null for anything else. */
export function readManifest(text: string): StoreNames | null {
  try {
    const value = JSON.parse(text) as { stores?: Record<string, unknown> }
    return textsOf(value.stores ?? {})
  } catch {
    return null
  }
}

/** Reads a manifest's marks; null where it has none, as those of older Brambles. */
export function readWritten(text: string): Written | null {
  try {
    const { written } = JSON.parse(text) as { written?: { key?: unknown; files?: Record<string, unknown> } }
    const files = textsOf(written?.files ?? {})
    return typeof written?.key === 'string' && files !== null ? { key: written.key, files } : null
  } catch {
    return null
  }
}

function textsOf(values: Record<string, unknown>): ReadonlyMap<string, string> | null {
  const entries = Object.entries(values)
  return entries.every((entry): entry is [string, string] => typeof entry[1] === 'string')
    ? new Map(entries)
    : null
}
