/** The lab for tests: its commands, and the engine over its Pi. */
import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { newRunId, now, sleep } from '../../provisioners/computer.ts'
import { keepConnected } from '../../provisioners/connection.ts'
import { createEngine, type Engine } from '../../provisioners/engine.ts'
import type { GivenSecrets } from '../../provisioners/engine/secrets.ts'
import { connectSsh, type Credentials, type SshHost } from '../../provisioners/host/connect.ts'
import type { Host } from '../../provisioners/host/host.ts'
import { outside } from '../../provisioners/host/outside.ts'
import { defaultIntent, type Intent } from '../../provisioners/model/intent.ts'
import type { TimedEvent } from '../../provisioners/model/run-event.ts'
import { Secret } from '../../provisioners/model/secret.ts'

const execute = promisify(execFile)
const script = fileURLToPath(new URL('./lab', import.meta.url))
export const labName = process.env['BRAMBLE_LAB_NAME'] ?? 'lab'

/** Runs one command of the lab and gives its standard output. */
export async function lab(command: string, ...args: readonly string[]): Promise<string> {
  const rest = args.indexOf('--')
  const [own, passed] = rest < 0 ? [args, []] : [args.slice(0, rest), args.slice(rest)]
  const { stdout } = await execute('bash', [script, command, ...own, '--name', labName, ...passed], {
    maxBuffer: 256 * 1024 * 1024,
  })
  return stdout
}

/** Runs a command as root on the Pi, past SSH; with status and output, whatever happened. */
export async function onPi(...argv: readonly string[]): Promise<{ status: number; stdout: string }> {
  try {
    return { status: 0, stdout: await lab('exec', '--', ...argv) }
  } catch (error) {
    const { code, stdout } = error as { code?: number; stdout?: string }
    return { status: code ?? 1, stdout: stdout ?? '' }
  }
}

/** An empty Pi of a variant; starts the lab when nothing of it is there. */
export async function emptyPi(variant = 'trixie', ...options: readonly string[]): Promise<void> {
  await lab('reset', '--variant', variant, ...options).catch(() =>
    lab('up', '--variant', variant, ...options),
  )
}

export interface LabFacts {
  readonly host: string
  readonly port: number
  readonly user: string
  readonly password: string
  readonly hostKeySha256: string
  readonly dockerHost: string
}

export function labFacts(): LabFacts {
  const root = process.env['BRAMBLE_LAB_STATE'] ?? '/var/lib/bramble-lab'
  return JSON.parse(readFileSync(join(root, labName, 'lab.json'), 'utf8')) as LabFacts
}

export interface Laptop {
  readonly engine: Engine
  readonly connect: () => Promise<Host>
  /** The SSH host in use, for its counters. */
  host(): SshHost | null
  close(): Promise<void>
}

export interface LaptopOptions {
  readonly installation?: string
  readonly credentials?: Credentials
  readonly sudoPassword?: string
}

/** One laptop with an app folder of its own. */
export function laptop(options: LaptopOptions = {}): Laptop {
  const { host, port, user, password } = labFacts()
  const folder = mkdtempSync(join(tmpdir(), 'bramble-laptop-'))
  let current: SshHost | null = null
  const connection = keepConnected(async () => {
    current = await connectSsh(
      { host, port, user },
      {
        credentials: options.credentials ?? { kind: 'password', password: new Secret(password, 'password') },
        knownHosts: { store: join(folder, 'known_hosts') },
        // As a careful person: a new Pi is believed, a changed one never.
        decideHostKey: async ({ verdict }) => verdict === 'unknown',
        sudoPassword: new Secret(options.sudoPassword ?? password, 'sudo password'),
        keepaliveSeconds: 1,
      },
    )
    return current
  })
  const engine = createEngine({
    connect: connection.connect,
    outside,
    address: host,
    installation: options.installation ?? 'laptop-one',
    machine: 'test laptop',
    now,
    sleep,
    newRunId,
    random: (bytes) => randomBytes(bytes),
  })
  return {
    engine,
    connect: connection.connect,
    host: () => current,
    async close() {
      await connection.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

export const brookside: Intent = {
  ...defaultIntent('brookside'),
  address: { mode: 'home', host: 'brookside.local' },
}

/** Converges and gives every event; the last one is `finished`. */
export async function converge(
  { engine }: Pick<Laptop, 'engine'>,
  intent: Intent = brookside,
  on: (event: TimedEvent) => void | Promise<void> = () => {},
  given: GivenSecrets = new Map(),
): Promise<TimedEvent[]> {
  const run = await engine.start(intent, { given })
  const events: TimedEvent[] = []
  if (run === null) return events
  for await (const event of engine.follow(run, new AbortController().signal)) {
    events.push(event)
    await on(event)
  }
  return events
}

/** The run's end for an assertion: its outcome, and the problem with what it saw. */
export function outcome(events: readonly TimedEvent[]): string {
  const last = events.at(-1)
  if (last?.kind !== 'finished') return `no end: ${JSON.stringify(last)}`
  return last.problem ? `${last.outcome}: ${last.problem.code}: ${last.problem.cause}` : last.outcome
}

/** Ids of all containers of the stack, sorted. */
export async function containerIds(): Promise<string[]> {
  const { stdout } = await onPi(
    'docker',
    'ps',
    '--quiet',
    '--no-trunc',
    '--filter',
    'label=com.docker.compose.project=bramble',
  )
  return stdout.split('\n').filter(Boolean).toSorted()
}

/** Waits for something on the Pi, for a bounded number of looks. */
export async function until(what: string, looks: number, check: () => Promise<boolean>): Promise<void> {
  for (let look = 0; look < looks; look++) {
    if (await check()) return
    await sleep(1)
  }
  throw new Error(`did not come to be: ${what}`)
}
