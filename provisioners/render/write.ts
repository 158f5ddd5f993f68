/** Writes files into a folder that nobody else reads, and never over anything that is there. */
import { chmod, lstat, mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { EngineError } from '../model/engine-error.ts'
import type { RenderedFile } from './files.ts'

/**
 * @param folder made if it is not there; its own parent must be
 * @throws EngineError intent-invalid for one that holds anything, is a link, or is no folder
 */
export async function writeFolder(folder: string, files: readonly RenderedFile[]): Promise<void> {
  for (const { path } of files)
    if (path.split('/').some((part) => part === '' || part === '.' || part === '..'))
      throw new TypeError(`not a path inside the folder: ${path}`)
  await claim(folder)
  try {
    for (const { path, text } of files) {
      const target = join(folder, ...path.split('/'))
      await mkdir(dirname(target), { recursive: true, mode: 0o700 })
      await writeFile(target, text, { mode: 0o600, flag: 'wx' })
    }
  } catch (error) {
    // half of the files would look like all of them
    for (const name of new Set(files.map(({ path }) => path.split('/')[0] ?? '')))
      await rm(join(folder, name), { recursive: true, force: true })
    throw new EngineError('intent-invalid', `${folder} cannot be written to: ${(error as Error).message}.`)
  }
}

async function claim(folder: string): Promise<void> {
  const there = await lstat(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw cannot(folder, `cannot be used: ${error.message}`)
  })
  if (there === null) {
    await mkdir(folder, { mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
      throw cannot(
        folder,
        error.code === 'ENOENT'
          ? 'cannot be made: the folder around it is not there'
          : `cannot be made: ${error.message}`,
      )
    })
    return
  }
  if (there.isSymbolicLink()) throw cannot(folder, 'is a link: name the folder itself')
  if (!there.isDirectory()) throw cannot(folder, 'is not a folder: name another one')
  if ((await readdir(folder)).length > 0)
    throw cannot(folder, 'is not empty: name a new folder, or empty this one')
  await chmod(folder, 0o700)
}

const cannot = (folder: string, why: string): EngineError =>
  new EngineError('intent-invalid', `The folder ${folder} ${why}.`)
