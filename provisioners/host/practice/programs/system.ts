/** What the machine says about itself: uname, nproc, date, timedatectl, lslocks, vcgencmd. */
import { PracticeError } from '../practice-error.ts'
import { readFlags } from '../process/flags.ts'
import type { Process } from '../process/process.ts'
import type { KnownProgram } from './index.ts'

export const systemPrograms: Record<string, KnownProgram> = {
  uname: { run: uname },
  hostname: { run: hostname },
  nproc: { run: nproc },
  getconf: { run: getconf },
  date: { run: date },
  id: { run: id },
  timedatectl: { run: timedatectl },
  lslocks: { run: lslocks },
  vcgencmd: { run: vcgencmd, files: ['/usr/bin/vcgencmd'] },
}

function uname(process: Process): number {
  const flags = readFlags('uname', process.args, [
    '-n|--nodename',
    '-m|--machine',
    '-r|--kernel-release',
    '-s|--kernel-name',
  ])
  const { hostname: name, architecture } = process.machine.options
  const words: string[] = []
  if (flags.has('-s')) words.push('Linux')
  if (flags.has('-n')) words.push(name)
  if (flags.has('-r')) words.push('6.12.75+rpt-rpi-2712')
  // a 32-bit userland still runs on a 64-bit kernel, and says so: that is the trap
  if (flags.has('-m')) words.push(architecture === 'amd64' ? 'x86_64' : 'aarch64')
  process.out(`${words.length === 0 ? 'Linux' : words.join(' ')}\n`)
  return 0
}

function hostname(process: Process): number {
  const flags = readFlags('hostname', process.args, ['-I|--all-ip-addresses'])
  if (flags.rest.length > 0) throw new PracticeError('hostname', 'setting a name')
  process.out(
    flags.has('-I') ? `${process.machine.network.address} \n` : `${process.machine.options.hostname}\n`,
  )
  return 0
}

function nproc(process: Process): number {
  readFlags('nproc', process.args, [])
  process.out('4\n')
  return 0
}

function getconf(process: Process): number {
  if (process.args.join(' ') !== 'PAGESIZE') throw new PracticeError('getconf', process.args.join(' '))
  process.out(process.machine.options.model.includes('Pi 5') ? '16384\n' : '4096\n')
  return 0
}

function date(process: Process): number {
  if (process.args.join(' ') !== '+%s') throw new PracticeError('date', process.args.join(' '))
  process.out(`${Math.floor(process.machine.clock.now())}\n`)
  return 0
}

function id(process: Process): number {
  const flags = readFlags('id', process.args, ['-u|--user', '-n|--name'])
  if (!flags.has('-u')) throw new PracticeError('id', process.args.join(' '))
  if (flags.has('-n')) process.out(process.who.uid === 0 ? 'root\n' : 'pi\n')
  else process.out(`${process.who.uid}\n`)
  return 0
}

function timedatectl(process: Process): number {
  const flags = readFlags('timedatectl', process.args, ['-p|--property=', '--value'])
  if (flags.rest.join(' ') !== 'show') throw new PracticeError('timedatectl', flags.rest.join(' '))
  for (const property of flags.values('-p')) {
    if (property !== 'NTPSynchronized') throw new PracticeError('timedatectl', `the property ${property}`)
    const value = process.machine.network.timeSynchronised ? 'yes' : 'no'
    process.out(flags.has('--value') ? `${value}\n` : `${property}=${value}\n`)
  }
  return 0
}

/** Only apt's own locks are modelled: nothing else is asked for. */
function lslocks(process: Process): number {
  const flags = readFlags('lslocks', process.args, ['-n|--noheadings', '-r|--raw', '-o|--output='])
  if (!flags.has('-n') || !flags.has('-r') || flags.value('-o') !== 'PID,COMMAND,PATH')
    throw new PracticeError('lslocks', process.args.join(' '))
  const { packages, clock } = process.machine
  if (clock.now() < packages.lockedUntil) process.out('1207 unattended-upgr /var/lib/dpkg/lock-frontend\n')
  return 0
}

function vcgencmd(process: Process): number {
  switch (process.args.join(' ')) {
    case 'get_throttled':
      process.out('throttled=0x0\n')
      return 0
    case 'measure_temp':
      process.out("temp=48.3'C\n")
      return 0
    default:
      throw new PracticeError('vcgencmd', process.args.join(' '))
  }
}
