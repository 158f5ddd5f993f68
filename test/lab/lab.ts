/** The lab from a test's side: each function is one call of the command beside this file. */
import { execFile, spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

export type Variant =
  'trixie' | 'nopasswd' | 'bookworm' | 'i386' | 'german' | 'noisy' | 'hostkey' | 'full' | 'dockerrepo'

export type LabImage = {
  readonly name: string
  readonly reference: string
  /** The version inside; `stand-in`, `real` (was put into BRAMBLE_LAB_IMAGES) or `missing`. */
  readonly version: string
}

export type Lab = {
  readonly name: string
  readonly host: string
  readonly port: number
  readonly user: string
  readonly password: string
  /** `SHA256:…`, of the ed25519 key. */
  readonly hostKeySha256: string
  readonly dockerHost: string
  readonly netns: string
  readonly variant: Variant
  readonly images: readonly LabImage[]
}

export type ResetOptions = { readonly dockerMb?: number; readonly dataMb?: number }

export type Output = { readonly code: number; readonly stdout: string; readonly stderr: string }

const command = fileURLToPath(new URL('./lab', import.meta.url))
const run = promisify(execFile)

export const labControl = (name = 'lab') => {
  const call = async (...words: readonly string[]) => {
    const [first = '', ...rest] = words
    const { stdout } = await run('bash', [command, first, '--name', name, ...rest], {
      maxBuffer: 64 * 1024 * 1024,
    })
    return stdout.trim()
  }
  const read = async () => JSON.parse(await readFile(join(stateRoot(), name, 'lab.json'), 'utf8')) as Lab

  return {
    read,
    build: () => call('build'),
    up: async (variant: Variant = 'trixie') => {
      await call('up', '--variant', variant)
      return read()
    },
    down: () => call('down'),
    reset: async (variant: Variant = 'trixie', { dockerMb, dataMb }: ResetOptions = {}) => {
      const sizes = [
        ...(dockerMb === undefined ? [] : ['--docker-mb', String(dockerMb)]),
        ...(dataMb === undefined ? [] : ['--data-mb', String(dataMb)]),
      ]
      await call('reset', '--variant', variant, ...sizes)
      return read()
    },
    /** SSH packets are lost, answered with a TCP reset, or pass again. */
    cut: (how: 'drop' | 'reset' | 'off') => call('cut', how),
    /** Pulls the plug: the Pi's packets are lost from the same moment on. */
    kill: () => call('kill'),
    start: () => call('start'),
    /** Every package that apt downloads waits so long; 0 ends it. */
    aptDelay: (seconds: number) => call('apt-delay', String(seconds)),
    /** `20mbit`, or `off`. */
    pullSlow: (rate: string) => call('pull-slow', rate),
    /** As root on the Pi, past SSH, with bash: for looking at what came of it. */
    exec: (script: string) => execute(['exec', '--name', name, '--', 'bash', '-s'], script),
  }
}

export type LabControl = ReturnType<typeof labControl>

/** Records the argv of every process on this machine; `stop` gives the record. */
export const forkstat = {
  start: async () => {
    await run('bash', [command, 'forkstat', 'start'])
  },
  stop: async () => {
    const { stdout } = await run('bash', [command, 'forkstat', 'stop'])
    return readFile(stdout.trim(), 'utf8')
  },
}

const stateRoot = () => process.env['BRAMBLE_LAB_STATE'] ?? '/var/lib/bramble-lab'

const execute = (words: readonly string[], input: string) =>
  new Promise<Output>((resolve, reject) => {
    const child = spawn('bash', [command, ...words])
    let stdout = ''
    let stderr = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
    child.on('error', reject)
    child.on('close', (code) => resolve({ code: code ?? -1, stdout, stderr }))
    child.stdin.on('error', () => {}) // it ended before it had read everything
    child.stdin.end(input)
  })
