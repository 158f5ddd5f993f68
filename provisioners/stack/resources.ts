/** The stack as resources, in the order of the work: files first, then images, then what runs. */
import { defineResource, type Resource } from '../engine/resource.ts'
import * as commands from './commands.ts'
import { containersRun, databasesMade, imageThere, markedGood } from './running.ts'
import type { Service } from './contribution.ts'
import { fileDiff } from './diff.ts'
import * as facts from './facts.ts'
import type { Stack } from './fold.ts'
import { generationSwitched, generationWritten, settingsChecked } from './generations.ts'
import { dataPath, paths, storePath } from './paths.ts'
import { oldSettingsGone } from './prune.ts'
import { chooseStore, renderFiles } from './settings.ts'

/**
 * @param proofs what must be true before a generation counts as good; they come after the containers
 * @param gates what must be true before anything is switched to a new generation
 * @param answers what a generation is made from, in the form that is stored; kept beside it for an undo
 */
export function stackResources(
  stack: Stack,
  proofs: readonly Resource[],
  gates: readonly Resource[] = [],
  answers?: string,
): Resource[] {
  return [
    foldersMade(stack),
    secretsMade(stack),
    ...stack.services.filter((service) => service.store).map((service) => settingsWritten(service, stack)),
    generationWritten(stack, answers),
    ...stack.services.map(imageThere),
    settingsChecked(stack),
    ...gates,
    generationSwitched(
      stack,
      gates.map((gate) => gate.id),
    ),
    databasesMade(stack),
    containersRun(stack),
    ...proofs,
    markedGood(
      stack,
      proofs.map((proof) => proof.id),
    ),
    oldSettingsGone(stack),
  ]
}

function foldersMade(stack: Stack): Resource {
  const own = [paths.secrets, paths.store, paths.generations, paths.data]
  const data = stack.services.flatMap(({ user, data }) =>
    (data ?? []).map(({ name }) => ({ path: dataPath(name), user })),
  )
  return defineResource({
    id: 'folders',
    title: 'Make Bramble’s folders',
    phase: 'configure',
    facts: { root: facts.rootListing, there: facts.dataListing },
    diff({ root, there }) {
      const wrong = own.filter((path) => {
        const entry = root.get(path)
        return entry?.kind !== 'directory' || entry.mode !== '700' || entry.uid !== 0
      })
      // once there, a data directory belongs to its program, which may change owner and mode
      const missing = data.filter(({ path }) => there.get(path)?.kind !== 'directory')
      const count = wrong.length + missing.length
      if (count === 0) return { met: true, reason: 'They are there.' }
      return {
        met: false,
        change: 'add',
        summary: count === 1 ? '1 folder' : `${count} folders`,
        actions: [
          ...wrong.map((path) => commands.makeDirectory(path, '0700', 0, 0)),
          ...missing.map(({ path, user }) => commands.makeDirectory(path, '0700', user.uid, user.gid)),
        ].map((command) => ({ kind: 'run', command, timeoutSeconds: 20 })),
      }
    },
  })
}

function secretsMade(stack: Stack): Resource {
  return defineResource({
    id: 'secrets',
    title: 'Make keys and passwords',
    phase: 'configure',
    after: ['folders'],
    facts: { listing: facts.secretsListing },
    diff({ listing }, means) {
      const pathOf = (id: string): string => `${paths.secrets}/${id}`
      const missing = stack.secrets.filter(({ id }) => !listing.has(pathOf(id)))
      const changed = stack.secrets.filter(({ id }) => listing.has(pathOf(id)) && means.changed(id))
      const open = stack.secrets.filter(({ id }) => {
        const entry = listing.get(pathOf(id))
        return entry !== undefined && (entry.mode !== '600' || entry.uid !== 0)
      })
      if (missing.length + changed.length + open.length === 0)
        return { met: true, reason: 'They are there, readable for root only.' }
      const fileOf = ({ id }: { readonly id: string }) => ({
        path: pathOf(id),
        content: [means.secret(id)],
        mode: 0o600,
        uid: 0,
        gid: 0,
      })
      return {
        met: false,
        change: missing.length > 0 ? 'add' : 'change',
        summary:
          missing.length > 0
            ? `${missing.length} new, ${missing.some(({ kind }) => kind === 'given') ? '' : 'made here and '}kept on the Pi`
            : changed.length > 0
              ? `${changed.length} replaced by yours`
              : `${open.length} closed again`,
        actions: [
          ...(missing.length > 0
            ? [{ kind: 'upload', files: missing.map(fileOf), ifAbsent: true } as const]
            : []),
          ...(changed.length > 0 ? [{ kind: 'upload', files: changed.map(fileOf) } as const] : []),
          ...open.map(({ id }) => ({
            kind: 'run' as const,
            command: commands.setOwner(pathOf(id), '0600', 0, 0),
            timeoutSeconds: 20,
          })),
        ],
      }
    },
  })
}

function settingsWritten(service: Service, stack: Stack): Resource {
  const { uid, gid } = service.user
  return defineResource({
    id: `settings:${service.id}`,
    title: `Write the settings of ${service.name}`,
    phase: 'configure',
    after: ['secrets'],
    facts: {
      listing: facts.storeListing,
      hashes: facts.storeHashes,
      stores: facts.currentStores,
      texts: facts.storeTexts,
    },
    diff(seen, means) {
      const chosen = chooseStore(service, renderFiles(service, means), seen)
      if (chosen.there) return { met: true, reason: 'They are as they should be.' }
      const path = storePath(chosen.directory)
      const used = seen.stores.get(service.id)
      const changed = chosen.files.filter(
        (file) => used === undefined || seen.hashes.get(`${storePath(used)}/${file.name}`) !== file.hash,
      )
      const secrets = stack.secrets.map(({ id }) => means.secret(id))
      const files = changed.map((file) =>
        fileDiff({
          path: `${path}/${file.name}`,
          before: used === undefined ? null : (seen.texts.get(`${storePath(used)}/${file.name}`) ?? null),
          after: file.content,
          readers: `${service.name} only`,
          secrets,
        }),
      )
      return {
        met: false,
        change: used === undefined ? 'add' : 'change',
        summary: summary(changed.length, used === undefined),
        files,
        actions: [
          { kind: 'run', command: commands.makeDirectory(path, '0700', uid, gid), timeoutSeconds: 20 },
          {
            kind: 'upload',
            files: chosen.files.map(({ name, mode, content }) => ({
              path: `${path}/${name}`,
              content,
              mode,
              uid,
              gid,
            })),
          },
        ],
      }
    },
  })
}

function summary(count: number, fresh: boolean): string {
  if (count === 0) return 'Put back as they were'
  return `${count} ${fresh ? 'new' : 'changed'} file${count === 1 ? '' : 's'}`
}
