/** What can go wrong on a practice Pi, as data: some of it from the start, some of it at a step of a run. */
import type { Machine } from './machine.ts'
import { layOutDocker } from './packages/preinstalled.ts'

export type Fault =
  /** The connection breaks when the step begins; nobody gets through for a while. The run goes on. */
  | { readonly kind: 'connection-lost'; readonly atStep: number; readonly forSeconds: number }
  /** The power fails when the step begins, or so many seconds later, and comes back. */
  | {
      readonly kind: 'power-cut'
      readonly atStep: number
      readonly afterSeconds?: number
      readonly forSeconds?: number
    }
  /** The step ends with a status and a line. */
  | { readonly kind: 'step-fails'; readonly step: number; readonly status: number; readonly text: string }
  /** A host on the internet cannot be reached; `*` is all of them. */
  | { readonly kind: 'unreachable'; readonly host: string }
  /** A public name leads to somebody else's machine. */
  | { readonly kind: 'name-elsewhere'; readonly host: string }
  | { readonly kind: 'disk-full'; readonly freeBytes: number; readonly atStep?: number }
  /** Somebody else's apt is at work. */
  | { readonly kind: 'packages-locked'; readonly seconds: number }
  | { readonly kind: 'half-configured'; readonly package: string }
  | {
      readonly kind: 'port-in-use'
      readonly port: number
      readonly program: string
      readonly atStep?: number
    }
  | { readonly kind: 'userland-32-bit' }
  | { readonly kind: 'clock-wrong'; readonly bySeconds: number }
  | { readonly kind: 'sudo-password'; readonly password: string }
  | { readonly kind: 'daemon-json'; readonly text: string }
  | { readonly kind: 'docker-installed'; readonly from: 'docker' | 'debian' }

/** What only the Pi as a whole can do. */
export interface FaultMeans {
  cutConnections(reason: string, seconds: number): void
}

export class Faults {
  readonly #faults: readonly Fault[]
  readonly #machine: Machine
  readonly #means: FaultMeans
  /** Those that have struck: each does so once. */
  readonly #struck = new Set<Fault>()

  constructor(faults: readonly Fault[], machine: Machine, means: FaultMeans) {
    this.#faults = faults
    this.#machine = machine
    this.#means = means
    for (const fault of faults) strikeAtOnce(fault, machine)
  }

  onStep(step: number): void {
    for (const fault of this.#faults) {
      if (!('atStep' in fault) || fault.atStep !== step || this.#struck.has(fault)) continue
      this.#struck.add(fault)
      this.#strike(fault)
    }
  }

  failureOf(step: number): { status: number; text: string } | undefined {
    const fault = this.#faults.find(
      (one): one is Extract<Fault, { kind: 'step-fails' }> => one.kind === 'step-fails' && one.step === step,
    )
    if (!fault || this.#struck.has(fault)) return undefined
    this.#struck.add(fault)
    return fault
  }

  #strike(fault: Fault): void {
    const { clock, power, network } = this.#machine
    if (fault.kind === 'connection-lost')
      this.#means.cutConnections('the network went away', fault.forSeconds)
    if (fault.kind === 'disk-full') fillDisk(this.#machine, fault.freeBytes)
    if (fault.kind === 'port-in-use') network.others.set(fault.port, fault.program)
    if (fault.kind !== 'power-cut') return
    if (fault.afterSeconds === undefined) power.cut(fault.forSeconds)
    else void clock.sleep(fault.afterSeconds).then(() => power.cut(fault.forSeconds))
  }
}

function strikeAtOnce(fault: Fault, machine: Machine): void {
  switch (fault.kind) {
    case 'unreachable':
      machine.network.unreachable.add(fault.host)
      break
    case 'name-elsewhere':
      machine.network.elsewhere.add(fault.host)
      break
    case 'disk-full':
      if (fault.atStep === undefined) fillDisk(machine, fault.freeBytes)
      break
    case 'packages-locked':
      machine.packages.lockedUntil = machine.clock.now() + fault.seconds
      break
    case 'half-configured': {
      const found = machine.packages.known(fault.package)
      if (found) machine.packages.unpack(found)
      break
    }
    case 'port-in-use':
      if (fault.atStep === undefined) machine.network.others.set(fault.port, fault.program)
      break
    case 'clock-wrong':
      machine.clock.shift(fault.bySeconds)
      machine.network.timeSynchronised = false
      machine.network.clockError = fault.bySeconds
      break
    case 'daemon-json':
      machine.files.mkdir('/etc/docker', { parents: true })
      machine.files.write('/etc/docker/daemon.json', fault.text)
      break
    case 'docker-installed':
      layOutDocker(machine, fault.from)
      break
    case 'connection-lost':
    case 'power-cut':
    case 'step-fails':
    case 'userland-32-bit':
    case 'sudo-password':
      break
  }
}

function fillDisk({ disk }: Machine, freeBytes: number): void {
  disk.otherBytes += Math.max(0, disk.freeBytes - freeBytes)
}
