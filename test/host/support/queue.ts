/** Queues worked off for real by /bin/sh in a temporary root, without systemd: the runner is started directly. */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { mkdirSync, readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import type { HostFile, Queue, Step, Work } from '../../../provisioners/host/host.ts'
import { bundleQueue } from '../../../provisioners/host/queue-bundle.ts'
import type { Command } from '../../../provisioners/shell/command.ts'

export const work = (command: Command, timeoutSeconds = 20): Work => ({
  kind: 'run',
  command,
  timeoutSeconds,
})

export const file = (path: string, content: HostFile['content'], more: Partial<HostFile> = {}): HostFile => ({
  path,
  content,
  mode: 0o640,
  uid: process.getuid?.() ?? 0,
  gid: process.getgid?.() ?? 0,
  ...more,
})

export function makeQueue(steps: readonly (readonly Work[])[], more: Partial<Queue> = {}): Queue {
  const id = more.id ?? 'run-1'
  return {
    id,
    server: 'Brookside',
    holder: { run: id, installation: 'laptop-1', machine: "Ada's laptop", since: 1_700_000_000 },
    revision: 0,
    steps: steps.map((parts, index): Step => ({
      number: index + 1,
      resource: `resource-${index + 1}`,
      phase: 'prepare',
      title: `Step ${index + 1}`,
      work: parts,
    })),
    secrets: [],
    ...more,
  }
}

export interface PlacedRun {
  readonly root: string
  readonly directory: string
  journal(): string[]
  /** The journal without its times. */
  lines(): string[]
  run(): Promise<number | null>
  start(): ChildProcess
  /** What the unit's ExecStopPost does. */
  end(): void
}

/** Unpacks the bundle with the real tar and takes the lock. */
export async function placeRun(root: string, queue: Queue): Promise<PlacedRun> {
  const directory = join(root, 'runs', queue.id)
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  const { archive } = await bundleQueue(queue, root)
  execFileSync('tar', ['-xzf', '-', '-C', directory], { input: archive })
  symlinkSync(JSON.stringify(queue.holder), join(root, 'lock'))
  const start = (): ChildProcess =>
    spawn('sh', [join(directory, 'runner.sh')], { detached: true, stdio: ['ignore', 'inherit', 'inherit'] })
  const journal = (): string[] => readFileSync(join(directory, 'journal'), 'utf8').split('\n').slice(0, -1)
  return {
    root,
    directory,
    journal,
    lines: () => journal().map((line) => line.replace(/^\d+\.\d{3} /, '')),
    start,
    run: () => new Promise((resolve) => start().once('close', (status) => resolve(status))),
    end: () => void execFileSync('sh', [join(directory, 'end.sh')]),
  }
}
