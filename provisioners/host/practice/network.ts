/** The practice Pi's network: who listens on the host, and which parts of the internet can be reached. */
import type { Machine } from './machine.ts'

export interface Listener {
  readonly address: string
  readonly port: number
  readonly program: string
  readonly pid: number
}

export class Network {
  readonly #machine: Machine
  /** From the block that is set aside for examples: nobody has it. */
  readonly address = '192.0.2.10'
  timeSynchronised = true
  /** Seconds by which the clock is wrong. */
  clockError = 0
  /** Host names that cannot be reached; `*` is everything. */
  readonly unreachable = new Set<string>()
  /** Public names under whose address somebody else is met, whatever the DNS says. */
  readonly elsewhere = new Set<string>()
  /** Programs that somebody else runs here, by port. */
  readonly others = new Map<number, string>()
  /** Programs that wait at a port for a while, each for one request after another; who they are is asked of `ss`. */
  readonly waiting = new Map<number, (request: string) => Promise<string>>()

  constructor(machine: Machine) {
    this.#machine = machine
  }

  /** Whether names like it are published; what ends as home networks do is nobody's outside. */
  isPublic(name: string): boolean {
    return /\.[a-z]{2,}$/.test(name) && !HOME.test(name)
  }

  /** Whether whoever follows a name meets this Pi. */
  leadsHere(name: string): boolean {
    return this.isPublic(name) && !this.elsewhere.has(name)
  }

  canReach(host: string): boolean {
    return !this.unreachable.has('*') && !this.unreachable.has(host)
  }

  /** So wrong that certificates of the internet do not hold. */
  get clockIsOff(): boolean {
    return Math.abs(this.clockError) > 86_400
  }

  /** Every TCP listener of the host, by port. */
  listeners(): readonly Listener[] {
    const found: Listener[] = []
    let pid = 600
    const add = (addresses: readonly string[], port: number, program: string) => {
      pid += 7
      for (const address of addresses) found.push({ address, port, program, pid })
    }
    const everywhere = ['0.0.0.0', '[::]']
    for (const unit of this.#machine.units.all())
      if (unit.active === 'active') for (const port of unit.ports) add(everywhere, port, programOf(unit.name))
    for (const [port, program] of this.others) add(everywhere, port, program)
    for (const port of this.waiting.keys()) add(everywhere, port, 'systemd-socket')
    for (const { address, port } of this.#machine.docker.proxied())
      add(address === '' ? everywhere : [address], port, 'docker-proxy')
    return found.sort((a, b) => a.port - b.port)
  }

  /** The program that has the port, unless it is free. */
  ownerOf(port: number): string | undefined {
    return this.listeners().find((listener) => listener.port === port)?.program
  }
}

const HOME = /\.(local|lan|home|internal|localhost|home\.arpa)$/

function programOf(unit: string): string {
  const name = unit.replace(/\.\w+$/, '')
  return name === 'ssh' ? 'sshd' : name
}
