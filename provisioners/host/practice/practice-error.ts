/** A question that the practice Pi does not know: a bug report for its developer, never an exit status. */

export class PracticeError extends Error {
  readonly program: string
  /** The flag, statement or behaviour that is not modelled. */
  readonly unknown: string

  constructor(program: string, unknown: string) {
    super(`the practice Pi does not know ${program}: ${unknown}`)
    this.name = 'PracticeError'
    this.program = program
    this.unknown = unknown
  }
}
