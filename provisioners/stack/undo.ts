/** Going back to settings that were proved good: answers, configuration and containers in one run. Data are never touched. */
import {
  cannot,
  defineResource,
  type Action,
  type Diff,
  type Fact,
  type Resource,
} from '../engine/resource.ts'
import type { FileDiff } from '../model/plan.ts'
import * as commands from './commands.ts'
import { fileDiff, hideIn } from './diff.ts'
import * as facts from './facts.ts'
import { familiarName } from './parse.ts'
import { paths, storePath } from './paths.ts'
import { mending, whyNot } from './containers.ts'
import { composeDiff, putInPlace, staged } from './staging.ts'
import { joining, starting, waitForProbe } from './running.ts'
import { changedFiles, targetOf, type Reader, type Target, type UndoSeen } from './way-back.ts'
import { whyKept } from './versions.ts'

/** Everything that decides where an undo leads, besides the answers that are stored. */
export const undoFacts = {
  listing: facts.storeListing,
  generations: facts.generationHashes,
  current: facts.currentGeneration,
  composes: facts.composeTexts,
  manifests: facts.manifestTexts,
  answers: facts.answersTexts,
}

export interface Undo {
  /** Number of the generation to go back to. */
  readonly to: number
  /** Text of the answers that are stored now. */
  readonly stored: Fact<string>
  readonly read: Reader
}

/** In the order of the work. */
export function undoResources(undo: Undo): Resource[] {
  return [
    answersBack(undo),
    imagesThere(undo),
    generationMade(undo),
    switchedBack(undo),
    containersBack(undo),
  ]
}

const factsOf = ({ stored }: Undo) => ({ ...undoFacts, stored })

/** @throws EngineError nothing-to-undo where the settings are not good, or not whole any more */
function demand({ to, read }: Undo, seen: UndoSeen): Target {
  const target = targetOf(to, seen, read)
  return typeof target === 'string' ? cannot('nothing-to-undo', target) : target
}

const nameIn = ({ answers }: Target, id: string): string =>
  answers.stack.services.find((service) => service.id === id)?.name ?? id

function answersBack(undo: Undo): Resource {
  return defineResource({
    id: 'undo-answers',
    title: 'Go back to your earlier answers',
    phase: 'prepare',
    facts: factsOf(undo),
    diff(seen): Diff {
      if (seen.stored !== '' && undo.read(seen.stored) === null)
        return cannot('state-newer', 'This Bramble cannot read the answers that are on the Pi.')
      const { text } = demand(undo, seen).answers
      if (seen.stored === text) return { met: true, reason: 'They are the same.' }
      const file = { path: paths.state, content: [text], mode: 0o600, uid: 0, gid: 0 }
      return {
        met: false,
        change: 'change',
        summary: '1 changed file',
        files: [
          fileDiff({
            path: paths.state,
            before: seen.stored === '' ? null : seen.stored,
            after: [text],
            readers: 'root only',
            secrets: [],
          }),
        ],
        actions: [{ kind: 'upload', files: [file] }],
      }
    },
  })
}

function imagesThere(undo: Undo): Resource {
  return defineResource({
    id: 'undo-images',
    title: 'See that every image is there',
    phase: 'download',
    after: ['undo-answers'],
    facts: { ...factsOf(undo), images: facts.images },
    diff({ images, ...seen }): Diff {
      const target = demand(undo, seen)
      const missing = [...target.images].filter(([, image]) => !images?.has(familiarName(image)))
      if (missing.length === 0) return { met: true, reason: 'They are there.' }
      return {
        met: false,
        change: 'add',
        summary: missing.map(([id]) => nameIn(target, id)).join(', '),
        failure: 'download-failed',
        ...(images === null && { likely: true }),
        actions: missing.map(([, image]) => ({
          kind: 'run',
          command: commands.pullImage(image),
          timeoutSeconds: 3600,
        })),
      }
    },
  })
}

/** Only where an image is kept: else the earlier settings are taken as they lie there. */
function generationMade(undo: Undo): Resource {
  return defineResource({
    id: 'undo-generation',
    title: 'Write down which services run',
    phase: 'configure',
    after: ['undo-images'],
    facts: { ...factsOf(undo), before: facts.currentCompose },
    diff({ before, ...seen }): Diff {
      const target = demand(undo, seen)
      if (target.there) return { met: true, reason: 'It is written.' }
      return {
        met: false,
        change: 'change',
        summary: keptLines(target).join(' '),
        files: composeDiff(before, target.text),
        failure: 'settings-refused',
        actions: [
          ...staged(target.number, {
            compose: target.text,
            manifest: target.manifest,
            answers: target.answers.text,
          }),
          ...selfChecks(target),
          putInPlace(target.number),
          { kind: 'run', command: commands.markChecked(target.number), timeoutSeconds: 20 },
        ],
      }
    },
  })
}

/** What is to run from settings of an older version reads them first. */
function selfChecks(target: Target): Action[] {
  return target.answers.stack.services.flatMap((service): Action[] => {
    const kept = target.kept.get(service.id)
    const directory = target.stores.get(service.id)
    const { selfCheck } = service
    if (!kept || directory === undefined || selfCheck === undefined) return []
    const command = commands.selfCheck({ ...service, image: kept.image, selfCheck }, directory)
    return [{ kind: 'run', command, timeoutSeconds: 120 }]
  })
}

const keptLines = (target: Target): string[] =>
  [...target.kept].map(([id, kept]) => `${nameIn(target, id)}: ${whyKept(kept)}`)

function switchedBack(undo: Undo): Resource {
  return defineResource({
    id: 'undo-switch',
    title: 'Switch back to the earlier settings',
    phase: 'start',
    after: ['undo-generation'],
    facts: {
      ...factsOf(undo),
      before: facts.currentCompose,
      used: facts.currentStores,
      hashes: facts.storeHashes,
      texts: facts.storeTexts,
      known: facts.secretsListing,
    },
    diff({ before, used, hashes, texts, known, ...seen }, means): Diff {
      const target = demand(undo, seen)
      if (seen.current === target.number) return { met: true, reason: 'They are in use.' }
      const secrets = [...known]
        .filter(([, entry]) => entry.kind === 'file')
        .map(([path]) => means.secret(path.slice(paths.secrets.length + 1)))
      const files = [...target.stores].flatMap(([id, directory]) => {
        const now = used.get(id)
        if (now === undefined || now === directory) return []
        return changedFiles(now, directory, hashes).flatMap((name): FileDiff[] => {
          const after = texts.get(`${storePath(directory)}/${name}`)
          // a file that is not there any more is told by its service's line
          if (after === undefined) return []
          return [
            fileDiff({
              path: `${storePath(directory)}/${name}`,
              before: texts.get(`${storePath(now)}/${name}`) ?? null,
              after: hideIn(after, secrets),
              readers: `${nameIn(target, id)} only`,
              secrets,
            }),
          ]
        })
      })
      return {
        met: false,
        change: 'change',
        summary: [
          `From settings ${seen.current ?? 'none'} to ${target.number}`,
          ...keptLines(target).map((line) => line.replace(/\.$/, '')),
        ].join('. '),
        files: [...(target.there ? composeDiff(before, target.text) : []), ...files],
        actions: [{ kind: 'run', command: commands.switchTo(target.number), timeoutSeconds: 20 }],
      }
    },
  })
}

function containersBack(undo: Undo): Resource {
  return defineResource({
    id: 'undo-containers',
    title: 'Start the services as they were',
    phase: 'start',
    after: ['undo-switch'],
    facts: { ...factsOf(undo), containers: facts.ownContainers },
    diff({ containers, ...seen }): Diff {
      const target = demand(undo, seen)
      const { stack } = target.answers
      const services = [...target.images].map(([id, image]) => ({ id, image, name: nameIn(target, id) }))
      const joined = stack.joined && {
        ...stack.joined,
        services: stack.joined.services.filter((id) => target.images.has(id)),
      }
      const wrong = services.flatMap((service) => {
        const reason = whyNot(service, target, containers, { first: false, joined })
        return reason === null ? [] : [{ service, reason }]
      })
      const strangers = containers.filter(({ service }) => !target.images.has(service))
      if (wrong.length + strangers.length === 0 && target.good)
        return { met: true, reason: 'All of them run and are well.' }
      return {
        met: false,
        change: 'change',
        summary: [
          ...wrong.map(({ service, reason }) => `${service.name} (${reason})`),
          ...strangers.map(({ service }) => `${service} (no longer there)`),
        ].join(', '),
        restarts: wrong.filter(({ reason }) => reason === 'changed').map(({ service }) => service.name),
        failure: 'not-healthy',
        actions: [
          // a bridge stops before Synapse no longer knows its key
          ...strangers.map(({ service }): Action => ({
            kind: 'run',
            command: commands.removeService(service),
            timeoutSeconds: 120,
          })),
          ...mending(wrong, [], target, seen.current),
          ...joining({ ...(joined && { joined }), services }),
          ...starting(stack.services.filter(({ id }) => target.images.has(id))),
          ...stack.services.filter(({ id }) => target.images.has(id)).flatMap(waitForProbe),
          { kind: 'run', command: commands.markGood(target.number), timeoutSeconds: 20 },
        ],
      }
    },
  })
}
