/** What of the old generations may go: never anything that a kept generation or a container reads. */
import { defineResource, type Resource } from '../engine/resource.ts'
import { readManifest } from './compose.ts'
import { removeTree } from './commands.ts'
import * as facts from './facts.ts'
import type { Stack } from './fold.ts'
import { generationPath, paths, storePath } from './paths.ts'
import { planGeneration } from './settings.ts'

/** Ways back besides the one in use. */
const KEPT = 3

/** The last step of a run: by then everything runs from the planned generation. */
export function oldSettingsGone(stack: Stack): Resource {
  return defineResource({
    id: 'old-settings',
    title: 'Clear away old settings',
    phase: 'prove',
    after: ['generation-good'],
    facts: { ...facts.tree, manifests: facts.manifestTexts, containers: facts.ownContainers },
    diff({ manifests, containers, ...seen }, means) {
      const planned = planGeneration(stack, means, seen)
      const stale = stalePaths({
        planned: { number: planned.number, stores: [...planned.stores.values()], there: planned.there },
        generationFiles: [...seen.generations.keys()],
        storePaths: [...seen.listing].filter(([, entry]) => entry.kind === 'directory').map(([path]) => path),
        manifests,
        // until the switch, containers still read what the run replaces
        mounted: seen.current === planned.number ? containers.flatMap((container) => container.mounts) : [],
      })
      if (stale.length === 0) return { met: true, reason: 'Nothing old is left over.' }
      return {
        met: false,
        change: 'remove',
        summary: stale.length === 1 ? '1 old folder' : `${stale.length} old folders`,
        actions: stale.map((path) => ({ kind: 'run', command: removeTree(path), timeoutSeconds: 60 })),
      }
    },
  })
}

export interface Leftovers {
  readonly planned: {
    readonly number: number
    readonly stores: readonly string[]
    /** Whether it is written; else what was begun of it is taken up. */
    readonly there: boolean
  }
  readonly generationFiles: readonly string[]
  readonly storePaths: readonly string[]
  readonly manifests: ReadonlyMap<string, string>
  readonly mounted: readonly string[]
}

/** @returns directories that may go, generations before stores; none of the stores while any manifest cannot be read */
export function stalePaths(seen: Leftovers): string[] {
  const inside = new RegExp(`^${paths.generations}/(\\d+)/(.+)$`)
  const found = seen.generationFiles.map((path) => inside.exec(path)).filter((match) => match !== null)
  const numbers = [...new Set(found.map((match) => Number(match[1])))].sort((a, b) => b - a)
  const good = found.filter((match) => match[2] === 'good').map((match) => Number(match[1]))
  const ways = numbers
    .filter((number) => number !== seen.planned.number && good.includes(number))
    .slice(0, KEPT)
  const kept = new Set([seen.planned.number, ...ways])
  const generations = numbers.filter((number) => !kept.has(number)).map(generationPath)
  const begun = new Set(
    seen.generationFiles.flatMap((path) => {
      const match = new RegExp(`^(${paths.generations}/(\\d+)\\.new)/`).exec(path)
      const taken = match && !seen.planned.there && Number(match[2]) === seen.planned.number
      return match?.[1] !== undefined && !taken ? [match[1]] : []
    }),
  )
  generations.push(...begun)
  const needed = neededStores(ways, seen)
  if (needed === null) return generations
  const stores = seen.storePaths.filter(
    (path) =>
      new RegExp(`^${paths.store}/[a-z0-9-]+-\\d+$`).test(path) &&
      !needed.has(path) &&
      !seen.mounted.some((mount) => mount === path || mount.startsWith(`${path}/`)),
  )
  return [...generations, ...stores]
}

function neededStores(ways: readonly number[], seen: Leftovers): ReadonlySet<string> | null {
  const needed = new Set(seen.planned.stores.map(storePath))
  for (const number of ways) {
    const stores = readManifest(seen.manifests.get(`${generationPath(number)}/manifest.json`) ?? '')
    if (stores === null) return null
    for (const directory of stores.values()) needed.add(storePath(directory))
  }
  return needed
}
