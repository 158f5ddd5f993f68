/** Reads a program's arguments strictly: a flag that was not declared is a bug report, not an exit status. */
import { PracticeError } from '../practice-error.ts'

export interface Flags {
  has(flag: string): boolean
  value(flag: string): string | undefined
  values(flag: string): readonly string[]
  /** What is not a flag, in order. */
  readonly rest: readonly string[]
}

interface Options {
  /** Ends the flags at the first other argument, as programs with sub-commands do. */
  readonly firstRestEnds?: boolean
}

/**
 * @param declared such as `-a|--all` for a switch, and `-n|--lines=` for a flag with a value
 * @throws PracticeError for anything that is not declared
 */
export function readFlags(
  program: string,
  args: readonly string[],
  declared: readonly string[],
  options: Options = {},
): Flags {
  const known = new Map<string, { id: string; takesValue: boolean }>()
  for (const entry of declared) {
    const takesValue = entry.endsWith('=')
    const names = (takesValue ? entry.slice(0, -1) : entry).split('|')
    for (const name of names) known.set(name, { id: names[0] ?? name, takesValue })
  }
  const found = new Map<string, string[]>()
  const rest: string[] = []
  const add = (name: string, value: string) => {
    const id = known.get(name)?.id ?? name
    found.set(id, [...(found.get(id) ?? []), value])
  }
  const declaredFlag = (name: string) => {
    const flag = known.get(name)
    if (!flag) throw new PracticeError(program, `the flag ${name}`)
    return flag
  }
  let index = 0
  const following = (name: string) => {
    index += 1
    const value = args[index]
    if (value === undefined) throw new PracticeError(program, `${name} without its value`)
    return value
  }
  for (; index < args.length; index += 1) {
    const arg = args[index] ?? ''
    if (arg === '--') {
      rest.push(...args.slice(index + 1))
      break
    }
    if (arg === '-' || !arg.startsWith('-')) {
      if (options.firstRestEnds === true) {
        rest.push(...args.slice(index))
        break
      }
      rest.push(arg)
      continue
    }
    const equals = arg.indexOf('=')
    const exact = known.get(arg)
    if (exact) add(arg, exact.takesValue ? following(arg) : '')
    else if (arg.startsWith('--')) {
      const name = equals < 0 ? arg : arg.slice(0, equals)
      const flag = declaredFlag(name)
      if (!flag.takesValue) throw new PracticeError(program, `${arg}: ${name} takes no value`)
      add(name, arg.slice(equals + 1))
    } else readShort(arg)
  }

  function readShort(arg: string): void {
    for (let at = 1; at < arg.length; at += 1) {
      const name = `-${arg[at]}`
      const flag = declaredFlag(name)
      if (!flag.takesValue) {
        add(name, '')
        continue
      }
      const glued = arg.slice(at + 1)
      add(name, glued === '' ? following(name) : glued)
      return
    }
  }

  const of = (flag: string) => {
    const entry = known.get(flag)
    if (!entry) throw new Error(`${program} asks for the undeclared flag ${flag}`)
    return found.get(entry.id) ?? []
  }
  return {
    has: (flag) => of(flag).length > 0,
    value: (flag) => of(flag).at(-1),
    values: of,
    rest,
  }
}
