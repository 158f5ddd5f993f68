/** The check-up before the set-up: from what was seen to lines that say fine, worth knowing or in the way. Pure. */
import type { CheckupLine } from '../model/health.ts'
import type { Fact } from '../engine/resource.ts'
import * as facts from './facts.ts'
import { HOT_CELSIUS } from './checks.ts'
import { CLOCK_TOLERANCE, duration } from './duration.ts'
import { diskKind, mountOf } from './parse.ts'
import { checkupWords, gigabytes, type CheckupCode } from './words.ts'

/** What the check-up asks; all of it in one wave, best as root (listeners' names need it). */
export const checkupFacts = {
  boardModel: facts.boardModel,
  dmiModel: facts.dmiModel,
  architecture: facts.architecture,
  os: facts.os,
  memory: facts.memory,
  mounts: facts.mounts,
  clock: facts.clock,
  timeSync: facts.timeSync,
  listeners: facts.listeners,
  packageTrouble: facts.packageTrouble,
  heat: facts.heat,
  throttled: facts.throttled,
  cgroup2: facts.cgroup2,
  cgroup1Memory: facts.cgroup1Memory,
}

type SeenOf<F> = { readonly [K in keyof F]: F[K] extends Fact<infer T> ? T : never }
export type CheckupSeen = SeenOf<typeof checkupFacts>

export interface CheckupMeans {
  /** Seconds since the epoch by the laptop; the Pi's clock is compared with it. */
  readonly now: number
  /** Whether root can be reached; `password` is fine, it is asked once. */
  readonly sudo: 'ready' | 'password' | 'none'
  /** Ports that this server's own containers publish already. */
  readonly ownPorts: readonly number[]
  /** Ports that the chosen address needs. */
  readonly neededPorts?: readonly number[]
  /** Bytes that the set-up needs on the disk. */
  readonly neededDiskBytes?: number
}

const MIB = 1024 ** 2
/** A "2 GB" board reports about 1.85 GiB: the video memory and the kernel are taken out before. */
const MINIMUM_MEMORY = 1800 * MIB
const ROOMY_MEMORY = 3500 * MIB
const DEFAULT_PORTS = [80, 443, 8443]
const DEFAULT_DISK = 10 * 1024 ** 3

/** @returns one line a subject, always the same subjects in the same order */
export function checkup(seen: CheckupSeen, means: CheckupMeans): CheckupLine[] {
  return [
    modelLine(seen),
    architectureLine(seen),
    systemLine(seen),
    sudoLine(means),
    memoryLine(seen),
    memoryLimitsLine(seen),
    diskLine(seen, means),
    diskKindLine(seen),
    powerLine(seen),
    heatLine(seen),
    clockLine(seen, means),
    portsLine(seen, means),
    packagesLine(seen),
  ]
}

type Verdict = CheckupLine['verdict']

function line(
  code: CheckupCode,
  verdict: Verdict,
  value: string,
  extra: Record<string, string> = {},
): CheckupLine {
  const words = checkupWords[code]
  const said = words[verdict] ?? { detail: '', remedy: '' }
  const fill = (text: string): string => text.replace(/\{(\w+)\}/g, (_, name: string) => extra[name] ?? value)
  return { code, verdict, title: words.title, value, detail: fill(said.detail), remedy: fill(said.remedy) }
}

/** What to call the machine: its board, its maker's name, or simply this. */
export function machineName(seen: Pick<CheckupSeen, 'boardModel' | 'dmiModel'>): string {
  return seen.boardModel || seen.dmiModel || 'This machine'
}

function modelLine(seen: CheckupSeen): CheckupLine {
  const small = /^Raspberry Pi (Zero|[123]\b|Model)/.test(seen.boardModel)
  return line('model', small ? 'worth-knowing' : 'fine', machineName(seen))
}

function architectureLine({ architecture }: CheckupSeen): CheckupLine {
  const fits = architecture === 'arm64' || architecture === 'amd64'
  return line('architecture', fits ? 'fine' : 'in-the-way', architecture || 'unknown')
}

export function systemLine({ os }: Pick<CheckupSeen, 'os'>): CheckupLine {
  const debian = os.id === 'debian' || os.id === 'raspbian'
  if (debian && os.major >= 12) return line('system', 'fine', os.name)
  if (os.id === 'ubuntu' && os.major >= 22) return line('system', 'fine', os.name)
  // testing and unstable have no number
  if (debian && os.major === 0) return line('system', 'worth-knowing', os.name)
  return line('system', 'in-the-way', os.name || 'unknown')
}

const sudoLine = ({ sudo }: CheckupMeans): CheckupLine =>
  line(
    'sudo',
    sudo === 'none' ? 'in-the-way' : 'fine',
    { ready: 'Ready', password: 'With your password', none: 'No' }[sudo],
  )

function memoryLine({ memory }: CheckupSeen): CheckupLine {
  const value = gigabytes(memory.totalBytes)
  if (memory.totalBytes < MINIMUM_MEMORY) return line('memory', 'in-the-way', value)
  return line('memory', memory.totalBytes < ROOMY_MEMORY ? 'worth-knowing' : 'fine', value)
}

/** Off by default on Raspberry Pi OS; unknown where neither version says (Raspberry Pi's documentation, cmdline.txt). */
function memoryLimitsLine({ cgroup2, cgroup1Memory }: CheckupSeen): CheckupLine {
  const works = cgroup1Memory ?? (cgroup2 === null ? null : cgroup2.includes('memory'))
  const v2 = cgroup2?.includes('memory') === true
  if (works === true || v2) return line('memory-limits', 'fine', 'On')
  return works === null
    ? line('memory-limits', 'fine', 'Unknown')
    : line('memory-limits', 'worth-knowing', 'Off')
}

function diskLine({ mounts }: CheckupSeen, means: CheckupMeans): CheckupLine {
  const needed = means.neededDiskBytes ?? DEFAULT_DISK
  const found = ['/opt/bramble', '/var/lib/docker']
    .map((path) => mountOf(mounts, path))
    .filter((mount) => mount !== null)
  if (found.length === 0) return line('disk', 'worth-knowing', 'Unknown', { needed: gigabytes(needed) })
  const low = found.reduce((least, mount) => (mount.freeBytes < least.freeBytes ? mount : least))
  const value = `${gigabytes(low.freeBytes)} free of ${gigabytes(low.sizeBytes)}`
  return line('disk', low.freeBytes < needed ? 'in-the-way' : 'fine', value, { needed: gigabytes(needed) })
}

function diskKindLine({ mounts }: CheckupSeen): CheckupLine {
  const kind = diskKind(mountOf(mounts, '/')?.source ?? '')
  const names = { sd: 'SD card', usb: 'USB or SATA disk', nvme: 'NVMe disk', other: 'Disk' }
  return line('disk-kind', kind === 'sd' ? 'worth-knowing' : 'fine', names[kind])
}

function powerLine({ throttled }: CheckupSeen): CheckupLine {
  if (throttled === null) return line('power', 'fine', 'Not measured')
  if (throttled.underVoltageNow) return line('power', 'worth-knowing', 'Too weak right now')
  if (throttled.underVoltageSeen) return line('power', 'worth-knowing', 'Was too weak since the last start')
  return line('power', 'fine', 'Strong enough')
}

function heatLine({ heat }: CheckupSeen): CheckupLine {
  if (heat === null) return line('heat', 'fine', 'Not measured')
  return line('heat', heat >= HOT_CELSIUS ? 'worth-knowing' : 'fine', `${Math.round(heat)} °C`)
}

function clockLine({ clock, timeSync }: CheckupSeen, { now }: CheckupMeans): CheckupLine {
  if (clock === null) return line('clock', 'worth-knowing', 'Unknown')
  const off = Math.round(clock - now)
  if (Math.abs(off) > CLOCK_TOLERANCE)
    return line('clock', 'in-the-way', `${duration(Math.abs(off))} ${off < 0 ? 'slow' : 'fast'}`)
  return line('clock', timeSync === false ? 'worth-knowing' : 'fine', 'Right')
}

function portsLine({ listeners }: CheckupSeen, means: CheckupMeans): CheckupLine {
  const needed = means.neededPorts ?? DEFAULT_PORTS
  const names = needed.join(', ')
  if (listeners === null)
    return line('ports', 'worth-knowing', 'Unknown', {
      said: `Who uses the ports ${names} could not be read.`,
      advice: '',
    })
  const taken = takenPorts(listeners, needed, means.ownPorts)
  if (taken.length === 0) return line('ports', 'fine', 'Free', { ports: names })
  if (means.neededPorts) return line('ports', 'in-the-way', taken.join(', '), { ports: names })
  // whether it matters, the address decides: a proxy that is there may lead to the server
  return line('ports', 'worth-knowing', taken.join(', '), {
    said: `A server at home or at an own domain needs the ports ${names}, and something else uses them: ${taken.join(', ')}.`,
    advice:
      'If that is a proxy of yours, it can lead to the server. Otherwise stop that program, or choose another kind of address.',
  })
}

/** Which of the needed ports somebody else has, in words: `443 by nginx`. */
export function takenPorts(
  listeners: readonly { readonly port: number; readonly process: string }[],
  needed: readonly number[],
  own: readonly number[],
): string[] {
  const taken = listeners.filter(({ port }) => needed.includes(port) && !own.includes(port))
  return [...new Set(taken.map(({ port, process }) => `${port} by ${process || 'another program'}`))]
}

const packagesLine = ({ packageTrouble }: CheckupSeen): CheckupLine =>
  line(
    'packages',
    packageTrouble === '' ? 'fine' : 'worth-knowing',
    packageTrouble === '' ? 'Complete' : 'Interrupted',
  )
