/** A generated file as its reader will read it: parsed again from its text, and held against what is known of its keys. */
import { parse } from 'yaml'
import { check, type Finding } from './check.ts'
import type { Shape } from './shape.ts'

/** Files whose names end so are settings with keys; every one of them has a shape. */
const structured = /\.(ya?ml|json)$/

/**
 * @param name of the file: its ending says how it is read
 * @returns what is wrong with the text; one that cannot be read is one finding
 */
export function checkText(name: string, shape: Shape, text: string): Finding[] {
  let value: unknown
  try {
    value = readText(name, text)
  } catch (error) {
    // the parser's message may quote a line, and a line may hold a secret
    return [{ path: '', why: `cannot be read (${error instanceof Error ? error.name : 'not an error'})` }]
  }
  return check(shape, value)
}

/** Reads YAML with every key once, as the programs' own parsers demand. */
export const readText = (name: string, text: string): unknown =>
  name.endsWith('.json') ? JSON.parse(text) : parse(text, { version: '1.2', uniqueKeys: true, strict: true })

/**
 * Stops the run for a file that its program would read otherwise than it was meant.
 *
 * @param name of the file, for the message
 * @param shape absent only for files without keys, such as PEM
 * @throws TypeError: what is wrong here is a bug of Bramble's, never the owner's
 */
export function demandKnown(name: string, shape: Shape | undefined, text: string): void {
  if (!shape) {
    if (structured.test(name)) throw new TypeError(`nobody has said which keys ${name} may hold`)
    return
  }
  const findings = checkText(name, shape, text)
  if (findings.length > 0)
    throw new TypeError(
      `${name} is not what its program reads: ${findings.map(({ path, why }) => `${path || 'the whole'} ${why}`).join('; ')}`,
    )
}
