/** What should be true on the Pi: one way to look, one diff, and what would make it true. */
import { EngineError } from '../model/engine-error.ts'
import type { FileDiff, PhaseId } from '../model/plan.ts'
import type { ProblemCode } from '../model/problem.ts'
import type { Secret } from '../model/secret.ts'
import type { Answer, HostFile, Wait } from '../host/host.ts'
import type { Command } from '../shell/command.ts'

/** A question plus a parser, nothing more. The same fact used by several resources is asked once. */
export interface Fact<T> {
  readonly id: string
  readonly command: Command
  /** Default 20. */
  readonly timeoutSeconds?: number
  /** Default 256 KiB. */
  readonly capBytes?: number
  /** A missing tool (status 127) is an answer. Throws only for an answer that makes no sense. */
  parse(answer: Answer): T
}

export type Action =
  | { readonly kind: 'run'; readonly command: Command; readonly timeoutSeconds: number }
  | { readonly kind: 'upload'; readonly files: readonly HostFile[]; readonly ifAbsent?: boolean }
  | { readonly kind: 'wait'; readonly wait: Wait }

export type Diff =
  | { readonly met: true; readonly reason: string }
  | {
      readonly met: false
      readonly summary: string
      readonly change: 'add' | 'change' | 'remove'
      /** Each idempotent by itself; together they are one step of the queue. */
      readonly actions: readonly Action[]
      readonly files?: readonly FileDiff[]
      /** Names of running services that will be away for a moment. */
      readonly restarts?: readonly string[]
      readonly downloadBytes?: number
      /** Which problem it is when the actions fail; `step-failed` where nothing better is known. */
      readonly failure?: ProblemCode
      /** True where a fact that decides it can only be known later. */
      readonly likely?: boolean
    }

/** What a diff may use besides the facts: secrets by id (made on first use, kept on the Pi ever after). */
export interface Means {
  secret(id: string): Secret
  /** Whether the owner has just brought this secret, and it is another than the one on the Pi. */
  changed(id: string): boolean
  /** Whether its file is lost and its value was found where it is used. */
  recalled?(id: string): boolean
}

export interface Resource {
  readonly id: string
  readonly title: string
  readonly phase: PhaseId
  /** Ids of resources that must be true first. */
  readonly after: readonly string[]
  readonly facts: Readonly<Record<string, Fact<unknown>>>
  diff(seen: Readonly<Record<string, unknown>>, means: Means): Diff
}

/**
 * What a diff says when nothing that Bramble may do would make it true: told before anything is changed.
 *
 * @throws EngineError always, with what was seen
 */
export function cannot(code: ProblemCode, detail: string): never {
  throw new EngineError(code, detail)
}

/** Defines a resource with its facts' types carried into its diff. */
export function defineResource<F extends Readonly<Record<string, Fact<unknown>>>>(resource: {
  id: string
  title: string
  phase: PhaseId
  after?: readonly string[]
  facts: F
  diff(seen: { readonly [K in keyof F]: F[K] extends Fact<infer T> ? T : never }, means: Means): Diff
}): Resource {
  return { after: [], ...resource } as Resource
}
