/** Programs over text: grep, printf, echo, sort. */
import { PracticeError } from '../practice-error.ts'
import { readFlags, type Flags } from '../process/flags.ts'
import { absolute, complain, type Process } from '../process/process.ts'
import type { KnownProgram } from './index.ts'

export const textPrograms: Record<string, KnownProgram> = {
  grep: { run: grep },
  printf: { run: printf },
  echo: { run: echo },
  sort: { run: sort },
  tr: { run: tr },
}

/** Fixed strings, and basic or extended expressions without what JavaScript reads differently. */
function grep(process: Process): number {
  const flags = readFlags('grep', process.args, [
    '-q|--quiet',
    '-s|--no-messages',
    '-r|--recursive',
    '-Z|--null',
    '--include=',
    '-F|--fixed-strings',
    '-E|--extended-regexp',
    '-x|--line-regexp',
    '-w|--word-regexp',
    '-i|--ignore-case',
    '-v|--invert-match',
    '-c|--count',
    '-o|--only-matching',
    '-h|--no-filename',
    '-H|--with-filename',
    '-m|--max-count=',
    '-e|--regexp=',
  ])
  const rest = [...flags.rest]
  const pattern = flags.value('-e') ?? rest.shift() ?? ''
  const expression = grepPattern(pattern, flags)
  const limit = Number(flags.value('-m') ?? Infinity)
  const named = flags.has('-H') || ((rest.length > 1 || flags.has('-r')) && !flags.has('-h'))
  let found = false
  let trouble = false
  for (const [name, text] of grepTexts(process, rest, flags)) {
    if (text === null) {
      trouble = true
      if (!flags.has('-s')) complain(process, `${name}: No such file or directory`)
      continue
    }
    const lines = text.split('\n')
    if (lines.at(-1) === '') lines.pop()
    const hits = lines.filter((line) => expression.test(line) !== flags.has('-v')).slice(0, limit)
    found ||= hits.length > 0
    if (flags.has('-q')) continue
    const start = named ? `${name}${flags.has('-Z') ? '\0' : ':'}` : ''
    if (flags.has('-c')) process.out(`${start}${hits.length}\n`)
    else
      for (const line of hits)
        process.out(`${start}${flags.has('-o') ? (expression.exec(line)?.[0] ?? '') : line}\n`)
  }
  if (trouble && !(found && flags.has('-q'))) return 2
  return found ? 0 : 1
}

function grepTexts(process: Process, names: readonly string[], flags: Flags): [string, string | null][] {
  if (names.length === 0) return [['(standard input)', process.input]]
  const { files } = process.machine
  const texts = (name: string, given: boolean): [string, string | null][] => {
    const path = absolute(process, name)
    // links are followed where they are named, and passed over below
    const node = files.find(path, { who: process.who, follow: given })
    if (node?.kind === 'link') return []
    if (!node) return [[name, null]]
    if (node.kind === 'file') return included(name, flags) ? [[name, files.read(path, process.who)]] : []
    if (!flags.has('-r')) throw new PracticeError('grep', 'a directory without --recursive')
    return files
      .list(path, process.who)
      .flatMap((child) => texts(`${name.replace(/\/$/, '')}/${child}`, false))
  }
  return names.flatMap((name) => texts(name, true))
}

/** Only whole names and `*.ending` are taken for --include. */
function included(name: string, flags: Flags): boolean {
  const patterns = flags.values('--include')
  const base = name.split('/').at(-1) ?? ''
  return (
    patterns.length === 0 ||
    patterns.some((pattern) => (pattern.startsWith('*') ? base.endsWith(pattern.slice(1)) : base === pattern))
  )
}

function grepPattern(pattern: string, flags: Flags): RegExp {
  let source = pattern
  if (flags.has('-F')) source = pattern.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  else {
    if (!flags.has('-E')) {
      if (/\\[({|+?]/.test(pattern)) throw new PracticeError('grep', `the basic expression ${pattern}`)
      source = pattern.replace(/[+?{}()|]/g, '\\$&')
    }
    source = source.replaceAll('[[:space:]]', '\\s').replaceAll('[[:digit:]]', '\\d')
    if (source.includes('[[:')) throw new PracticeError('grep', `the class in ${pattern}`)
  }
  if (flags.has('-w')) source = `\\b(?:${source})\\b`
  if (flags.has('-x')) source = `^(?:${source})$`
  return new RegExp(source, flags.has('-i') ? 'i' : '')
}

function printf(process: Process): number {
  const [format = '', ...values] = process.args
  const rest = [...values]
  do {
    process.out(
      format.replace(/%(.)|\\(.)/g, (_, directive: string | undefined, escape: string | undefined) => {
        if (escape === 'n') return '\n'
        if (escape === 't') return '\t'
        if (directive === '%') return '%'
        if (directive === 's') return rest.shift() ?? ''
        throw new PracticeError('printf', `%${directive ?? ''}\\${escape ?? ''}`)
      }),
    )
  } while (rest.length > 0)
  return 0
}

function echo(process: Process): number {
  if (process.args[0]?.startsWith('-') === true) throw new PracticeError('echo', process.args.join(' '))
  process.out(`${process.args.join(' ')}\n`)
  return 0
}

function sort(process: Process): number {
  const flags = readFlags('sort', process.args, ['-u|--unique', '-n|--numeric-sort', '-r|--reverse'])
  if (flags.rest.length > 0) throw new PracticeError('sort', 'files as arguments')
  let lines = process.input.split('\n').filter((line, index, all) => line !== '' || index < all.length - 1)
  lines.sort(flags.has('-n') ? (a, b) => Number(a) - Number(b) : undefined)
  if (flags.has('-r')) lines.reverse()
  if (flags.has('-u')) lines = [...new Set(lines)]
  for (const line of lines) process.out(`${line}\n`)
  return 0
}

/** Takes characters out; it does nothing else here. */
function tr(process: Process): number {
  const flags = readFlags('tr', process.args, ['-d|--delete'])
  const [set = '', ...more] = flags.rest
  if (!flags.has('-d') || more.length > 0 || !/^(?:[\w ]|\\[nt])+$/.test(set))
    throw new PracticeError('tr', process.args.join(' '))
  const gone = new Set(set.replaceAll('\\n', '\n').replaceAll('\\t', '\t'))
  process.out(process.input.replaceAll(/[\s\S]/g, (one) => (gone.has(one) ? '' : one)))
  return 0
}
