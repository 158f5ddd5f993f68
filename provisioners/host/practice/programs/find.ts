/** `find` and `stat`: what is where, with owner, mode and size in a form that the caller chooses. */
import { Errno } from '../files/errno.ts'
import { sizeOf, type Node } from '../files/node.ts'
import { PracticeError } from '../practice-error.ts'
import { readFlags } from '../process/flags.ts'
import { absolute, complain, type Process } from '../process/process.ts'
import type { KnownProgram } from './index.ts'

export const findPrograms: Record<string, KnownProgram> = { find: { run: find }, stat: { run: stat } }

interface Found {
  readonly path: string
  /** Relative to the start. */
  readonly below: string
  readonly node: Node
}
type Test = (found: Found) => boolean | Promise<boolean>

async function find(process: Process): Promise<number> {
  const args = [...process.args]
  const starts: string[] = []
  while (args[0] !== undefined && !/^[-!(]/.test(args[0])) starts.push(args.shift() as string)
  const { tests, depths, deletes } = readExpression(process, args)
  let status = 0
  const visit = async (found: Found, depth: number): Promise<void> => {
    const names: string[] = []
    if (found.node.kind === 'directory' && depth < depths.max) {
      try {
        names.push(...process.machine.files.list(found.path, process.who))
      } catch (error) {
        if (!(error instanceof Errno)) throw error
        status = complain(process, `'${found.path}': ${error.message}`)
      }
    }
    const meets = async (): Promise<void> => {
      if (depth < depths.min) return
      for (const test of tests) if (!(await test(found))) return
    }
    // -delete implies -depth: what is in a directory goes before it
    if (!deletes) await meets()
    for (const name of names) {
      const path = `${found.path === '/' ? '' : found.path}/${name}`
      const node = process.machine.files.find(path, { follow: false })
      if (node)
        await visit({ path, below: found.below === '' ? name : `${found.below}/${name}`, node }, depth + 1)
    }
    if (deletes) await meets()
  }
  for (const start of starts) {
    const path = absolute(process, start)
    const node = process.machine.files.find(path, { who: process.who, follow: start.endsWith('/') })
    if (node) await visit({ path: path.length > 1 ? path.replace(/\/+$/, '') : path, below: '', node }, 0)
    else status = complain(process, `'${start}': No such file or directory`)
  }
  return status
}

function readExpression(process: Process, args: string[]) {
  const tests: Test[] = []
  const depths = { min: 0, max: Infinity }
  let prints = true
  let deletes = false
  const next = (): string => {
    const value = args.shift()
    if (value === undefined) throw new PracticeError('find', 'an expression without its end')
    return value
  }
  const primary = (word: string): Test => {
    switch (word) {
      case '!':
      case '-not': {
        const inner = primary(next())
        return async (found) => !(await inner(found))
      }
      case '-type': {
        const kinds = next().split(',')
        return ({ node }) => kinds.includes(typeOf(node))
      }
      case '-name': {
        const pattern = glob(next())
        return ({ path }) => pattern.test(path.split('/').at(-1) ?? '')
      }
      case '-path': {
        const pattern = glob(next())
        return ({ path }) => pattern.test(path)
      }
      case '-uid': {
        const uid = Number(next())
        return ({ node }) => node.uid === uid
      }
      case '-mmin': {
        const minutes = next()
        if (!/^-\d+$/.test(minutes)) throw new PracticeError('find', `-mmin ${minutes}`)
        return ({ node }) => process.machine.clock.now() - node.mtime < Number(minutes.slice(1)) * 60
      }
      case '-empty':
        return ({ node }) => (node.kind === 'directory' ? node.entries.size === 0 : sizeOf(node) === 0)
      case '-print':
        prints = false
        return ({ path }) => (process.out(`${path}\n`), true)
      case '-print0':
        prints = false
        return ({ path }) => (process.out(`${path}\0`), true)
      case '-printf': {
        prints = false
        const format = next()
        return (found) => (process.out(printf(format, found)), true)
      }
      case '-delete':
        prints = false
        deletes = true
        return ({ path }) => (
          process.machine.files.remove(path, { who: process.who, emptyDirectory: true }),
          true
        )
      case '-exec': {
        prints = false
        const argv: string[] = []
        for (let part = next(); part !== ';'; part = next()) {
          if (part === '+') throw new PracticeError('find', '-exec … +')
          argv.push(part)
        }
        return async ({ path }) => (await process.exec(argv.map((part) => part.replaceAll('{}', path)))) === 0
      }
      default:
        throw new PracticeError('find', `the expression ${word}`)
    }
  }
  while (args.length > 0) {
    const word = next()
    if (word === '-mindepth') depths.min = Number(next())
    else if (word === '-maxdepth') depths.max = Number(next())
    else tests.push(primary(word))
  }
  if (prints) tests.push(({ path }) => (process.out(`${path}\n`), true))
  return { tests, depths, deletes }
}

const typeOf = (node: Node) => ({ file: 'f', directory: 'd', link: 'l' })[node.kind]

function glob(pattern: string): RegExp {
  const source = pattern
    .replace(/[.+^${}()|\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.')
  return new RegExp(`^${source}$`, 's')
}

function printf(format: string, { path, below, node }: Found): string {
  return format.replace(
    /%(T@|[a-zA-Z%])|\\(.)/g,
    (_, directive: string | undefined, escape: string | undefined) => {
      if (escape !== undefined)
        return { n: '\n', t: '\t', '0': '\0' }[escape] ?? unknown('find', `\\${escape}`)
      switch (directive) {
        case '%':
          return '%'
        case 'f':
          return path.split('/').at(-1) ?? ''
        case 'h':
          return path.slice(0, path.lastIndexOf('/'))
        case 'p':
          return path
        case 'P':
          return below
        case 'l':
          return node.kind === 'link' ? node.target : ''
        case 'y':
          return typeOf(node)
        case 'm':
          return node.mode.toString(8)
        case 'U':
          return String(node.uid)
        case 'G':
          return String(node.gid)
        case 's':
          return String(sizeOf(node))
        case 'T@':
          return node.mtime.toFixed(10)
        default:
          return unknown('find', `-printf %${directive}`)
      }
    },
  )
}

function stat(process: Process): number {
  const flags = readFlags('stat', process.args, [
    '-c|--format=',
    '--printf=',
    '-L|--dereference',
    '-f|--file-system',
  ])
  const format = flags.value('-c') ?? flags.value('--printf')
  if (format === undefined || flags.has('-f')) throw new PracticeError('stat', process.args.join(' '))
  let status = 0
  for (const name of flags.rest) {
    const path = absolute(process, name)
    const node = process.machine.files.find(path, { who: process.who, follow: flags.has('-L') })
    if (node) process.out(statLine(format, name, node) + (flags.has('-c') ? '\n' : ''))
    else status = complain(process, `cannot statx '${name}': No such file or directory`)
  }
  return status
}

function statLine(format: string, name: string, node: Node): string {
  return format.replace(
    /%([a-zA-Z%])|\\(.)/g,
    (_, directive: string | undefined, escape: string | undefined) => {
      if (escape !== undefined) return { n: '\n', t: '\t' }[escape] ?? unknown('stat', `\\${escape}`)
      switch (directive) {
        case '%':
          return '%'
        case 'n':
          return name
        case 'a':
          return node.mode.toString(8)
        case 'u':
          return String(node.uid)
        case 'g':
          return String(node.gid)
        case 'U':
        case 'G': {
          const id = directive === 'U' ? node.uid : node.gid
          return id === 0 ? 'root' : id === 1000 ? 'pi' : 'UNKNOWN'
        }
        case 's':
          return String(sizeOf(node))
        case 'i':
          return String(node.inode)
        case 'Y':
          return String(Math.floor(node.mtime))
        case 'F':
          if (node.kind === 'file') return sizeOf(node) === 0 ? 'regular empty file' : 'regular file'
          return node.kind === 'link' ? 'symbolic link' : 'directory'
        default:
          return unknown('stat', `%${directive}`)
      }
    },
  )
}

function unknown(program: string, what: string): never {
  throw new PracticeError(program, what)
}
