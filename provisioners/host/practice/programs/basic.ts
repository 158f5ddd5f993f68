/** Programs that run others or do nothing: true, env, timeout, xargs, test, command. */
import { PracticeError } from '../practice-error.ts'
import { allowed, EXECUTE, READ, sizeOf, WRITE } from '../files/node.ts'
import { readFlags } from '../process/flags.ts'
import { absolute, type Process } from '../process/process.ts'
import type { KnownProgram } from './index.ts'
import { placeOf, programs } from './index.ts'

export const basicPrograms: Record<string, KnownProgram> = {
  true: { run: () => 0 },
  false: { run: () => 1 },
  env: { run: env },
  timeout: { run: timeout },
  sleep: { run: sleep },
  command: { run: command },
  test: { run: test },
  xargs: { run: xargs },
}

function env(process: Process): number | Promise<number> {
  const flags = readFlags('env', process.args, ['-i', '-u='], { firstRestEnds: true })
  if (flags.has('-i') || flags.has('-u')) throw new PracticeError('env', 'taking variables away')
  const environment: Record<string, string> = { ...process.environment }
  const rest = [...flags.rest]
  while (rest[0] !== undefined && /^[A-Za-z_]\w*=/.test(rest[0])) {
    const [name = '', ...value] = (rest.shift() as string).split('=')
    environment[name] = value.join('=')
  }
  if (rest.length === 0) throw new PracticeError('env', 'printing the environment')
  return process.exec(rest, { environment })
}

function timeout(process: Process): number | Promise<number> {
  const flags = readFlags('timeout', process.args, ['-k|--kill-after=', '--foreground'], {
    firstRestEnds: true,
  })
  const [limit = '', ...argv] = flags.rest
  return process.exec(argv, {
    deadline: Math.min(process.deadline, process.machine.clock.now() + seconds(limit)),
  })
}

async function sleep(process: Process): Promise<number> {
  await process.sleep(seconds(process.args[0] ?? ''))
  return 0
}

function seconds(text: string): number {
  const match = /^(\d+(?:\.\d+)?)([sm]?)$/.exec(text)
  if (!match) throw new PracticeError('sleep', `the duration ${text}`)
  return Number(match[1]) * (match[2] === 'm' ? 60 : 1)
}

/** All arguments in one call; a failing call is 123, a missing program 127. */
async function xargs(process: Process): Promise<number> {
  const flags = readFlags('xargs', process.args, ['-0|--null', '-r|--no-run-if-empty'], {
    firstRestEnds: true,
  })
  const items = process.input.split(flags.has('-0') ? '\0' : /\s+/).filter((item) => item !== '')
  if (items.length === 0 && flags.has('-r')) return 0
  const status = await process.exec([...flags.rest, ...items], { input: '' })
  return status === 0 || status === 127 ? status : 123
}

function command(process: Process): number {
  const [flag, name = ''] = process.args
  if (flag !== '-v' || process.args.length !== 2) throw new PracticeError('command', process.args.join(' '))
  const known = programs[name]
  if (!known) throw new PracticeError('command -v', name)
  const file = known.files ? placeOf(known, process.machine) : `/usr/bin/${name}`
  if (file === undefined) return 127
  process.out(`${file}\n`)
  return 0
}

function test(process: Process): number {
  const { machine, who } = process
  const args = [...process.args]
  const negated = args[0] === '!'
  if (negated) args.shift()
  const holds = (): boolean => {
    if (args.length === 3) {
      const [left = '', operator, right = ''] = args
      if (operator === '=') return left === right
      if (operator === '!=') return left !== right
      throw new PracticeError('test', args.join(' '))
    }
    const [operator, text = ''] = args
    if (args.length !== 2) throw new PracticeError('test', args.join(' '))
    if (operator === '-n') return text !== ''
    if (operator === '-z') return text === ''
    const link = machine.files.find(absolute(process, text), { who, follow: false })
    if (operator === '-L' || operator === '-h') return link?.kind === 'link'
    const node = machine.files.find(absolute(process, text), { who })
    switch (operator) {
      case '-e':
        return node !== undefined
      case '-f':
        return node?.kind === 'file'
      case '-d':
        return node?.kind === 'directory'
      case '-s':
        return node !== undefined && sizeOf(node) > 0
      case '-r':
        return node !== undefined && allowed(node, who, READ)
      case '-w':
        return node !== undefined && allowed(node, who, WRITE)
      case '-x':
        return (
          node !== undefined && (node.mode & 0o111) !== 0 && allowed(node, who, who.uid === 0 ? 0 : EXECUTE)
        )
      case '-S':
        return machine.isSocket(text)
      default:
        throw new PracticeError('test', String(operator))
    }
  }
  return holds() !== negated ? 0 : 1
}
