/** Programs that change the file tree: mkdir, rm, mv, ln, cp, chmod, chown, install, touch, tee. */
import { Errno } from '../files/errno.ts'
import type { Node } from '../files/node.ts'
import { PracticeError } from '../practice-error.ts'
import { readFlags } from '../process/flags.ts'
import { absolute, complain, type Process } from '../process/process.ts'
import type { KnownProgram } from './index.ts'

export const filePrograms: Record<string, KnownProgram> = {
  mkdir: { run: (process) => guarded(process, mkdir) },
  rmdir: { run: (process) => guarded(process, rmdir) },
  rm: { run: (process) => guarded(process, rm) },
  mv: { run: (process) => guarded(process, mv) },
  ln: { run: (process) => guarded(process, ln) },
  cp: { run: (process) => guarded(process, cp) },
  chmod: { run: (process) => guarded(process, chmod) },
  chown: { run: (process) => guarded(process, chown) },
  install: { run: (process) => guarded(process, install) },
  touch: { run: (process) => guarded(process, touch) },
  tee: { run: (process) => guarded(process, tee) },
}

/** A failure of the file system ends these programs with 1 and one line about the path. */
function guarded(process: Process, body: (process: Process) => void): number {
  try {
    body(process)
    return 0
  } catch (error) {
    if (!(error instanceof Errno)) throw error
    return complain(process, `'${error.path}': ${error.message}`)
  }
}

function mkdir(process: Process): void {
  const flags = readFlags('mkdir', process.args, ['-p|--parents', '-m|--mode='])
  const mode = flags.value('-m')
  for (const name of flags.rest) {
    const path = absolute(process, name)
    const isNew = !process.machine.files.exists(path)
    process.machine.files.mkdir(path, { who: process.who, parents: flags.has('-p') })
    if (mode !== undefined && isNew) process.machine.files.chmod(path, octal('mkdir', mode), process.who)
  }
}

function rmdir(process: Process): void {
  for (const name of readFlags('rmdir', process.args, []).rest)
    process.machine.files.remove(absolute(process, name), { who: process.who, emptyDirectory: true })
}

function rm(process: Process): void {
  const flags = readFlags('rm', process.args, ['-f|--force', '-r|-R|--recursive'])
  for (const name of flags.rest) {
    const path = absolute(process, name)
    if (flags.has('-f') && !process.machine.files.find(path, { who: process.who, follow: false })) continue
    process.machine.files.remove(path, { who: process.who, recursive: flags.has('-r') })
  }
}

function mv(process: Process): void {
  const flags = readFlags('mv', process.args, [
    '-T|--no-target-directory',
    '-f|--force',
    '-n|--no-clobber',
    '--backup=',
  ])
  const [from, to] = pairOf(process, flags.rest)
  const target = flags.has('-T') ? to : into(process, from, to)
  if (flags.has('-n') && process.machine.files.find(target, { follow: false })) return
  if (flags.has('--backup')) setAside(process, target, flags.value('--backup'))
  process.machine.files.rename(from, target, process.who)
}

/** GNU's numbered backups: what is there moves on to NAME.~1~, or the next number that is free. */
function setAside(process: Process, path: string, how: string | undefined): void {
  if (how !== 'numbered') throw new PracticeError('mv', `--backup=${how}`)
  const { files } = process.machine
  if (!files.find(path, { follow: false })) return
  let number = 1
  while (files.find(`${path}.~${number}~`, { follow: false })) number += 1
  files.rename(path, `${path}.~${number}~`, process.who)
}

function ln(process: Process): void {
  const flags = readFlags('ln', process.args, [
    '-s|--symbolic',
    '-f|--force',
    '-n|--no-dereference',
    '-T|--no-target-directory',
  ])
  const [target, name] = flags.rest
  if (target === undefined || name === undefined || flags.rest.length !== 2 || !flags.has('-s'))
    throw new PracticeError('ln', process.args.join(' '))
  const { files } = process.machine
  let path = absolute(process, name)
  const there = files.find(path, { who: process.who, follow: !flags.has('-n') && !flags.has('-T') })
  if (there?.kind === 'directory' && !flags.has('-T')) path = `${path}/${target.split('/').at(-1)}`
  if (flags.has('-f') && files.find(path, { follow: false })) files.remove(path, { who: process.who })
  files.symlink(target, path, process.who)
}

function cp(process: Process): void {
  const flags = readFlags('cp', process.args, [
    '-p|--preserve',
    '-a|--archive',
    '-n|--no-clobber',
    '-T|--no-target-directory',
    '-r|-R|--recursive',
  ])
  const { files } = process.machine
  const [from, to] = pairOf(process, flags.rest)
  const target = flags.has('-T') ? to : into(process, from, to)
  if (flags.has('-n') && files.exists(target)) return
  const keeps = flags.has('-a') || flags.has('-p')
  const copy = (source: string, goal: string): void => {
    const node = files.get(source, { who: process.who, follow: !flags.has('-a') })
    if (node.kind === 'link') files.symlink(node.target, goal, process.who)
    else if (node.kind === 'file')
      files.write(goal, files.read(source, process.who), { who: process.who, mode: node.mode })
    else {
      if (!flags.has('-a') && !flags.has('-r')) throw new Errno('EISDIR', source)
      files.mkdir(goal, { who: process.who, mode: node.mode, parents: true })
      for (const name of files.list(source, process.who)) copy(`${source}/${name}`, `${goal}/${name}`)
    }
    if (keeps) keep(process, node, goal)
  }
  copy(from, target)
}

function keep(process: Process, node: Node, goal: string): void {
  if (node.kind !== 'link') process.machine.files.chmod(goal, node.mode, process.who)
  if (process.who.uid === 0) process.machine.files.chown(goal, node)
}

function chmod(process: Process): void {
  const flags = readFlags('chmod', process.args, ['-R|--recursive'])
  const [mode = '', ...names] = flags.rest
  const change = (path: string): void => {
    process.machine.files.chmod(path, octal('chmod', mode), process.who)
    if (flags.has('-R')) eachChild(process, path, change)
  }
  for (const name of names) change(absolute(process, name))
}

function chown(process: Process): void {
  const flags = readFlags('chown', process.args, ['-R|--recursive', '-h|--no-dereference'])
  const [owner = '', ...names] = flags.rest
  const match = /^(\d+|root)?(?::(\d+|root))?$/.exec(owner)
  if (!match) throw new PracticeError('chown', `the owner ${owner}`)
  const id = (text: string | undefined) =>
    text === undefined ? {} : { id: text === 'root' ? 0 : Number(text) }
  const uid = id(match[1]).id
  const gid = id(match[2]).id
  const change = (path: string): void => {
    process.machine.files.chown(
      path,
      { ...(uid !== undefined && { uid }), ...(gid !== undefined && { gid }) },
      process.who,
    )
    if (flags.has('-R')) eachChild(process, path, change)
  }
  for (const name of names) change(absolute(process, name))
}

function eachChild(process: Process, path: string, visit: (path: string) => void): void {
  if (process.machine.files.find(path, { follow: false })?.kind !== 'directory') return
  for (const name of process.machine.files.list(path)) visit(`${path}/${name}`)
}

/** `install -d` for directories, and a copy with owner and mode for a file; /dev/stdin is the standard input. */
function install(process: Process): void {
  const flags = readFlags('install', process.args, [
    '-d|--directory',
    '-m|--mode=',
    '-o|--owner=',
    '-g|--group=',
    '-D',
    '-T|--no-target-directory',
  ])
  const { files } = process.machine
  const finish = (path: string) => {
    files.chmod(path, octal('install', flags.value('-m') ?? '755'), process.who)
    const owner = {
      ...(flags.has('-o') && { uid: idOf(flags.value('-o')) }),
      ...(flags.has('-g') && { gid: idOf(flags.value('-g')) }),
    }
    if (Object.keys(owner).length > 0) files.chown(path, owner, process.who)
  }
  if (flags.has('-d')) {
    for (const name of flags.rest) {
      files.mkdir(absolute(process, name), { who: process.who, parents: true })
      finish(absolute(process, name))
    }
    return
  }
  const [from, to] = pairOf(process, flags.rest)
  const target = flags.has('-T') ? to : into(process, from, to)
  const content = from === '/dev/stdin' ? process.input : files.read(from, process.who)
  if (flags.has('-D'))
    files.mkdir(target.slice(0, target.lastIndexOf('/')), { who: process.who, parents: true })
  if (files.find(target, { follow: false })) files.remove(target, { who: process.who })
  files.write(target, content, { who: process.who })
  finish(target)
}

function touch(process: Process): void {
  const { machine, who } = process
  for (const name of readFlags('touch', process.args, []).rest)
    machine.files.write(absolute(process, name), '', { who, append: true })
}

function tee(process: Process): void {
  const flags = readFlags('tee', process.args, ['-a|--append'])
  process.out(process.input)
  for (const name of flags.rest)
    process.machine.files.write(absolute(process, name), process.input, {
      who: process.who,
      append: flags.has('-a'),
    })
}

function pairOf(process: Process, rest: readonly string[]): [string, string] {
  const [from, to] = rest
  if (from === undefined || to === undefined || rest.length !== 2)
    throw new PracticeError(process.program, process.args.join(' '))
  return [absolute(process, from), absolute(process, to)]
}

/** A target that is a directory means: into it, under the same name. */
function into(process: Process, from: string, to: string): string {
  return process.machine.files.find(to)?.kind === 'directory' ? `${to}/${from.split('/').at(-1)}` : to
}

function octal(program: string, mode: string): number {
  if (!/^[0-7]{3,4}$/.test(mode)) throw new PracticeError(program, `the mode ${mode}`)
  return Number.parseInt(mode, 8)
}

function idOf(text: string | undefined): number {
  if (text === 'root') return 0
  if (text === undefined || !/^\d+$/.test(text)) throw new PracticeError('install', `the owner ${text}`)
  return Number(text)
}
