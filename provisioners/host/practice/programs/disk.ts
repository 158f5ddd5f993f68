/** What is mounted and how full it is: findmnt, df. */
import { PracticeError } from '../practice-error.ts'
import { readFlags } from '../process/flags.ts'
import type { Process } from '../process/process.ts'
import type { KnownProgram } from './index.ts'

export const diskPrograms: Record<string, KnownProgram> = { findmnt: { run: findmnt }, df: { run: df } }

interface Mount {
  readonly target: string
  readonly source: string
  readonly fstype: string
  readonly size: number
  readonly used: number
  readonly avail: number
}

function mounts({ machine }: Process): readonly Mount[] {
  const { disk } = machine
  const boot = 512 * 1024 ** 2
  return [
    {
      target: '/',
      source: '/dev/mmcblk0p2',
      fstype: 'ext4',
      size: disk.totalBytes,
      used: disk.usedBytes,
      avail: disk.freeBytes,
    },
    {
      target: '/boot/firmware',
      source: '/dev/mmcblk0p1',
      fstype: 'vfat',
      size: boot,
      used: boot / 5,
      avail: (boot * 4) / 5,
    },
  ]
}

function findmnt(process: Process): number {
  const flags = readFlags('findmnt', process.args, [
    '-J|--json',
    '-b|--bytes',
    '-l|--list',
    '--real',
    '-n|--noheadings',
    '-o|--output=',
  ])
  const columns = (flags.value('-o') ?? '').toLowerCase().split(',')
  const [target] = flags.rest
  const found = mounts(process).filter((mount) => target === undefined || mount.target === target)
  if (!flags.has('-b')) throw new PracticeError('findmnt', 'sizes without --bytes')
  const rows = found.map((mount) =>
    columns.map((column) => {
      if (!(column in mount)) throw new PracticeError('findmnt', `the column ${column}`)
      return [column, mount[column as keyof Mount]] as const
    }),
  )
  if (flags.has('-J')) {
    const filesystems = rows.map((row) => Object.fromEntries(row))
    process.out(`${JSON.stringify({ filesystems }, null, 3)}\n`)
  } else if (flags.has('-n'))
    for (const row of rows) process.out(`${row.map(([, value]) => value).join(' ')}\n`)
  else throw new PracticeError('findmnt', 'a table with a heading')
  return found.length > 0 ? 0 : 1
}

/** Everything that is not the boot partition is on the one card. */
function df(process: Process): number {
  const flags = readFlags('df', process.args, ['-B|--block-size=', '--output=', '-P|--portability'])
  if (flags.value('-B') !== '1') throw new PracticeError('df', 'block sizes other than 1')
  const columns = flags.value('--output')?.split(',')
  if (!columns) throw new PracticeError('df', 'its table without --output')
  const paths = flags.rest.length > 0 ? flags.rest : ['/']
  const all = mounts(process)
  let status = 0
  process.out(`${columns.map((column) => heads[column] ?? column).join(' ')}\n`)
  for (const path of paths) {
    if (!process.machine.files.exists(path)) {
      process.err(`df: ${path}: No such file or directory\n`)
      status = 1
      continue
    }
    const mount = (path.startsWith('/boot/firmware') ? all[1] : all[0]) as Mount
    process.out(
      `${columns.map((column) => (column in mount ? mount[column as keyof Mount] : unknown(column))).join(' ')}\n`,
    )
  }
  return status
}

const heads: Record<string, string> = {
  target: 'Mounted on',
  source: 'Filesystem',
  fstype: 'Type',
  size: '1B-blocks',
  used: 'Used',
  avail: 'Avail',
}

function unknown(column: string): never {
  throw new PracticeError('df', `the column ${column}`)
}
