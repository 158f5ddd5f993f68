/** Something in the world failed; thrown by host/ and engine/ only, and turned into a Problem at the contract. */
import type { ProblemCode } from './problem.ts'

export class EngineError extends Error {
  readonly code: ProblemCode
  /** What was seen, for people: a name, an address, a limit. */
  readonly detail: string
  /** Redacted lines to copy. */
  readonly evidence: readonly string[]

  constructor(code: ProblemCode, detail: string, evidence: readonly string[] = []) {
    super(`${code}: ${detail}`)
    this.name = 'EngineError'
    this.code = code
    this.detail = detail
    this.evidence = evidence
  }
}
