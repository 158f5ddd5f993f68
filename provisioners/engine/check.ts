/** One entry of the health catalogue. */
import type { Severity } from '../model/health.ts'
import type { Finding } from '../model/health.ts'
import type { Fact } from './resource.ts'

export interface Check {
  /** Stable, such as `synapse.answers`. */
  readonly code: string
  readonly severity: Severity
  /** Codes of checks whose failure explains this one; it is then folded under them. */
  readonly dependsOn: readonly string[]
  /** Seconds that the failure must last before it is shown. */
  readonly grace: number
  readonly facts: Readonly<Record<string, Fact<unknown>>>
  readonly words: { readonly title: string; readonly remedy: string; readonly good: string }
  readonly remedy: Finding['action']
  /**
   * Null when all is well; else what was seen.
   *
   * @param now seconds since the epoch by the laptop's clock, where the caller has it
   */
  judge(seen: Readonly<Record<string, unknown>>, now?: number): Failure | null
}

/** What was seen of something that is not well. */
export interface Failure {
  readonly detail: string
  readonly evidence: readonly string[]
  /** Where the reason is known, and helps more than the check’s own words. */
  readonly remedy?: string
  readonly action?: Finding['action']
}

/** Defines a check with its facts' types carried into its judgement. */
export function defineCheck<F extends Readonly<Record<string, Fact<unknown>>>>(check: {
  code: string
  severity: Severity
  dependsOn?: readonly string[]
  grace?: number
  facts: F
  words: { title: string; remedy: string; good: string }
  remedy?: Finding['action']
  judge(
    seen: { readonly [K in keyof F]: F[K] extends Fact<infer T> ? T : never },
    now?: number,
  ): Failure | null
}): Check {
  return { dependsOn: [], grace: 0, remedy: { kind: 'none' }, ...check } as Check
}
