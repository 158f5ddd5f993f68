/** A practice Pi in a test: commands straight on its model, without a connection between. */
import type { Queue, Step, Work } from '../../../provisioners/host/host.ts'
import { rootUser, type Credentials } from '../../../provisioners/host/practice/files/node.ts'
import {
  createPracticePi,
  type PracticeOptions,
  type PracticePi,
} from '../../../provisioners/host/practice/pi.ts'
import { runCommand } from '../../../provisioners/host/practice/process/run.ts'
import type { Command } from '../../../provisioners/shell/command.ts'
import { sh } from '../../../provisioners/shell/command.ts'

export const START = 1_790_000_000
export const owner: Credentials = { uid: 1000, gid: 1000, groups: [1000] }

/** Time moves only when something waits. */
export const practice = (options: Partial<PracticeOptions> = {}): PracticePi =>
  createPracticePi({ now: () => START, speed: 0, ...options })

export interface Ran {
  readonly status: number
  readonly stdout: string
  readonly stderr: string
}

export async function run(
  pi: PracticePi,
  command: Command,
  options: { who?: Credentials; seconds?: number; directory?: string } = {},
): Promise<Ran> {
  let stdout = ''
  let stderr = ''
  const shell = {
    machine: pi.machine,
    who: options.who ?? rootUser,
    directory: options.directory ?? '/',
    environment: {},
    signal: new AbortController().signal,
    deadline: pi.machine.clock.now() + (options.seconds ?? 600),
  }
  const streams = {
    out: (text: string) => void (stdout += text),
    err: (text: string) => void (stderr += text),
  }
  const status = await runCommand(shell, command, streams)
  return { status, stdout, stderr }
}

/** Only the standard output, of a command that must succeed. */
export async function print(pi: PracticePi, command: Command): Promise<string> {
  const ran = await run(pi, command)
  if (ran.status !== 0) throw new Error(`status ${ran.status}: ${ran.stderr}`)
  return ran.stdout
}

export const work = (command: Command, timeoutSeconds = 60): Work => ({
  kind: 'run',
  command,
  timeoutSeconds,
})

export function queueOf(id: string, steps: readonly (readonly Work[])[], more: Partial<Queue> = {}): Queue {
  return {
    id,
    server: 'Brookside',
    holder: { run: id, installation: 'laptop-1', machine: 'kitchen laptop', since: START },
    revision: 0,
    secrets: [],
    steps: steps.map((works, index): Step => ({
      number: index + 1,
      resource: `resource-${index + 1}`,
      phase: 'prepare',
      title: `Step ${index + 1}`,
      work: works,
    })),
    ...more,
  }
}

/** Installs Docker from Docker's own repository, as the plan would. */
export async function withDocker(pi: PracticePi): Promise<PracticePi> {
  await print(pi, sh`apt-get update`)
  await print(pi, sh`apt-get install --yes docker.io docker-cli docker-compose`)
  return pi
}

/** Installed, and its daemon running. */
export function withTailscale(pi: PracticePi): PracticePi {
  const { packages } = pi.machine
  const found = packages.known('tailscale')
  if (!found) throw new Error('no tailscale in the practice repositories')
  packages.unpack(found)
  packages.configure(found)
  return pi
}
