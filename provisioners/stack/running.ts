/** The part of the stack that runs, as resources: images, databases, containers, and the mark that it was good. */
import { defineResource, type Action, type Diff, type Resource } from '../engine/resource.ts'
import { noteInstalled } from '../system/commands.ts'
import * as commands from './commands.ts'
import type { Service } from './contribution.ts'
import { mending, wrongContainers } from './containers.ts'
import { linked, type Joined } from './joined.ts'
import { keptImage } from './composed.ts'
import { whyKept } from './versions.ts'
import { makeDatabases, missingDatabases } from './databases.ts'
import type { OwnContainer } from './parse.ts'
import * as facts from './facts.ts'
import type { Stack } from './fold.ts'
import { familiarName } from './parse.ts'
import { dataPath, DATABASE_SERVICE } from './paths.ts'
import { planGeneration } from './settings.ts'

const MIB = 1024 ** 2

const generationFacts = {
  generations: facts.generationHashes,
  current: facts.currentGeneration,
  composes: facts.composeTexts,
}

export function imageThere(service: Service): Resource {
  return defineResource({
    id: `image:${service.id}`,
    title: `Download ${service.name}`,
    phase: 'download',
    after: ['docker-running', 'base-packages'],
    facts: { images: facts.images, ...generationFacts },
    diff({ images, ...seen }) {
      const kept = keptImage(service.id, service.image, seen)
      const image = kept?.image ?? service.image
      const why = kept === null ? '' : whyKept(kept)
      if (images?.has(familiarName(image))) return { met: true, reason: why || 'It is there.' }
      return {
        met: false,
        change: 'add',
        summary: `About ${service.downloadMiB} MB${images === null ? ', unless it is there already' : ''}${why && `. ${why}`}`,
        ...(images === null ? { likely: true } : { downloadBytes: service.downloadMiB * MIB }),
        failure: 'download-failed',
        actions: [
          ...(images === null
            ? []
            : [{ kind: 'run' as const, command: noteInstalled('image', [image]), timeoutSeconds: 20 }]),
          { kind: 'run', command: commands.pullImage(image), timeoutSeconds: 3600 },
        ],
      }
    },
  })
}

export function databasesMade(stack: Stack): Resource {
  const directories = stack.services
    .filter(({ id }) => id === DATABASE_SERVICE)
    .flatMap(({ user, data }) => (data ?? []).map(({ name }) => ({ path: dataPath(name), user })))
  return defineResource({
    id: 'databases',
    title: 'Make the databases',
    phase: 'start',
    after: ['generation-current'],
    facts: { seen: facts.databases },
    diff({ seen }, means): Diff {
      const wanted = stack.databases
      const missing = seen === null ? [] : missingDatabases(seen, wanted, means)
      if (seen !== null && missing.length === 0) return { met: true, reason: 'They are there.' }
      return {
        met: false,
        change: missing.every((what) => what.startsWith('password')) && seen !== null ? 'change' : 'add',
        summary: seen === null ? wanted.map(({ name }) => name).join(', ') : missing.join(', '),
        // while the database does not run, nobody can say what is in it
        ...(seen === null && { likely: true }),
        failure: 'not-healthy',
        actions: [
          ...directories.map(({ path, user }) => ({
            kind: 'run' as const,
            command: commands.setAsideUnfinished(DATABASE_SERVICE, path, user),
            timeoutSeconds: 60,
          })),
          { kind: 'run', command: commands.startServices([DATABASE_SERVICE]), timeoutSeconds: 240 },
          { kind: 'run', command: commands.runSql(makeDatabases(wanted, means)), timeoutSeconds: 120 },
          ...directories.map(({ path }) => ({
            kind: 'run' as const,
            command: commands.markDatabase(path),
            timeoutSeconds: 20,
          })),
        ],
      }
    },
  })
}

export function containersRun(stack: Stack): Resource {
  return defineResource({
    id: 'containers',
    title: 'Start the services',
    phase: 'start',
    after: ['databases'],
    facts: { ...facts.tree, containers: facts.ownContainers, strangers: facts.strangers },
    diff({ containers, strangers, ...seen }, means): Diff {
      const planned = planGeneration(stack, means, seen)
      const wrong = wrongContainers(stack, planned, containers, seen.current)
      const orphans = containers.filter(({ service }) => !stack.services.some(({ id }) => id === service))
      if (wrong.length + orphans.length === 0) return { met: true, reason: 'All of them run and are well.' }
      const replaced = wrong.filter(({ reason }) => reason === 'changed').map(({ service }) => service)
      return {
        met: false,
        change: containers.length === 0 ? 'add' : 'change',
        summary: [
          ...wrong.map(({ service, reason }) => `${service.name} (${reason})`),
          ...orphans.map(({ service }) => `${service} (no longer wanted)`),
        ].join(', '),
        restarts: restartedWith(replaced, stack.services).map(({ name }) => name),
        failure: 'not-healthy',
        actions: [
          ...leaving(orphans),
          ...mending(wrong, strangers, planned, seen.current),
          ...joining(stack),
          ...starting(planned.services),
          ...stack.services.flatMap(waitForProbe),
        ],
      }
    },
  })
}

/**
 * Before the others start anew: a bridge must not run while Synapse no longer knows its token, and Compose promises no order.
 */
function leaving(strangers: readonly OwnContainer[]): Action[] {
  return [...new Set(strangers.map(({ service }) => service))].map((service) => ({
    kind: 'run',
    command: commands.removeService(service),
    timeoutSeconds: 120,
  }))
}

/** What Compose stops and starts besides what it makes anew: all that depends on it. */
function restartedWith(replaced: readonly Service[], services: readonly Service[]): readonly Service[] {
  const ids = new Set(replaced.map(({ id }) => id))
  const more = services.filter(
    (service) => !ids.has(service.id) && !service.patient && service.after.some((id) => ids.has(id)),
  )
  return more.length === 0 ? replaced : restartedWith([...replaced, ...more], services)
}

/** Those that others wait for come first; what waits by itself must not meet a Synapse that does not know it yet. */
export function starting(services: readonly Pick<Service, 'id' | 'patient'>[]): Action[] {
  const first = services.filter(({ patient }) => !patient).map(({ id }) => id)
  const all: Action = { kind: 'run', command: commands.startAll(), timeoutSeconds: 700 }
  if (first.length === services.length) return [all]
  return [{ kind: 'run', command: commands.startServices(first, 600), timeoutSeconds: 700 }, all]
}

/** An image without a shell cannot probe itself: a neighbour asks. */
export function waitForProbe(service: Pick<Service, 'probe'>): Action[] {
  if (!service.probe) return []
  return [{ kind: 'run', command: commands.probeUntil(service.probe.url, 120), timeoutSeconds: 180 }]
}

export interface Joining {
  readonly joined?: Joined
  readonly services: readonly { readonly id: string }[]
}

/**
 * Before they start: a proxy that watches Docker looks at a container when it starts, and not when it joins a network
 * (Traefik, pkg/provider/docker/pdocker.go).
 */
export function joining({ joined, services }: Joining): Action[] {
  if (!joined) return []
  const all = services.map(({ id }) => id)
  return [
    { kind: 'run', command: commands.prepareAll(), timeoutSeconds: 300 },
    ...joined.services.map((service): Action => ({
      kind: 'run',
      command: commands.joinNetwork(joined.network, service, linked(service, all)),
      timeoutSeconds: 60,
    })),
  ]
}

/** The last good generation is what an undo goes back to. */
export function markedGood(stack: Stack, proofs: readonly string[]): Resource {
  return defineResource({
    id: 'generation-good',
    title: 'Remember these settings as good',
    phase: 'prove',
    after: ['containers', ...proofs],
    facts: facts.tree,
    diff(seen, means) {
      const planned = planGeneration(stack, means, seen)
      if (planned.good) return { met: true, reason: 'They were proved before.' }
      return {
        met: false,
        change: 'add',
        summary: `Settings ${planned.number}`,
        actions: [{ kind: 'run', command: commands.markGood(planned.number), timeoutSeconds: 20 }],
      }
    },
  })
}
