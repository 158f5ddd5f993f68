/** What is known about the stack on the host. Nothing there yet is an answer: everything is empty then. */
import type { Fact } from '../engine/resource.ts'
import * as commands from './commands.ts'
import { readManifest, type StoreNames } from './compose.ts'
import { listDatabases, parseDatabases, type DatabasesSeen } from './databases.ts'
import { readLogLine } from './logs.ts'
import {
  parseHashes,
  parseImages,
  parseInspected,
  parseListing,
  parseTexts,
  parseTimes,
  type Entry,
  type OwnContainer,
} from './parse.ts'
import { REVISION_LABEL } from './paths.ts'

type Listing = ReadonlyMap<string, Entry>

const listing = (id: string, command: Fact<Listing>['command']): Fact<Listing> => ({
  id,
  command,
  capBytes: 1024 * 1024,
  parse: (answer) => parseListing(trusted(answer, id)),
})

/** A listing that failed half-way must not be taken for a short one. */
function trusted(answer: { status: number; stdout: string; truncated: boolean }, id: string): string {
  if (answer.status !== 0 || answer.truncated) throw new Error(`${id} could not be read to its end`)
  return answer.stdout
}

export const rootListing = listing('stack.root', commands.listRoot())
export const secretsListing = listing('stack.secrets', commands.listSecrets())
export const dataListing = listing('stack.data', commands.listData())
export const storeListing = listing('stack.store', commands.listStore())

const hashes = (id: string, command: Fact<unknown>['command']): Fact<ReadonlyMap<string, string>> => ({
  id,
  command,
  capBytes: 1024 * 1024,
  parse: (answer) => parseHashes(trusted(answer, id)),
})

export const storeHashes = hashes('stack.store-hashes', commands.hashStore())
export const generationHashes = hashes('stack.generation-hashes', commands.hashGenerations())

/** Texts of all store files by path, for the Review's diffs only: they hold secrets. */
export const storeTexts: Fact<ReadonlyMap<string, string>> = {
  id: 'stack.store-texts',
  command: commands.readStore(),
  capBytes: 4 * 1024 * 1024,
  parse: (answer) => parseTexts(answer.stdout),
}

/** Texts of all generations' manifests by path. */
export const manifestTexts: Fact<ReadonlyMap<string, string>> = {
  id: 'stack.manifests',
  command: commands.readManifests(),
  capBytes: 1024 * 1024,
  parse: (answer) => parseTexts(answer.stdout),
}

/** Texts of all generations' Compose files by path. They hold no secrets. */
export const composeTexts: Fact<ReadonlyMap<string, string>> = {
  id: 'stack.composes',
  command: commands.readComposes(),
  capBytes: 1024 * 1024,
  // without a directory it is told as well, by another status: half an answer alone is none
  parse: (answer) => parseTexts(answer.truncated ? trusted(answer, 'stack.composes') : answer.stdout),
}

/** Texts of the answers that the generations were made from, by path; older ones have none. */
export const answersTexts: Fact<ReadonlyMap<string, string>> = {
  id: 'stack.answers',
  command: commands.readAnswers(),
  capBytes: 1024 * 1024,
  parse: (answer) => parseTexts(answer.truncated ? trusted(answer, 'stack.answers') : answer.stdout),
}

/** When the generations' files were written, in seconds since the epoch, by path. */
export const generationTimes: Fact<ReadonlyMap<string, number>> = {
  id: 'stack.times',
  command: commands.listTimes(),
  parse: (answer) => parseTimes(answer.stdout),
}

/** Number of the generation in use; null before the first. */
export const currentGeneration: Fact<number | null> = {
  id: 'stack.current',
  command: commands.readCurrent(),
  parse(answer) {
    const found = /^generations\/(\d+)\s*$/.exec(answer.stdout)
    return found ? Number(found[1]) : null
  },
}

/** Stores that the generation in use names; empty before the first. */
export const currentStores: Fact<StoreNames> = {
  id: 'stack.manifest',
  command: commands.readManifest(),
  parse: (answer) => (answer.status === 0 ? readManifest(answer.stdout) : null) ?? new Map(),
}

/** The Compose file in use; empty before the first. It holds no secrets. */
export const currentCompose: Fact<string> = {
  id: 'stack.compose',
  command: commands.readCompose(),
  parse: (answer) => (answer.status === 0 ? answer.stdout : ''),
}

/** Everything that decides which generation should run. */
export const tree = {
  listing: storeListing,
  hashes: storeHashes,
  stores: currentStores,
  generations: generationHashes,
  current: currentGeneration,
  composes: composeTexts,
}

/** None without Docker; null while Docker is there and does not answer. */
export const images: Fact<ReadonlySet<string> | null> = {
  id: 'stack.images',
  command: commands.listImages(),
  capBytes: 1024 * 1024,
  parse(answer) {
    if (answer.status === 127) return new Set()
    return answer.status === 0 ? parseImages(answer.stdout) : null
  },
}

/** Our own containers; none while Docker does not answer. */
export const ownContainers: Fact<readonly OwnContainer[]> = {
  id: 'stack.containers',
  command: commands.inspectContainers(),
  capBytes: 2 * 1024 * 1024,
  parse: (answer) => parseInspected(answer.stdout, REVISION_LABEL),
}

/** The last lines of containers that do not run or are not well, by service, oldest first. */
export const lastWords: Fact<ReadonlyMap<string, readonly string[]>> = {
  id: 'stack.last-words',
  command: commands.lastWords(),
  timeoutSeconds: 30,
  capBytes: 512 * 1024,
  parse({ stdout }) {
    const lines = new Map<string, string[]>()
    for (const line of stdout.split('\n')) {
      const read = readLogLine(line)
      if (read) lines.set(read.service, [...(lines.get(read.service) ?? []), read.text])
    }
    return lines
  },
}

/** Null while the database does not answer. */
export const databases: Fact<DatabasesSeen | null> = {
  id: 'stack.databases',
  command: commands.runSql(listDatabases),
  parse: (answer) => (answer.status === 0 ? parseDatabases(answer.stdout) : null),
}
