/** Deleting what a part that was removed has left: its database and role, its keys, its files, and the ways back that lead to them. */
import {
  cannot,
  defineResource,
  type Action,
  type Diff,
  type Fact,
  type Resource,
} from '../engine/resource.ts'
import { readManifest } from './compose.ts'
import { numberOf, readGenerations } from './composed.ts'
import * as commands from './commands.ts'
import type { Contribution } from './contribution.ts'
import { dropDatabases } from './databases.ts'
import * as facts from './facts.ts'
import { dataPath, generationPath, paths } from './paths.ts'
import { stalePaths } from './prune.ts'

export interface Forgotten {
  /** In words, such as `WhatsApp`. */
  readonly name: string
  readonly contribution: Contribution
  /** Whether the stored answers still want it: then nothing of it is deleted. Answers of a newer Bramble are not judged. */
  readonly wanted: Fact<'yes' | 'no' | 'newer'>
}

/** In the order of the work: what leads to the data goes before them, and the keys go last. */
export function forgetResources(part: Forgotten): Resource[] {
  return [settingsForgotten(part), databaseForgotten(part), filesForgotten(part), secretsForgotten(part)]
}

const run = (command: ReturnType<typeof commands.removeTree>, timeoutSeconds: number): Action => ({
  kind: 'run',
  command,
  timeoutSeconds,
})

/** Refuses for one that the server still wants or runs. */
function settingsForgotten({ name, contribution, wanted }: Forgotten): Resource {
  const ids = contribution.services.map(({ id }) => id)
  return defineResource({
    id: 'forget-settings',
    title: `Clear away earlier settings with ${name}`,
    phase: 'configure',
    facts: {
      wanted,
      containers: facts.ownContainers,
      generations: facts.generationHashes,
      current: facts.currentGeneration,
      composes: facts.composeTexts,
      manifests: facts.manifestTexts,
      listing: facts.storeListing,
    },
    diff(seen): Diff {
      const all = readGenerations(seen)
      const names = (number: number | null): boolean =>
        number !== null && ids.some((id) => all.get(number)?.has(id) ?? false)
      const runs = seen.containers.some(({ service }) => ids.includes(service))
      if (seen.wanted === 'newer')
        return cannot('state-newer', 'This Bramble cannot read the answers that are on the Pi.')
      if (seen.wanted === 'yes' || runs || names(seen.current))
        return cannot(
          'intent-invalid',
          `${name} is part of this server. Remove it first, then delete its data.`,
        )
      const stale = seen.current === null ? [] : leftOver(seen, seen.current, names)
      if (stale.length === 0) return { met: true, reason: 'No earlier settings lead to it.' }
      return {
        met: false,
        change: 'remove',
        summary: `${stale.length === 1 ? '1 folder' : `${stale.length} folders`}; an undo to settings with ${name} is not possible any more`,
        actions: stale.map((path) => run(commands.removeTree(path), 60)),
      }
    },
  })
}

/** Generations that name it, and stores that only they read: files with its keys are in them. */
function leftOver(
  seen: {
    readonly generations: ReadonlyMap<string, string>
    readonly manifests: ReadonlyMap<string, string>
    readonly listing: ReadonlyMap<string, { readonly kind: string }>
    readonly containers: readonly { readonly mounts: readonly string[] }[]
  },
  current: number,
  names: (number: number) => boolean,
): string[] {
  const used = readManifest(seen.manifests.get(`${generationPath(current)}/manifest.json`) ?? '')
  if (used === null) return []
  const files = [...seen.generations.keys()]
  const forgotten = new Set(
    files.flatMap((path) => {
      const number = numberOf(path, 'compose.yaml')
      return number !== null && names(number) ? [number] : []
    }),
  )
  if (forgotten.size === 0) return []
  return stalePaths({
    planned: { number: current, stores: [...used.values()] },
    // without its mark a generation is no way back
    generationFiles: files.filter((path) => !forgotten.has(numberOf(path, 'good') ?? -1)),
    storePaths: [...seen.listing].filter(([, entry]) => entry.kind === 'directory').map(([path]) => path),
    manifests: seen.manifests,
    mounted: seen.containers.flatMap((container) => container.mounts),
  })
}

function databaseForgotten({ name, contribution: { databases } }: Forgotten): Resource {
  return defineResource({
    id: 'forget-database',
    title: `Delete the database of ${name}`,
    phase: 'configure',
    after: ['forget-settings'],
    facts: { seen: facts.databases },
    diff({ seen }): Diff {
      const there = databases.filter(
        (one) => seen === null || seen.databases.has(one.name) || seen.roles.has(one.role),
      )
      if (there.length === 0) return { met: true, reason: 'There is none.' }
      return {
        met: false,
        change: 'remove',
        summary: `${there.map((one) => one.name).join(', ')}: which chats belong to which rooms, and the sign-ins to ${name}. Rooms and messages in Matrix stay`,
        ...(seen === null && { likely: true }),
        failure: 'not-healthy',
        actions: [run(commands.runSql(dropDatabases(there)), 120)],
      }
    },
  })
}

function filesForgotten({ name, contribution: { services } }: Forgotten): Resource {
  const own = services.flatMap(({ data }) => (data ?? []).map((one) => dataPath(one.name)))
  return defineResource({
    id: 'forget-files',
    title: `Delete the files of ${name}`,
    phase: 'configure',
    after: ['forget-database'],
    facts: { there: facts.dataListing },
    diff({ there }): Diff {
      const left = own.filter((path) => there.has(path))
      if (left.length === 0) return { met: true, reason: 'There are none.' }
      return {
        met: false,
        change: 'remove',
        summary: left.length === 1 ? '1 folder' : `${left.length} folders`,
        actions: left.map((path) => run(commands.removeTree(path), 300)),
      }
    },
  })
}

function secretsForgotten({ name, contribution: { secrets } }: Forgotten): Resource {
  return defineResource({
    id: 'forget-secrets',
    title: `Delete the keys and passwords of ${name}`,
    phase: 'configure',
    after: ['forget-files'],
    facts: { listing: facts.secretsListing },
    diff({ listing }): Diff {
      const left = secrets.map(({ id }) => `${paths.secrets}/${id}`).filter((path) => listing.has(path))
      if (left.length === 0) return { met: true, reason: 'There are none.' }
      return {
        met: false,
        change: 'remove',
        summary: `${left.length}; should it come back, it comes back as a new one`,
        actions: left.map((path) => run(commands.removeTree(path), 20)),
      }
    },
  })
}
