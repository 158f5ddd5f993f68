/** The whole machine as one model: every program reads and changes this, and nothing else. */
import { Clock } from './clock.ts'
import { DockerEngine } from './docker/engine.ts'
import { Registry } from './docker/registry.ts'
import { Disk } from './files/disk.ts'
import { layOutFiles } from './files/raspberry-pi-os.ts'
import { FileTree } from './files/tree.ts'
import { PackageSystem } from './packages/packages.ts'
import { FUNNEL_ADDRESS, Internet } from './internet.ts'
import { Network } from './network.ts'
import { Power } from './power.ts'
import type { Cluster } from './postgres/cluster.ts'
import { Tailscaled } from './tailscale/tailscaled.ts'
import { Units } from './units/units.ts'

/** What kind of Pi it is. */
export interface MachineOptions {
  /** Seconds since the epoch. */
  readonly now: () => number
  /** Between 0 and 1, as Math.random gives; the same numbers give the same machine. */
  readonly random: () => number
  readonly speed: number
  /** As the board names itself. */
  readonly model: string
  readonly memoryBytes: number
  readonly diskBytes: number
  readonly architecture: 'arm64' | 'armhf' | 'amd64'
  readonly codename: 'bookworm' | 'trixie'
  readonly hostname: string
  /** A Pi's firmware switches the counting of memory by group off, unless it was told otherwise. */
  readonly countsMemory: boolean
}

export class Machine {
  readonly options: MachineOptions
  readonly clock: Clock
  readonly disk: Disk
  readonly files: FileTree
  readonly units: Units
  readonly network: Network
  readonly internet: Internet
  readonly packages: PackageSystem
  readonly registry: Registry
  readonly docker: DockerEngine
  readonly power: Power
  readonly tailscaled: Tailscaled
  /** PostgreSQL's data directories, by the inode that they live in. */
  readonly clusters = new Map<number, Cluster>()
  /** Whether the kernel counts memory by group; decided when it starts. */
  memoryLimits = false

  constructor(options: MachineOptions) {
    this.options = options
    this.clock = new Clock(options.now, options.speed)
    const now = () => this.clock.now()
    // Raspberry Pi OS with its desktop takes about six gigabytes
    this.disk = new Disk(options.diskBytes, 6 * 1024 ** 3)
    this.files = new FileTree(now, () => this.disk.freeBytes)
    this.disk.countFiles(() => this.files.bytes)
    this.units = new Units(now)
    this.network = new Network(this)
    this.registry = new Registry()
    this.docker = new DockerEngine(this)
    this.packages = new PackageSystem(this)
    this.power = new Power(this)
    this.tailscaled = new Tailscaled(this)
    this.internet = new Internet((name) => this.#publishedAt(name))
    layOutFiles(this)
    this.memoryLimits = this.countsMemory()
    this.packages.installBase()
  }

  /** Funnel is reached at an address of Tailscale's; every other public name leads home. */
  #publishedAt(name: string): string | null {
    if (name === this.tailscaled.name) return this.tailscaled.funnelled.size > 0 ? FUNNEL_ADDRESS : null
    return this.network.isPublic(name) ? 'home' : null
  }

  /** A random lower-case hexadecimal string. */
  hex(length: number): string {
    let text = ''
    while (text.length < length) text += Math.floor(this.options.random() * 16).toString(16)
    return text
  }

  /** A Pi's firmware switches it off, unless the kernel's command line says otherwise (Raspberry Pi's documentation, cmdline.txt). */
  countsMemory(): boolean {
    if (this.options.architecture === 'amd64') return true
    return (this.files.readIfThere('/boot/firmware/cmdline.txt') ?? '').includes('cgroup_enable=memory')
  }

  isSocket(path: string): boolean {
    return path.replace('/var/run/', '/run/') === '/run/docker.sock' && this.docker.running
  }
}
