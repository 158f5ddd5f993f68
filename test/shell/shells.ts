/** Runs scripts in the real shells that a Pi may have as /bin/sh. */
import { spawnSync } from 'node:child_process'

export const shells = ['dash', 'bash'] as const
export type Shell = (typeof shells)[number]

export interface Ran {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

/** The script goes in by standard input, as on the wire. */
export function run(shell: Shell, script: string): Ran {
  const { status, stdout, stderr } = spawnSync(shell, ['-s'], { input: script, maxBuffer: 256 * 1024 * 1024 })
  return { status, stdout: stdout.toString(), stderr: stderr.toString() }
}
