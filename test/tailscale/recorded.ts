/** What real tailscale, tailscaled, Headscale and the lab's control server said; test/lab/record-tailnet.sh records it. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Answer } from '../../provisioners/host/host.ts'

const path = (file: string): string => fileURLToPath(new URL(`recorded/${file}`, import.meta.url))

const text = (file: string): string => (existsSync(path(file)) ? readFileSync(path(file), 'utf8') : '')

interface Entry {
  readonly name: string
  readonly command: string
  /** Exit status; null of a command that went on waiting. */
  readonly status: number | null
}

/** Of every answer in JSON that is recorded. */
export const names: readonly string[] = readdirSync(path(''))
  .filter((file) => file.endsWith('.json'))
  .map((file) => file.slice(0, -'.json'.length))

const index: readonly Entry[] = readFileSync(path('index.tsv'), 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => {
    const [name = '', command = '', status = ''] = line.split('\t')
    return { name, command, status: /^\d+$/.test(status) ? Number(status) : null }
  })

/** One recorded answer, with its outputs as a wave brings them. */
export function recorded(name: string): Answer {
  const stdout = text(`${name}.json`) || text(`${name}.txt`)
  const stderr = text(`${name}.err.txt`)
  if (stdout === '' && stderr === '') throw new Error(`nothing is recorded as ${name}`)
  const entry = index.find((one) => one.name === name)
  // what fails says so on standard error alone
  const status = entry === undefined ? (stdout === '' ? 1 : 0) : (entry.status ?? 124)
  return { status, stdout, stderr, truncated: false }
}

/** As a wait on the Pi sees what it began: both outputs in one. */
export const printed = (name: string): string => {
  const { stdout, stderr } = recorded(name)
  return `${stdout}${stderr}`
}
