/** Failures that are read into logs of programs that are well: there must be none. */
import { acrossLines, readRecord, saysSo, signatures } from '../../provisioners/bridges/causes/index.ts'

export interface FalseMatch {
  /** From 1. */
  readonly line: number
  readonly id: string
  readonly text: string
}

/**
 * Stricter than what people see: every line counts by itself, whatever came after it, and whoever said it.
 *
 * @param lines of logs of programs that are well, one container’s after another’s, in the form that the programs wrote; what
 *   Compose puts before a line may be there
 */
export function falseMatches(lines: readonly string[]): FalseMatch[] {
  const records = lines.map((line) => readRecord(line.replace(composePrefix, '')))
  const alone = records.flatMap((record, index) =>
    signatures
      .filter((signature) => saysSo(signature, record))
      .map(({ id }) => ({ line: index + 1, id, text: record.text.slice(0, 300) })),
  )
  const together = signatures
    .filter(({ across }) => across)
    .flatMap((signature) => {
      const at = acrossLines(signature, records)
      return at === null
        ? []
        : [{ line: at + 1, id: signature.id, text: records[at]?.text.slice(0, 300) ?? '' }]
    })
  return [...alone, ...together]
}

/** `synapse-1  | `, with a time behind it or without. */
const composePrefix = /^[a-z0-9_-]+-\d+ +\| (?:\d{4}-\d\d-\d\dT\S+Z )?/
