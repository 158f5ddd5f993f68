/** The units that systemd knows: which run, which start at boot, and what happens when they do. */

export interface Unit {
  readonly name: string
  description: string
  active: 'active' | 'inactive' | 'failed' | 'activating'
  /** What `systemctl is-enabled` says. */
  enabled: 'enabled' | 'disabled' | 'static' | 'transient'
  /** Seconds since the epoch of the last change of `active`. */
  since: number
  /** Ports that it listens on while it is active. */
  readonly ports: readonly number[]
  /** Returns why it cannot start, or null; what it needs is looked up when it starts. */
  readonly onStart?: () => string | null
  readonly onStop?: () => void
}

export class Units {
  readonly #units = new Map<string, Unit>()
  readonly #now: () => number

  constructor(now: () => number) {
    this.#now = now
  }

  /** `docker` means `docker.service`, as everywhere in systemd. */
  find(name: string): Unit | undefined {
    return this.#units.get(/\.\w+$/.test(name) ? name : `${name}.service`)
  }

  all(): readonly Unit[] {
    return [...this.#units.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
  }

  add(unit: { name: string; description: string } & Partial<Omit<Unit, 'name' | 'description'>>): Unit {
    const added: Unit = { active: 'inactive', enabled: 'disabled', since: this.#now(), ports: [], ...unit }
    this.#units.set(added.name, added)
    return added
  }

  remove(name: string): void {
    this.#units.delete(name)
  }

  /** Returns whether it runs now. */
  start(unit: Unit): boolean {
    if (unit.active === 'active') return true
    const trouble = unit.onStart?.() ?? null
    this.#become(unit, trouble === null ? 'active' : 'failed')
    return trouble === null
  }

  stop(unit: Unit): void {
    if (unit.active === 'inactive') return
    this.#become(unit, 'inactive')
    unit.onStop?.()
  }

  #become(unit: Unit, active: Unit['active']): void {
    unit.active = active
    unit.since = this.#now()
  }
}
