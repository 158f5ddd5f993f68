/** A running program on the practice Pi, as the program sees itself. */
import type { Container } from '../docker/container.ts'
import type { Credentials } from '../files/node.ts'
import type { Machine } from '../machine.ts'

export interface Streams {
  out(text: string): void
  err(text: string): void
}

/** Where a command runs: as whom, until when, and who can end it. */
export interface Shell {
  readonly machine: Machine
  readonly who: Credentials
  readonly directory: string
  readonly environment: Readonly<Record<string, string>>
  readonly signal: AbortSignal
  /** Seconds since the epoch; then the command ends with 124. */
  readonly deadline: number
  /** The container that it runs in; absent for the host itself. */
  readonly inside?: Container
}

export interface Process extends Shell, Streams {
  /** Name of the program, for messages and bug reports. */
  readonly program: string
  readonly args: readonly string[]
  readonly input: string
  /** Waits on the machine's clock. @throws Ended at the deadline, or when told to stop */
  sleep(seconds: number): Promise<void>
  /** Waits until `wake` was called, without a limit but the deadline. @throws Ended when told to stop */
  wait(subscribe: (wake: () => void) => () => void): Promise<void>
  /** Runs another program in its place, as env and timeout do. */
  exec(
    argv: readonly string[],
    options?: Partial<Shell> & Partial<Streams> & { input?: string },
  ): Promise<number>
}

/** Returns the exit status. */
export type Program = (process: Process) => number | Promise<number>

/** The process was ended from outside. */
export class Ended extends Error {
  readonly status: number

  constructor(status: number) {
    super(`ended with ${status}`)
    this.name = 'Ended'
    this.status = status
  }
}

/** Prints a message the way most programs do, and gives the status to return. */
export function complain(process: Process, message: string, status = 1): number {
  process.err(`${process.program}: ${message}\n`)
  return status
}

/** A path as the program means it. */
export function absolute(process: Pick<Process, 'directory'>, path: string): string {
  return path.startsWith('/') ? path : `${process.directory === '/' ? '' : process.directory}/${path}`
}
