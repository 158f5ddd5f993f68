/** What the real host did, written down once (`BRAMBLE_RECORD=1 npm run test:lab`); both hosts are held to it. */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { Played } from './play.ts'

const folder = fileURLToPath(new URL('./recorded', import.meta.url))

/** @returns what was recorded for this scenario; in the lab with BRAMBLE_RECORD set, what was just played */
export async function recorded(played: Played, recording = false): Promise<Played> {
  const file = `${folder}/${played.scenario.replaceAll(/[^a-z0-9]+/gi, '-')}.json`
  if (recording && process.env['BRAMBLE_RECORD']) {
    await mkdir(folder, { recursive: true })
    await writeFile(file, `${JSON.stringify(played, null, 2)}\n`)
  }
  return JSON.parse(await readFile(file, 'utf8')) as Played
}
