/** The Docker Engine: images on the machine, containers and their lives, networks. */
import type { Machine } from '../machine.ts'
import type { Trouble } from '../services/behaviour.ts'
import { behaviourOf } from '../services/index.ts'
import { insideOf } from '../services/inside.ts'
import type { Container, ContainerSpec } from './container.ts'
import type { PublishedImage } from './registry.ts'

export interface LocalImage {
  readonly published: PublishedImage
  readonly pulledAt: number
}

export class DockerEngine {
  readonly #machine: Machine
  readonly images = new Map<string, LocalImage>()
  readonly #containers = new Map<string, Container>()
  readonly networks = new Map<string, { readonly labels: Readonly<Record<string, string>> }>()
  running = false
  settings: Readonly<Record<string, unknown>> = {}
  readonly #watchers = new Set<() => void>()
  #settling = false

  constructor(machine: Machine) {
    this.#machine = machine
  }

  /** The daemon starts: what should run, runs. */
  start(settings: Readonly<Record<string, unknown>>): void {
    this.running = true
    this.settings = settings
    for (const one of this.#containers.values()) {
      if (one.state === 'running' || one.spec.restart === 'no' || one.spec.restart === 'on-failure') continue
      if (one.restartAt === null && one.spec.restart === 'unless-stopped' && one.exitCode !== POWER_LOST)
        continue
      this.run(one)
    }
  }

  /** The daemon stops; with live-restore its containers do not notice. */
  stop(): void {
    this.running = false
    if (this.settings['live-restore'] !== true) this.#dropAll()
  }

  powerLost(): void {
    this.running = false
    this.#dropAll()
  }

  #dropAll(): void {
    for (const one of this.all()) {
      if (one.state === 'running' || one.state === 'restarting') this.#end(one, POWER_LOST)
      one.restartAt = null
    }
  }

  /** Every container, oldest first, as of now. */
  all(): readonly Container[] {
    this.#settle()
    return [...this.#containers.values()].sort((a, b) => a.created - b.created)
  }

  /** By name, identifier or a unique start of one. */
  find(name: string): Container | undefined {
    const all = this.all()
    return (
      all.find((one) => one.name === name || one.id === name) ??
      all.find((one) => name.length > 3 && one.id.startsWith(name))
    )
  }

  create(name: string, spec: ContainerSpec, image: LocalImage): Container {
    const container: Container = {
      id: this.#machine.hex(64),
      name,
      spec,
      imageId: image.published.id,
      created: this.#machine.clock.now(),
      address: this.#freeAddress(),
      networks: spec.networks,
      state: 'created',
      startedAt: 0,
      finishedAt: 0,
      exitCode: 0,
      restartCount: 0,
      up: false,
      restartAt: null,
      failingSince: null,
      wasHealthy: false,
      log: [],
    }
    this.#containers.set(container.id, container)
    return container
  }

  /** Starts it. Returns why it cannot be started, or null. */
  run(container: Container): string | null {
    const taken = container.spec.ports.find(
      (port) => this.#machine.network.ownerOf(port.published) !== undefined,
    )
    if (taken)
      return `failed to set up container networking: driver failed programming external connectivity on endpoint ${container.name}: failed to bind host port ${taken.address === '' ? '0.0.0.0' : taken.address}:${taken.published}/tcp: address already in use`
    container.state = 'running'
    container.startedAt = this.#machine.clock.now()
    container.finishedAt = 0
    container.exitCode = 0
    container.up = false
    container.restartAt = null
    container.failingSince = null
    container.wasHealthy = false
    this.#changed()
    return null
  }

  stopContainer(container: Container): void {
    if (container.state === 'running' || container.state === 'restarting') this.#end(container, 0)
    container.restartAt = null
  }

  remove(container: Container): void {
    this.stopContainer(container)
    this.#containers.delete(container.id)
    this.#changed()
  }

  say(container: Container, text: string, at = this.#machine.clock.now()): void {
    container.log.push({ number: (container.log.at(-1)?.number ?? 0) + 1, at, text })
    // Docker rotates them, too
    if (container.log.length > LOG_LINES) container.log.splice(0, container.log.length - LOG_LINES)
    this.#changed()
  }

  /** Calls back when a container said or did something. */
  watch(callback: () => void): () => void {
    this.#watchers.add(callback)
    return () => this.#watchers.delete(callback)
  }

  /** Host ports that running containers have. */
  published(): readonly { readonly address: string; readonly port: number; readonly container: Container }[] {
    return this.all()
      .filter(({ state }) => state === 'running')
      .flatMap((container) =>
        container.spec.ports.map(({ address, published }) => ({ address, port: published, container })),
      )
  }

  /** The same, while docker-proxy holds them for the host itself: it goes with the daemon, where the kernel's rules stay. */
  proxied(): ReturnType<DockerEngine['published']> {
    return this.running ? this.published() : []
  }

  memoryInUse(): number {
    return this.all().reduce((sum, one) => sum + (one.up ? behaviourOf(one.spec.image).memoryBytes : 0), 0)
  }

  load(): number {
    return 0.08 + this.all().filter(({ up }) => up).length * 0.05
  }

  #freeAddress(): string {
    const used = new Set([...this.#containers.values()].map(({ address }) => address))
    let last = 2
    while (used.has(`172.30.0.${last}`)) last += 1
    return `172.30.0.${last}`
  }

  /** Lets everything happen that is due: programs come up or fail, failed ones are started again. */
  #settle(): void {
    // what a program looks at while it comes up must not let others come up
    if (this.#settling) return
    this.#settling = true
    try {
      this.#settleAll(this.#machine.clock.now())
    } finally {
      this.#settling = false
    }
  }

  #settleAll(now: number): void {
    for (const one of this.#containers.values()) {
      if (one.state === 'running' && one.startedAt + (one.spec.goneAfterSeconds ?? Infinity) <= now)
        this.#containers.delete(one.id)
      for (let round = 0; round < 50; round += 1) {
        if (one.state === 'restarting' && one.restartAt !== null && one.restartAt <= now && this.running) {
          const at = one.restartAt
          one.restartCount += 1
          if (this.run(one) === null) one.startedAt = at
          else this.#end(one, 128, at)
        } else if (one.state === 'running' && !one.up && one.startedAt + bootSeconds(one) <= now)
          this.#boot(one)
        else break
      }
    }
  }

  #boot(container: Container): void {
    const at = container.startedAt + bootSeconds(container)
    const behaviour = behaviourOf(container.spec.image)
    const trouble = behaviour.boot(insideOf(this.#machine, container))
    if (!trouble) {
      container.up = true
      for (const text of behaviour.greeting(insideOf(this.#machine, container))) this.say(container, text, at)
      return
    }
    this.fail(container, trouble, at)
  }

  /** Its program ends by itself; the restart policy decides what follows. */
  fail(container: Container, trouble: Trouble, at = this.#machine.clock.now()): void {
    for (const text of trouble.log) this.say(container, text, at)
    this.#end(container, trouble.status, at)
    if (container.spec.restart === 'no') return
    container.state = 'restarting'
    container.restartAt = at + Math.min(60, 0.1 * 2 ** container.restartCount)
  }

  #end(container: Container, status: number, at = this.#machine.clock.now()): void {
    container.state = 'exited'
    container.up = false
    container.exitCode = status
    container.finishedAt = at
    this.#changed()
  }

  #changed(): void {
    for (const callback of this.#watchers) callback()
  }
}

const LOG_LINES = 2000

/** As if killed; kept apart from a stop by a person, after which `unless-stopped` does not start again. */
const POWER_LOST = 255

const bootSeconds = (container: Container) => behaviourOf(container.spec.image).bootSeconds
