/** Whether Electron itself is on this computer, and fetching it once where it is not. Never loads the `electron` package: that alone starts a download. */
import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/** Path of Electron's program, fetched if need be; null where it is not to be had. */
export async function findElectron(root: string): Promise<string | null> {
  const electron = electronPackage(root)
  const binary = electron && electronBinary(electron)
  if (electron === null || binary !== null) return binary
  // Loaded here alone: where Electron is there, nothing of the engine is needed yet.
  const { appFolder, readPrivate, writePrivate } = await import('../provisioners/index.ts')
  const memory = join(appFolder(), 'electron-install.json')
  return installElectron(electron, {
    now: Date.now,
    say: console.log,
    run: runInstaller,
    recall: () => readPrivate(memory),
    remember: (text) => writePrivate(memory, text),
  })
}

export interface ElectronPackage {
  readonly folder: string
  readonly version: string
  /** Electron's own installer, from the package's `bin`. */
  readonly installer: string | null
}

/** The installed npm package; null where it was left out. */
export function electronPackage(root: string): ElectronPackage | null {
  try {
    const file = createRequire(join(root, 'package.json')).resolve('electron/package.json')
    const { version, bin } = JSON.parse(readFileSync(file, 'utf8')) as {
      version: string
      bin?: Record<string, string>
    }
    const folder = dirname(file)
    const installer = bin?.['install-electron']
    return { folder, version, installer: installer ? join(folder, installer) : null }
  } catch {
    return null
  }
}

/** Path of the program, found as the package itself would find it; null where there is none. */
export function electronBinary(
  { folder }: ElectronPackage,
  override: string | undefined = process.env['ELECTRON_OVERRIDE_DIST_PATH'],
): string | null {
  const pathFile = join(folder, 'path.txt')
  const name = existsSync(pathFile) ? readFileSync(pathFile, 'utf8').trim() : null
  if (name === null && !override) return null
  const binary = join(override || join(folder, 'dist'), name ?? 'electron')
  return existsSync(binary) ? binary : null
}

export interface Installing {
  readonly now: () => number
  say(words: string): void
  /** Runs the installer to its end, or to its limit; true where it succeeded. */
  run(installer: string): Promise<boolean>
  /** What was remembered last; null at first. */
  readonly recall: () => Promise<string | null>
  remember(text: string): Promise<void>
}

/** Fetches the program unless that failed within the last day. */
export async function installElectron(
  electron: ElectronPackage,
  installing: Installing,
): Promise<string | null> {
  if (electron.installer === null || (await failedLately(electron, installing))) return null
  installing.say(`Fetching Electron ${electron.version} (about 100 MB, once).`)
  const binary = (await installing.run(electron.installer)) ? electronBinary(electron) : null
  if (binary === null) {
    const failure: Failure = { version: electron.version, at: installing.now() }
    // Where it cannot be remembered, the next start tries again.
    await installing.remember(JSON.stringify(failure)).catch(() => {})
    installing.say('Electron could not be fetched. Bramble opens in a browser; the next attempt is tomorrow.')
  }
  return binary
}

/** The installer as a child, its progress on this terminal. */
export function runInstaller(installer: string, limit = 120_000): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [installer], { stdio: 'inherit', timeout: limit })
    child.once('exit', (status) => resolve(status === 0)).once('error', () => resolve(false))
  })
}

interface Failure {
  readonly version: string
  readonly at: number
}

const DAY = 24 * 60 * 60 * 1000

async function failedLately({ version }: ElectronPackage, { now, recall }: Installing): Promise<boolean> {
  try {
    const failure = JSON.parse((await recall()) ?? 'null') as Failure | null
    const age = now() - (failure?.at ?? 0)
    return failure?.version === version && age >= 0 && age < DAY
  } catch {
    return false
  }
}
