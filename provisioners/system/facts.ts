/** What is known about the machine: each a question and a parser. */
import type { Fact } from '../engine/resource.ts'
import * as commands from './commands.ts'
import { parseListeners, parseMounts, parseOsRelease, parsePackages } from './parse.ts'
import type { Listener, Mount, Os, PackageState } from './parse.ts'

/** Board or computer by its own name; empty when it does not say. */
export const boardModel: Fact<string> = {
  id: 'system.board-model',
  command: commands.readModel(),
  parse: (answer) => (answer.status === 0 ? plain(answer.stdout) : ''),
}

export const dmiModel: Fact<string> = {
  id: 'system.dmi-model',
  command: commands.readDmiModel(),
  parse: (answer) => (answer.status === 0 ? plain(answer.stdout) : ''),
}

/** `arm64`, `amd64`, `armhf`; empty without dpkg, which no Debian lacks. */
export const architecture: Fact<string> = {
  id: 'system.architecture',
  command: commands.readArchitecture(),
  parse: (answer) => (answer.status === 0 ? plain(answer.stdout) : ''),
}

export const os: Fact<Os> = {
  id: 'system.os',
  command: commands.readOsRelease(),
  parse: (answer) => parseOsRelease(answer.stdout),
}

export interface Memory {
  readonly totalBytes: number
  readonly availableBytes: number
  readonly swapBytes: number
}

export const memory: Fact<Memory> = {
  id: 'system.memory',
  command: commands.readMemory(),
  parse(answer) {
    const of = (name: string): number => {
      const found = new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(answer.stdout)
      return found ? Number(found[1]) * 1024 : 0
    }
    const totalBytes = of('MemTotal')
    if (totalBytes === 0) throw new Error('no MemTotal in /proc/meminfo')
    return { totalBytes, availableBytes: of('MemAvailable'), swapBytes: of('SwapTotal') }
  },
}

export const mounts: Fact<readonly Mount[]> = {
  id: 'system.mounts',
  command: commands.readMounts(),
  parse: (answer) => parseMounts(answer.stdout),
}

/** Seconds since the epoch by the machine's clock; null when it does not say. */
export const clock: Fact<number | null> = {
  id: 'system.clock',
  command: commands.readClock(),
  parse: (answer) => wholeNumber(answer.stdout),
}

/** Whether the clock is kept by the network; null where nothing answers that (a container, another init). */
export const timeSync: Fact<boolean | null> = {
  id: 'system.time-sync',
  command: commands.readTimeSync(),
  parse(answer) {
    const found = /^NTPSynchronized=(yes|no)$/m.exec(answer.stdout)
    return found ? found[1] === 'yes' : null
  },
}

/** Who listens on TCP; null where `ss` is missing. */
export const listeners: Fact<readonly Listener[] | null> = {
  id: 'system.listeners',
  command: commands.readListeners(),
  parse: (answer) => (answer.status === 0 ? parseListeners(answer.stdout) : null),
}

/** What dpkg says about half-installed packages; empty when all is well. */
export const packageTrouble: Fact<string> = {
  id: 'system.package-trouble',
  command: commands.auditPackages(),
  parse: (answer) => answer.stdout.trim(),
}

export const BASE_PACKAGES = ['ca-certificates', 'curl'] as const

export const basePackages: Fact<ReadonlyMap<string, PackageState>> = {
  id: 'system.base-packages',
  command: commands.queryPackages(BASE_PACKAGES),
  parse: (answer) => parsePackages(answer.stdout),
}

export const hostNameFact: Fact<string> = {
  id: 'system.host-name',
  command: commands.readHostName(),
  parse: (answer) => plain(answer.stdout),
}

/** Load of the last minute; null when unknown. */
export const load: Fact<number | null> = {
  id: 'system.load',
  command: commands.readLoad(),
  parse(answer) {
    const value = Number.parseFloat(answer.stdout)
    return answer.status === 0 && Number.isFinite(value) ? value : null
  },
}

export const cores: Fact<number> = {
  id: 'system.cores',
  command: commands.readCores(),
  parse: (answer) => wholeNumber(answer.stdout) ?? 1,
}

/** Degrees Celsius; null without a sensor. */
export const heat: Fact<number | null> = {
  id: 'system.heat',
  command: commands.readHeat(),
  parse(answer) {
    const value = answer.status === 0 ? wholeNumber(answer.stdout) : null
    return value === null ? null : value / 1000
  },
}

export interface Throttled {
  readonly underVoltageNow: boolean
  readonly underVoltageSeen: boolean
  readonly hotNow: boolean
}

/** The board's own complaints (Raspberry Pi's documentation, vcgencmd: bit 0 now, bit 16 since boot, bit 3 heat); null elsewhere. */
export const throttled: Fact<Throttled | null> = {
  id: 'system.throttled',
  command: commands.readThrottled(),
  parse(answer) {
    const found = /^throttled=0x([0-9a-f]+)$/im.exec(answer.stdout)
    if (answer.status !== 0 || !found) return null
    const bits = Number.parseInt(found[1] ?? '0', 16)
    const bit = (at: number): boolean => (Math.floor(bits / 2 ** at) & 1) === 1
    return { underVoltageNow: bit(0), underVoltageSeen: bit(16), hotNow: bit(3) }
  },
}

/** The controllers of cgroup v2; null where v2 is not in charge. */
export const cgroup2: Fact<readonly string[] | null> = {
  id: 'system.cgroup2',
  command: commands.readCgroup2(),
  parse: (answer) => (answer.status === 0 ? plain(answer.stdout).split(/\s+/) : null),
}

/** Whether v1's memory controller is enabled; null where /proc/cgroups does not list it. */
export const cgroup1Memory: Fact<boolean | null> = {
  id: 'system.cgroup1-memory',
  command: commands.readCgroup1(),
  parse(answer) {
    const found = /^memory\s+\d+\s+\d+\s+([01])$/m.exec(answer.stdout)
    return found ? found[1] === '1' : null
  },
}

/** NUL and other control characters out: a device tree's strings end with one. */
const plain = (text: string): string => text.replace(/[\u0000-\u001f\u007f]+/g, ' ').trim()

function wholeNumber(text: string): number | null {
  const found = /^\s*(\d+)\s*$/.exec(text)
  return found ? Number(found[1]) : null
}

export interface Noted {
  readonly packages: readonly string[]
  readonly files: readonly string[]
  readonly images: readonly string[]
}

/** What Bramble noted that it put onto the machine; lines that make no sense are passed over. */
export const installed: Fact<Noted> = {
  id: 'system.installed',
  command: commands.readInstalled(),
  parse(answer) {
    const of = (kind: string, form: RegExp): string[] => [
      ...new Set(
        answer.stdout.split('\n').flatMap((line) => {
          const name = line.startsWith(`${kind} `) ? line.slice(kind.length + 1) : ''
          return form.test(name) ? [name] : []
        }),
      ),
    ]
    return {
      packages: of('package', /^[a-z0-9][a-z0-9+.-]+$/),
      files: of('file', /^\/[a-zA-Z0-9/._-]+$/),
      images: of('image', /^[a-z0-9][a-zA-Z0-9/._:-]+$/),
    }
  },
}
