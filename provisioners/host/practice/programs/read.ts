/** Programs that print what is in files: cat, head, tail, readlink, sha256sum, base64, wc. */
import { createHash } from 'node:crypto'
import { Errno } from '../files/errno.ts'
import { PracticeError } from '../practice-error.ts'
import { readFlags } from '../process/flags.ts'
import { absolute, complain, type Process } from '../process/process.ts'
import type { KnownProgram } from './index.ts'

export const readPrograms: Record<string, KnownProgram> = {
  cat: { run: cat },
  head: { run: head },
  tail: { run: tail },
  readlink: { run: readlink },
  realpath: { run: realpath },
  sha256sum: { run: sha256sum },
  base64: { run: base64 },
  wc: { run: wc },
}

/** Contents of the named files, or the standard input; what cannot be read is said, and counts as a failure. */
function eachFile(
  process: Process,
  names: readonly string[],
  use: (content: string, name: string) => void,
): number {
  let status = 0
  for (const name of names.length === 0 ? ['-'] : names) {
    try {
      use(
        name === '-' ? process.input : process.machine.files.read(absolute(process, name), process.who),
        name,
      )
    } catch (error) {
      if (!(error instanceof Errno)) throw error
      status = complain(process, `${name}: ${error.message}`)
    }
  }
  return status
}

function cat(process: Process): number {
  const { rest } = readFlags('cat', process.args, [])
  return eachFile(process, rest, (content) => process.out(content))
}

function head(process: Process): number {
  const flags = readFlags('head', process.args, ['-n|--lines=', '-c|--bytes='])
  const bytes = flags.value('-c')
  const lines = Number(flags.value('-n') ?? 10)
  return eachFile(process, flags.rest, (content) => {
    if (bytes !== undefined) return process.out(Buffer.from(content).subarray(0, Number(bytes)).toString())
    process.out((content.match(/[^\n]*\n|[^\n]+$/g) ?? []).slice(0, lines).join(''))
  })
}

/** `tail -c +N` and `tail -n N`, and what is added later with `-f`. */
async function tail(process: Process): Promise<number> {
  const flags = readFlags('tail', process.args, ['-n|--lines=', '-c|--bytes=', '-f', '-F'])
  const [name] = flags.rest
  if (name === undefined || flags.rest.length > 1) throw new PracticeError('tail', process.args.join(' '))
  const path = absolute(process, name)
  const { files } = process.machine
  const follow = flags.has('-f') || flags.has('-F')
  let content: string
  try {
    content = files.read(path, process.who)
  } catch (error) {
    if (!(error instanceof Errno)) throw error
    if (!flags.has('-F')) return complain(process, `cannot open '${name}' for reading: ${error.message}`)
    content = ''
  }
  let sent = startOfTail(Buffer.from(content), flags.value('-c'), flags.value('-n') ?? '10')
  for (;;) {
    const bytes = Buffer.from(files.readIfThere(path) ?? '')
    if (bytes.length > sent) process.out(bytes.subarray(sent).toString())
    sent = Math.max(sent, bytes.length)
    if (!follow) return 0
    await process.wait((wake) =>
      files.watch(() => {
        if (Buffer.byteLength(files.readIfThere(path) ?? '') > sent) wake()
      }),
    )
  }
}

function startOfTail(bytes: Buffer, byteCount: string | undefined, lineCount: string): number {
  if (byteCount !== undefined) {
    if (byteCount.startsWith('+')) return Math.max(0, Number(byteCount) - 1)
    return Math.max(0, bytes.length - Number(byteCount))
  }
  const ends: number[] = [0]
  for (let at = 0; at < bytes.length; at += 1)
    if (bytes[at] === 10 && at + 1 < bytes.length) ends.push(at + 1)
  if (lineCount.startsWith('+')) return ends[Math.max(0, Number(lineCount) - 1)] ?? bytes.length
  return Number(lineCount) === 0 ? bytes.length : (ends[Math.max(0, ends.length - Number(lineCount))] ?? 0)
}

function readlink(process: Process): number {
  const flags = readFlags('readlink', process.args, ['-f|--canonicalize', '-e|--canonicalize-existing', '-n'])
  let status = 0
  for (const name of flags.rest) {
    try {
      const path = absolute(process, name)
      const { files } = process.machine
      const canonical = flags.has('-f') || flags.has('-e')
      if (flags.has('-e')) files.get(path, { who: process.who })
      const target = canonical ? files.realpath(path, process.who) : files.readlink(path, process.who)
      process.out(flags.has('-n') ? target : `${target}\n`)
    } catch (error) {
      if (!(error instanceof Errno)) throw error
      status = 1 // readlink says nothing
    }
  }
  return status
}

function realpath(process: Process): number {
  const { rest } = readFlags('realpath', process.args, [])
  for (const name of rest)
    process.out(`${process.machine.files.realpath(absolute(process, name), process.who)}\n`)
  return 0
}

function sha256sum(process: Process): number {
  const { rest } = readFlags('sha256sum', process.args, [])
  return eachFile(process, rest, (content, name) => {
    process.out(`${createHash('sha256').update(content).digest('hex')}  ${name}\n`)
  })
}

function base64(process: Process): number {
  const flags = readFlags('base64', process.args, ['-w|--wrap=', '-d|--decode'])
  const wrap = Number(flags.value('-w') ?? 76)
  return eachFile(process, flags.rest, (content) => {
    if (flags.has('-d')) return process.out(Buffer.from(content, 'base64').toString())
    const text = Buffer.from(content).toString('base64')
    process.out(wrap === 0 ? text : text.replace(new RegExp(`.{1,${wrap}}`, 'g'), '$&\n'))
  })
}

function wc(process: Process): number {
  const flags = readFlags('wc', process.args, ['-l|--lines', '-c|--bytes'])
  return eachFile(process, flags.rest, (content, name) => {
    const count = flags.has('-c') ? Buffer.byteLength(content) : (content.match(/\n/g) ?? []).length
    process.out(name === '-' ? `${count}\n` : `${count} ${name}\n`)
  })
}
