/** Store files in use that differ from what Bramble wrote there, told apart from those that it would write otherwise by now. Pure. */
import type { Means } from '../engine/resource.ts'
import type { EditedFile, KeptFile } from '../model/changes.ts'
import type { Secret } from '../model/secret.ts'
import { reveal } from '../model/text.ts'
import type { Service } from './contribution.ts'
import { handDiff } from './diff.ts'
import * as facts from './facts.ts'
import type { Stack } from './fold.ts'
import { noneKept, type KeptFiles } from './kept.ts'
import type { Entry } from './parse.ts'
import { storePath } from './paths.ts'
import { isBehind, renderFiles, STORE_MODE, type Rendered, type StoreSeen } from './settings.ts'
import { markOf, markOfKey, storeKey, type Written } from './written.ts'

export interface FilesSeen extends StoreSeen {
  readonly kept: KeptFiles
  readonly texts: ReadonlyMap<string, string>
  /** Null where the generation in use has no marks. */
  readonly written: Written | null
}

export const filesSeen = {
  listing: facts.storeListing,
  hashes: facts.storeHashes,
  stores: facts.currentStores,
  kept: facts.keptFiles,
  texts: facts.storeTexts,
  written: facts.currentWritten,
}

export interface ServiceFiles {
  readonly service: Service
  readonly edited: readonly EditedFile[]
  /** What else was done to its directory, a sentence each. */
  readonly others: readonly string[]
}

/** @param secrets every value that is known, whatever file it belongs to */
export function editedFiles(
  stack: Stack,
  means: Pick<Means, 'secret'>,
  seen: FilesSeen,
  secrets: readonly Secret[],
): ServiceFiles[] {
  const key = means.secret(storeKey.id)
  // marks of a key that is lost tell nothing
  const written = seen.written?.key === markOfKey(key) ? seen.written.files : null
  return stack.services.flatMap((service): ServiceFiles[] => {
    const directory = seen.stores.get(service.id)
    if (!service.store || directory === undefined) return []
    const path = storePath(directory)
    const files = renderFiles(service, means, seen.kept)
    const edited = files.flatMap((file) => {
      const hash = seen.hashes.get(`${path}/${file.name}`)
      if (hash === undefined) return []
      const mark = written?.get(`${service.id}/${file.name}`)
      const oursThen = mark !== undefined && mark === markOf(key, service.id, file.name, hash)
      // nobody wrote what is Bramble's own, now or then: an undo goes back to it past what is kept
      const byHand =
        hash !== file.hash &&
        hash !== file.oursHash &&
        !oursThen &&
        (mark !== undefined || file.kept !== null)
      return byHand ? [editedFile(service, file, `${path}/${file.name}`, seen.texts, secrets)] : []
    })
    return [{ service, edited, others: otherwise(service, path, files, seen) }]
  })
}

function editedFile(
  service: Service,
  file: Rendered,
  path: string,
  texts: FilesSeen['texts'],
  secrets: readonly Secret[],
): EditedFile {
  const diff = handDiff({
    path,
    ours: file.ours,
    before: file.kept?.text ?? reveal(file.ours),
    after: texts.get(path) ?? '',
    readers: `${service.name} only`,
    secrets,
  })
  return { service: service.id, file: file.name, name: service.name, diff }
}

function otherwise(
  service: Service,
  path: string,
  files: readonly Rendered[],
  { listing }: Pick<FilesSeen, 'listing'>,
): string[] {
  const { uid, gid } = service.user
  const directory = listing.get(path)
  if (directory === undefined) return ['Its folder of settings is gone.']
  const foreign = (entry: Entry): boolean => entry.uid !== uid || entry.gid !== gid
  const found: string[] = []
  if (directory.mode !== STORE_MODE || foreign(directory))
    found.push('The rights of its folder of settings were changed.')
  for (const file of files) {
    const entry = listing.get(`${path}/${file.name}`)
    if (entry === undefined) found.push(`${file.name} is gone.`)
    else if (entry.kind !== 'file') found.push(`${file.name} is no file any more.`)
    else if (entry.mode !== file.mode.toString(8) || foreign(entry))
      found.push(`The rights of ${file.name} were changed.`)
  }
  const names = new Set(files.map(({ name }) => `${path}/${name}`))
  for (const other of listing.keys())
    if (other.startsWith(`${path}/`) && !names.has(other))
      found.push(`${other.slice(path.length + 1)} was added.`)
  return found
}

/** Everything that its owner keeps; what no service reads any more is behind. */
export function keptView(
  stack: Stack,
  means: Pick<Means, 'secret'>,
  keptFiles: KeptFiles = noneKept,
): KeptFile[] {
  return [...keptFiles.keys()].map((path): KeptFile => {
    const [id = '', name = ''] = path.split('/')
    const service = stack.services.find((candidate) => candidate.id === id)
    const file =
      service && renderFiles(service, means, keptFiles).find((candidate) => candidate.name === name)
    return {
      service: id,
      file: name,
      name: service?.name ?? id,
      behind: file === undefined || isBehind(id, file, means),
    }
  })
}
