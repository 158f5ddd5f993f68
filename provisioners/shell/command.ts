/**
 * Commands are values: built here, rendered by `render.ts`, run by a host. Nothing concatenates command strings anywhere.
 */
import { Secret } from '../model/secret.ts'
import type { Text } from '../model/text.ts'

export type Command =
  | { readonly kind: 'exec'; readonly argv: readonly [string, ...string[]]; readonly input?: Text }
  /** Left to right; the whole fails when any part fails. */
  | { readonly kind: 'pipe'; readonly parts: readonly Command[] }
  /** One after another while they succeed (`&&`). */
  | { readonly kind: 'all'; readonly parts: readonly Command[] }
  /** One after another until one succeeds (`||`). */
  | { readonly kind: 'any'; readonly parts: readonly Command[] }
  /** Repeats until it succeeds; fails when the time is over. */
  | {
      readonly kind: 'until'
      readonly command: Command
      readonly everySeconds: number
      readonly withinSeconds: number
    }

type Value = string | number | readonly (string | number)[]

/** Characters that a literal part may hold; all others have a meaning to some shell. */
const plain = /^[A-Za-z0-9_./:=,@%+\s-]*$/

/**
 * Builds one command from a template. Every `${}` is exactly one argument (or, glued to literal text, part of one);
 * an array spreads into several.
 *
 * @throws TypeError for shell syntax in the literal part, a Secret, an array glued to text, or any other type
 */
export function sh(literals: TemplateStringsArray, ...values: readonly Value[]): Command {
  const argv: string[] = []
  let open = false // whether the next piece continues the last argument
  literals.forEach((literal, index) => {
    if (!plain.test(literal)) throw new TypeError(`shell syntax in a command: ${literal}`)
    for (const piece of literal.split(/(\s+)/)) {
      if (piece === '') continue
      if (/^\s/.test(piece)) open = false
      else if (open) argv[argv.length - 1] += piece
      else {
        argv.push(piece)
        open = true
      }
    }
    if (index >= values.length) return
    const value = values[index] as Value
    if (Array.isArray(value)) {
      const next = literals[index + 1] ?? ''
      if (open || (next !== '' && !/^\s/.test(next)))
        throw new TypeError('an array cannot be glued to other text')
      argv.push(...value.map((item: unknown) => argument(item)))
      return
    }
    if (open) argv[argv.length - 1] += argument(value)
    else argv.push(argument(value))
    open = true
  })
  const [program, ...rest] = argv
  if (program === undefined) throw new TypeError('an empty command')
  return { kind: 'exec', argv: [program, ...rest] }
}

function argument(value: unknown): string {
  if (typeof value === 'string') {
    if (value.includes('\0')) throw new TypeError('a NUL byte cannot be in an argument')
    return value
  }
  if (typeof value === 'number' && Number.isFinite(value)) return String(value)
  if (value instanceof Secret)
    throw new TypeError(`${value} must not be an argument: give it as input or as a file`)
  throw new TypeError(`${typeof value} cannot be an argument`)
}

/** The same command with something on its standard input; the only way for a secret into a command. */
export function withInput(command: Command, input: Text): Command {
  if (command.kind !== 'exec') throw new TypeError('only a single command takes input')
  return { ...command, input }
}

export const pipe = (...parts: readonly Command[]): Command => ({ kind: 'pipe', parts: some(parts) })
export const allOf = (...parts: readonly Command[]): Command => ({ kind: 'all', parts: some(parts) })
export const anyOf = (...parts: readonly Command[]): Command => ({ kind: 'any', parts: some(parts) })

/** Repeats a command until it succeeds, every `everySeconds`, failing after `withinSeconds`. */
export const until = (command: Command, everySeconds: number, withinSeconds: number): Command => ({
  kind: 'until',
  command,
  everySeconds,
  withinSeconds,
})

function some(parts: readonly Command[]): readonly Command[] {
  if (parts.length === 0) throw new TypeError('no commands to combine')
  return parts
}
