/** The practice Pi: a machine in memory that outlives its connections, so that other laptops and lost contact can be practised. */
import { EngineError } from '../../model/engine-error.ts'
import type { Secret } from '../../model/secret.ts'
import type { Host } from '../host.ts'
import type { Outside } from '../outside.ts'
import { Faults, type Fault } from './faults.ts'
import { Machine, type MachineOptions } from './machine.ts'
import { practiceOutside } from './outside.ts'
import { practiceFromHere } from './internet-from-here.ts'
import { PracticeHost } from './practice-host.ts'

export interface PracticeOptions extends Partial<Omit<MachineOptions, 'now'>> {
  /** Seconds since the epoch. */
  readonly now: () => number
  readonly faults?: readonly Fault[]
}

export interface PracticePi {
  /** @throws EngineError unreachable while nobody gets through */
  connect(options?: { readonly sudoPassword?: Secret | null }): Promise<Host>
  /** What an ordinary client on the same network gets. */
  readonly outside: Outside
  /** How a computer beside it asks the practice internet. */
  readonly fromHere: ReturnType<typeof practiceFromHere>
  /** The model itself, to look at and to prepare. */
  readonly machine: Machine
  /** Whatever the practice Pi was asked and does not know, while nobody was there to be told. */
  readonly bugs: readonly unknown[]
  /** Breaks every connection; nobody gets through for so many seconds of the machine's own time. */
  cutConnections(reason: string, seconds: number): void
  /** Resolves when no run is at work. */
  idle(): Promise<void>
}

const GIGABYTE = 1024 ** 3

/** A freshly flashed Pi 5 on which nobody has done anything yet, unless the options say otherwise. */
export function createPracticePi(options: PracticeOptions): PracticePi {
  const { faults: given = [], ...rest } = options
  const has = (kind: Fault['kind']) => given.some((fault) => fault.kind === kind)
  const machine = new Machine({
    random: seeded(),
    speed: 1,
    model: 'Raspberry Pi 5 Model B Rev 1.0',
    memoryBytes: 8 * GIGABYTE,
    diskBytes: 64 * GIGABYTE,
    codename: 'trixie',
    hostname: 'raspberrypi',
    countsMemory: false,
    architecture: has('userland-32-bit') ? 'armhf' : 'arm64',
    ...rest,
  })
  const hosts = new Set<PracticeHost>()
  const bugs: unknown[] = []
  const runs = new Set<Promise<void>>()
  let cutUntil = 0
  const cutConnections = (reason: string, seconds: number) => {
    cutUntil = machine.clock.now() + seconds
    for (const host of hosts) host.drop(reason)
  }
  machine.power.onOff(() => cutConnections('the Pi was switched off', 0))
  const faults = new Faults(given, machine, { cutConnections })
  const sudo = given.find((fault) => fault.kind === 'sudo-password')
  return {
    machine,
    bugs,
    cutConnections,
    outside: practiceOutside(machine),
    fromHere: practiceFromHere(machine),
    async connect({ sudoPassword = null } = {}) {
      await machine.clock.sleep(0.3)
      if (!machine.power.isOn || machine.clock.now() < cutUntil) {
        // nobody says no: an attempt takes its time, also where time is only counted
        await machine.clock.sleep(5)
        throw new EngineError('unreachable', 'The practice Pi does not answer.')
      }
      const host = new PracticeHost({
        machine,
        faults,
        sudo: { needed: sudo?.password ?? null, given: sudoPassword },
        onBug: (error) => void bugs.push(error),
        takeBug: () => bugs.shift(),
        onRun(done) {
          runs.add(done)
          void done.finally(() => runs.delete(done))
        },
        onGone: () => hosts.delete(host),
      })
      hosts.add(host)
      return host
    },
    async idle() {
      while (runs.size > 0) await Promise.all(runs)
    },
  }
}

/** The same numbers every time: practising is reproducible. */
function seeded(): () => number {
  let state = 0x9e3779b9
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let value = Math.imul(state ^ (state >>> 15), 1 | state)
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value
    return ((value ^ (value >>> 14)) >>> 0) / 4294967296
  }
}
