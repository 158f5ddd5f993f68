/** Writing a generation: beside the others under a name that nothing reads, and then into its place as one act. */
import type { Action } from '../engine/resource.ts'
import type { FileDiff } from '../model/plan.ts'
import * as commands from './commands.ts'
import { fileDiff } from './diff.ts'
import { ANSWERS, currentCompose, generationPath, stagedPath } from './paths.ts'

export interface GenerationTexts {
  readonly compose: string
  readonly manifest: string
  /** The state's bytes that it is made from; absent where they are not known. */
  readonly answers?: string | undefined
}

/** Its files, with Compose's own word on them. */
export function staged(number: number, { compose, manifest, answers }: GenerationTexts): Action[] {
  const folder = stagedPath(number)
  const file = (name: string, text: string) => ({
    path: `${folder}/${name}`,
    content: [text],
    mode: 0o600,
    uid: 0,
    gid: 0,
  })
  const list = file('compose.yaml', compose)
  const kept = answers === undefined ? [] : [file(ANSWERS, answers)]
  return [
    { kind: 'run', command: commands.makeDirectory(folder, '0700', 0, 0), timeoutSeconds: 20 },
    { kind: 'upload', files: [list, file('manifest.json', manifest), ...kept] },
    { kind: 'run', command: commands.validateCompose(list.path), timeoutSeconds: 60 },
  ]
}

export const putInPlace = (number: number): Action => ({
  kind: 'run',
  command: commands.moveInto(stagedPath(number), generationPath(number)),
  timeoutSeconds: 20,
})

/** @param before the Compose file in use; empty before the first */
export const composeDiff = (before: string, after: string): FileDiff[] => [
  fileDiff({
    path: currentCompose,
    before: before === '' ? null : before,
    after: [after],
    readers: 'root only',
    secrets: [],
  }),
]
