/** Switching off and on: what does not survive it. */
import type { Machine } from './machine.ts'

export class Power {
  readonly #machine: Machine
  readonly #onOff = new Set<() => void>()
  bootedAt: number
  /** Until then nobody reaches it. */
  upAgainAt = 0

  constructor(machine: Machine) {
    this.#machine = machine
    this.bootedAt = machine.clock.now() - 5400
  }

  /** Calls back when the power goes: connections end, work stops where it is. */
  onOff(callback: () => void): () => void {
    this.#onOff.add(callback)
    return () => this.#onOff.delete(callback)
  }

  get isOn(): boolean {
    return this.#machine.clock.now() >= this.upAgainAt
  }

  /** The Pi goes away at once and comes back by itself. */
  cut(secondsOff = 25): void {
    const { units, files, clock, docker } = this.#machine
    this.upAgainAt = clock.now() + secondsOff
    for (const callback of this.#onOff) callback()
    for (const unit of units.all())
      if (unit.enabled === 'transient') units.remove(unit.name)
      else unit.active = 'inactive'
    for (const name of files.list('/run')) files.remove(`/run/${name}`, { recursive: true })
    docker.powerLost()
    this.bootedAt = this.upAgainAt
    this.#machine.memoryLimits = this.#machine.countsMemory()
    for (const unit of units.all())
      if (unit.enabled === 'enabled' || unit.enabled === 'static') units.start(unit)
  }

  reboot(): void {
    this.cut()
  }
}
