/** sed, as far as one substitution goes. */
import { PracticeError } from '../practice-error.ts'
import { Errno } from '../files/errno.ts'
import { readFlags } from '../process/flags.ts'
import { absolute, complain, type Process } from '../process/process.ts'
import type { KnownProgram } from './index.ts'

export const sedPrograms: Record<string, KnownProgram> = { sed: { run: sed } }

/** `s/EXPRESSION/REPLACEMENT/[p][;q]` over the standard input or one file; groups, `&` and `\1` in the replacement. */
function sed(process: Process): number {
  const flags = readFlags('sed', process.args, ['-n|--quiet'])
  const [script = '', file, ...more] = flags.rest
  const parts = /^s\/((?:[^/\\]|\\.)*)\/((?:[^/\\]|\\.)*)\/(p?)(;q)?$/.exec(script)
  if (!parts || more.length > 0) throw new PracticeError('sed', process.args.join(' '))
  const [, pattern = '', replacement = '', print = '', quit] = parts
  if (/\\[^()/"]/.test(pattern) || /[+?{}|]/.test(pattern))
    throw new PracticeError('sed', `the expression ${pattern}`)
  // basic expressions: only an escaped bracket groups
  const expression = new RegExp(
    pattern.replace(
      /\\([()])|([()])/g,
      (_, group: string | undefined, plain: string | undefined) => group ?? `\\${plain ?? ''}`,
    ),
  )
  let text: string
  try {
    text =
      file === undefined ? process.input : process.machine.files.read(absolute(process, file), process.who)
  } catch (error) {
    if (!(error instanceof Errno)) throw error
    return complain(process, `can't read ${file}: ${error.message}`, 2)
  }
  // a last line without its end keeps being one
  for (const line of text.match(/[^\n]*\n|[^\n]+$/g) ?? []) {
    const end = line.endsWith('\n') ? '\n' : ''
    const found = expression.exec(line.slice(0, line.length - end.length))
    const changed = found ? substituted(line.slice(0, line.length - end.length), found, replacement) : null
    if (!flags.has('-n')) process.out(`${changed ?? line.slice(0, line.length - end.length)}${end}`)
    if (changed !== null && print === 'p') process.out(`${changed}${end}`)
    if (quit !== undefined) break
  }
  return 0
}

function substituted(line: string, found: RegExpExecArray, replacement: string): string {
  const text = replacement.replace(/\\(.)|&/g, (whole, escape: string | undefined) => {
    if (whole === '&') return found[0]
    if (escape !== undefined && /\d/.test(escape)) return found[Number(escape)] ?? ''
    if (escape === 'r') return '\r'
    if (escape === 'n') return '\n'
    return escape ?? ''
  })
  return `${line.slice(0, found.index)}${text}${line.slice(found.index + found[0].length)}`
}
