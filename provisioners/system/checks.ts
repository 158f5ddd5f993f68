/** Checks of the machine that the server runs on. */
import { defineCheck, type Check } from '../engine/check.ts'
import { clock, heat, memory, mounts, throttled, timeSync } from './facts.ts'
import { CLOCK_TOLERANCE, duration } from './duration.ts'
import { mountOf, type Mount } from './parse.ts'

const GIB = 1024 ** 3
const MIB = 1024 ** 2

/** PostgreSQL stops when nothing is left; long before that, it is time to act. */
const FULL_BYTES = 512 * MIB
const LOW_BYTES = 3 * GIB
const LOW_MEMORY_BYTES = 100 * MIB
/** The board slows itself down from here (Raspberry Pi's documentation, vcgencmd). */
export const HOT_CELSIUS = 80

const watched = ['/', '/opt/bramble', '/var/lib/docker']

export function systemChecks(): Check[] {
  return [diskFull, diskLow, memoryLow, clockRight, clockKept, powerWeak, tooHot]
}

const diskFull = diskCheck('disk.full', 'blocks', FULL_BYTES, [], {
  title: 'The disk is full',
  remedy:
    'Free some space, or move to a larger card or disk. Your messages are safe, but nothing new can be stored.',
  good: 'There is room on the disk.',
})

const diskLow = diskCheck('disk.low', 'warns', LOW_BYTES, ['disk.full'], {
  title: 'The disk is filling up',
  remedy: 'Free some space soon, or move to a larger card or disk.',
  good: 'There is plenty of room on the disk.',
})

function diskCheck(
  code: string,
  severity: Check['severity'],
  below: number,
  dependsOn: readonly string[],
  words: Check['words'],
): Check {
  return defineCheck({
    code,
    severity,
    dependsOn,
    facts: { mounts },
    words,
    judge({ mounts }) {
      const low = fullest(mounts)
      if (low === null || low.freeBytes >= below) return null
      return {
        detail: `${megabytes(low.freeBytes)} are left of ${megabytes(low.sizeBytes)}.`,
        evidence: [`${low.target} on ${low.source}: ${low.freeBytes} bytes free`],
      }
    },
  })
}

function fullest(mounts: readonly Mount[]): Mount | null {
  const seen = watched
    .map((path) => mountOf(mounts, path))
    .filter((mount) => mount !== null && mount.sizeBytes > 0)
  return seen.reduce<Mount | null>(
    (low, mount) => (low && low.freeBytes <= mount!.freeBytes ? low : mount),
    null,
  )
}

const memoryLow = defineCheck({
  code: 'memory.low',
  severity: 'warns',
  grace: 120,
  facts: { memory },
  words: {
    title: 'The memory is nearly used up',
    remedy: 'Restart the service that uses the most, or turn off an extra.',
    good: 'There is memory to spare.',
  },
  judge({ memory }) {
    if (memory.availableBytes >= LOW_MEMORY_BYTES) return null
    return {
      detail: `${megabytes(memory.availableBytes)} are left of ${megabytes(memory.totalBytes)}.`,
      evidence: [`MemAvailable ${memory.availableBytes} bytes`],
    }
  },
})

const clockRight = defineCheck({
  code: 'clock.right',
  severity: 'blocks',
  grace: 60,
  facts: { clock },
  words: {
    title: 'The clock is wrong',
    remedy: 'Check that the Pi reaches the internet. With a wrong clock, sign-in and certificates fail.',
    good: 'The clock is right.',
  },
  judge({ clock }, now) {
    if (clock === null || now === undefined || Math.abs(clock - now) <= CLOCK_TOLERANCE) return null
    const off = Math.round(clock - now)
    return {
      detail: `It is ${duration(Math.abs(off))} ${off < 0 ? 'slow' : 'fast'}, compared with this computer.`,
      evidence: [`Pi ${clock}, here ${Math.round(now)}`],
    }
  },
})

const clockKept = defineCheck({
  code: 'clock.kept',
  severity: 'notes',
  dependsOn: ['clock.right'],
  grace: 600,
  facts: { timeSync, clock },
  words: {
    title: 'The clock is not kept by the network',
    remedy: 'Check that the Pi reaches the internet: without that, its clock drifts.',
    good: 'The clock is kept by the network.',
  },
  judge({ timeSync, clock }) {
    // null is a machine that nobody can ask, such as a container: not a reason to worry people
    if (timeSync !== false) return null
    return {
      detail: 'No time server has been reached since the start.',
      evidence: [`clock at ${clock ?? 'unknown'}`],
    }
  },
})

const powerWeak = defineCheck({
  code: 'power.weak',
  severity: 'warns',
  facts: { throttled },
  words: {
    title: 'The power supply is too weak',
    remedy: 'Use the power supply made for this Pi, and a short cable. Low voltage damages cards and data.',
    good: 'The power supply is strong enough.',
  },
  judge({ throttled }) {
    if (!throttled?.underVoltageNow && !throttled?.underVoltageSeen) return null
    const when = throttled.underVoltageNow ? 'right now' : 'since the last start'
    return { detail: `The voltage was too low ${when}.`, evidence: [JSON.stringify(throttled)] }
  },
})

const tooHot = defineCheck({
  code: 'heat.high',
  severity: 'warns',
  grace: 60,
  facts: { heat },
  words: {
    title: 'The Pi is too hot',
    remedy: 'Give it air, a heat sink or a fan. It slows itself down until it is cooler.',
    good: 'The temperature is fine.',
  },
  judge({ heat }) {
    if (heat === null || heat < HOT_CELSIUS) return null
    return { detail: `It is at ${Math.round(heat)} °C.`, evidence: [`${heat} °C`] }
  },
})

const megabytes = (bytes: number): string =>
  bytes >= GIB ? `${(bytes / GIB).toFixed(1)} GB` : `${Math.round(bytes / MIB)} MB`
