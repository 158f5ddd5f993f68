/** What this computer is to a Pi: an installation with a random id and a name for people. */
import { randomBytes } from 'node:crypto'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { readPrivate, writePrivate } from './app-folder.ts'

export interface Computer {
  /** Random, made once in the app's folder: tells one laptop's runs from another's. */
  readonly installation: string
  readonly machine: string
}

/** Reads the installation's id, making it on first use. */
export async function thisComputer(folder: string): Promise<Computer> {
  const file = join(folder, 'installation')
  const known = (await readPrivate(file))?.trim()
  if (known) return { installation: known, machine: hostname() }
  const installation = randomBytes(9).toString('base64url')
  await writePrivate(file, `${installation}\n`)
  return { installation, machine: hostname() }
}

/** Waits, or less when the signal aborts. */
export function sleep(seconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, seconds * 1000)
    function done(): void {
      clearTimeout(timer)
      signal?.removeEventListener('abort', done)
      resolve()
    }
    signal?.addEventListener('abort', done)
  })
}

export const now = (): number => Date.now() / 1000

/** A run's id: sortable by time, then random. */
export const newRunId = (): string =>
  `${new Date().toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-')}-${randomBytes(3).toString('hex')}`
