/** The port to a machine. Two implementations: SSH, and the practice Pi that lives in memory. */
import type { Duplex } from 'node:stream'
import type { PhaseId } from '../model/plan.ts'
import type { ProblemCode } from '../model/problem.ts'
import type { AskPurpose } from '../model/run-event.ts'
import type { RunTask } from '../model/task.ts'
import type { Secret } from '../model/secret.ts'
import type { Text } from '../model/text.ts'
import type { Command } from '../shell/command.ts'

/** One command of a wave, with limits of its own: a hung or noisy one costs its own answer only. */
export interface Question {
  readonly command: Command
  readonly timeoutSeconds: number
  readonly capBytes: number
}

export interface Answer {
  /** Exit status; 124 when the time ran out, 127 when there is no such program. */
  readonly status: number
  readonly stdout: string
  readonly stderr: string
  /** Whether output beyond the cap was dropped. */
  readonly truncated: boolean
}

/** A file to be on the host. Staged beside its target, owner and mode set, synced, renamed. */
export interface HostFile {
  readonly path: string
  readonly content: Text
  readonly mode: number
  readonly uid: number
  readonly gid: number
}

/**
 * Waits on the Pi itself until the world is as it should be, and tells meanwhile what a person has to do: the laptop may be
 * closed all the while. Patterns are POSIX extended regular expressions in the part that JavaScript reads alike, matched
 * line by line.
 */
export interface Wait {
  /** What brings it about. Started unless `done` already, and again whenever it has ended and it is not done. */
  readonly begin: Command | null
  readonly look: Command
  /** Found in what `look` printed when there is nothing to wait for any more. */
  readonly done: string
  /** What a person has to do meanwhile; the first that is found counts. */
  readonly asks: readonly WaitAsk[]
  /** Found in what `begin` has printed when waiting is in vain, and which problem that is. */
  readonly fails: readonly { readonly when: string; readonly code: ProblemCode }[]
  readonly everySeconds: number
  readonly withinSeconds: number
  /** Which problem it is when its time is over; without, that a person has not answered. */
  readonly late?: ProblemCode
}

export interface WaitAsk {
  readonly purpose: AskPurpose
  /** Whose output is searched. */
  readonly of: 'begin' | 'look'
  readonly when: string
  /** Finds the link to open, where there is one; escapes of JSON are undone by who reads it. */
  readonly link?: string
}

/** Exit status of a step that was asked to stop while it waited, and of one whose time was over. */
export const WAIT_STOPPED = 98
export const WAIT_OVER = 99
/** Exit status of a step that failed by the first of its waits' `fails`; the next is one higher. */
export const WAIT_FAILED = 100

/** Exit status of a wait whose time is over: behind those of its `fails` where it has a problem of its own. */
export const lateStatus = ({ wait, firstStatus }: { wait: Wait; firstStatus: number }): number =>
  wait.late === undefined ? WAIT_OVER : firstStatus + wait.fails.length

/** One piece of work inside a step. */
export type Work =
  | { readonly kind: 'run'; readonly command: Command; readonly timeoutSeconds: number }
  /** `firstStatus`: exit status for the first of its `fails`. */
  | { readonly kind: 'wait'; readonly wait: Wait; readonly firstStatus: number }
  /** `ifAbsent` never touches a file that is there: for secrets, which are made once. */
  | { readonly kind: 'files'; readonly files: readonly HostFile[]; readonly ifAbsent: boolean }

export interface Step {
  /** 1-based. */
  readonly number: number
  readonly resource: string
  readonly phase: PhaseId
  readonly title: string
  /** Which problem it is when this step fails; `step-failed` where nothing better is known. */
  readonly failure?: ProblemCode
  /** Which problem it is by exit status, from `WAIT_FAILED` on. */
  readonly failures?: readonly ProblemCode[]
  readonly work: readonly Work[]
}

/** Whose the lock is; the content of the lock itself. */
export interface LockHolder {
  readonly run: string
  /** Random id of the installation of the app. */
  readonly installation: string
  /** Name of the laptop, for people. */
  readonly machine: string
  /** Seconds since the epoch. */
  readonly since: number
}

/** A lock that somebody made by hand may hold anything. */
export function readHolder(text: string): LockHolder {
  let value: Partial<LockHolder> = {}
  try {
    const parsed: unknown = JSON.parse(text)
    if (typeof parsed === 'object' && parsed !== null) value = parsed
  } catch {
    // told as an unknown holder
  }
  return {
    run: typeof value.run === 'string' ? value.run : '',
    installation: typeof value.installation === 'string' ? value.installation : '',
    machine: typeof value.machine === 'string' ? value.machine : '',
    // beyond that a number is no time (ECMA-262, time values)
    since: typeof value.since === 'number' && Math.abs(value.since) <= 8.64e12 ? value.since : 0,
  }
}

/** Everything that the Pi needs to work without the laptop. */
export interface Queue {
  readonly id: string
  /** What the owner calls the server, for the journal. */
  readonly server: string
  /** What the run is for, where it is not the stored answers: read back by who looks again at its end. */
  readonly task?: RunTask
  readonly holder: LockHolder
  /** The revision of /opt/bramble that the plan was made from; another one means that somebody changed it meanwhile. */
  readonly revision: number
  readonly steps: readonly Step[]
  /** Scrubbed from every line of output before it is written to the journal. */
  readonly secrets: readonly Secret[]
}

export type Started =
  | { readonly outcome: 'started' }
  | { readonly outcome: 'locked'; readonly holder: LockHolder; readonly alive: boolean }
  | { readonly outcome: 'changed-meanwhile' }

export interface HostIdentity {
  readonly kind: 'ssh' | 'practice'
  /** `user@address:port`, for people. */
  readonly name: string
}

export interface Host {
  readonly identity: HostIdentity

  /**
   * Asks a wave: all questions in one round trip, as root unless `root` is false. Also for the few acts that need no
   * queue (restart one service, stop a run).
   *
   * @throws EngineError connection-lost, no-sudo, sudo-password-needed, sudo-password-wrong
   */
  ask(questions: readonly Question[], options?: { root?: boolean }): Promise<Answer[]>

  /**
   * Takes the lock, writes the queue under /opt/bramble/runs/ID and starts the one unit that works it off, in one
   * request. The lock is released by the queue's own end.
   *
   * @throws EngineError connection-lost, disk-full, step-failed
   */
  start(queue: Queue): Promise<Started>

  /** Standard output of a long-running command as root, piece by piece, until it ends or `signal` aborts. */
  follow(command: Command, signal: AbortSignal): AsyncIterable<string>

  /**
   * A TCP connection from the host to an address that only it can reach.
   *
   * @throws EngineError refused, connection-lost
   */
  forward(target: { host: string; port: number }): Promise<Duplex>

  /** Resolves when the connection is gone, with the reason; never rejects. */
  readonly lost: Promise<string>

  close(): Promise<void>
}

/** Where everything of Bramble lives on the host. */
export const ROOT = '/opt/bramble'
export const paths = {
  root: ROOT,
  lock: `${ROOT}/lock`,
  state: `${ROOT}/state.json`,
  revision: `${ROOT}/revision`,
  secrets: `${ROOT}/secrets`,
  store: `${ROOT}/store`,
  generations: `${ROOT}/generations`,
  current: `${ROOT}/current`,
  data: `${ROOT}/data`,
  runs: `${ROOT}/runs`,
  run: (id: string) => `${ROOT}/runs/${id}`,
  journal: (id: string) => `${ROOT}/runs/${id}/journal`,
  unit: (id: string) => `bramble-run-${id}.service`,
} as const
