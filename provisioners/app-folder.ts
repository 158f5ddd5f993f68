/** Where this computer keeps Bramble's own few files: one folder of the user's, readable by nobody else. */
import { randomBytes } from 'node:crypto'
import { chmod, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, isAbsolute, join, resolve } from 'node:path'

type Environment = Readonly<Record<string, string | undefined>>

/** The folder's path; it need not exist yet. `BRAMBLE_HOME` names another one. */
export function appFolder(
  env: Environment = process.env,
  platform: NodeJS.Platform = process.platform,
  home: string = homedir(),
): string {
  if (env['BRAMBLE_HOME']) return resolve(env['BRAMBLE_HOME'])
  if (platform === 'win32') return join(env['APPDATA'] ?? join(home, 'AppData', 'Roaming'), 'Bramble')
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Bramble')
  const xdg = env['XDG_CONFIG_HOME']
  // The XDG specification has relative paths ignored.
  return join(xdg && isAbsolute(xdg) ? xdg : join(home, '.config'), 'bramble')
}

/** Writes a file that only its owner reads, whole or not at all. */
export async function writePrivate(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const staged = `${path}.${randomBytes(6).toString('hex')}`
  try {
    await writeFile(staged, text, { mode: 0o600, flag: 'wx', flush: true })
    await rename(staged, path)
  } catch (error) {
    await rm(staged, { force: true })
    throw error
  }
}

/** The file's text; null where there is none. A file that others could read is closed to them on the way. */
export async function readPrivate(path: string): Promise<string | null> {
  try {
    const text = await readFile(path, 'utf8')
    if (process.platform !== 'win32') await chmod(path, 0o600)
    return text
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}
