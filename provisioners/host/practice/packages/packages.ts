/** What dpkg knows, what apt could fetch, and what comes to life when a package is installed. */
import type { Machine } from '../machine.ts'
import { catalog, type CatalogPackage } from './catalog.ts'
import { dockerUnits } from './docker-units.ts'

export interface Installed {
  readonly package: CatalogPackage
  status: 'installed' | 'half-configured'
}

export class PackageSystem {
  readonly #machine: Machine
  readonly #installed = new Map<string, Installed>()
  /** Repositories whose lists were fetched. */
  readonly lists = new Set<CatalogPackage['repository']>()
  /** Somebody else's apt holds the lock until then, in seconds since the epoch. */
  lockedUntil = 0

  constructor(machine: Machine) {
    this.#machine = machine
  }

  /** Everything that a fresh system has. */
  installBase(): void {
    for (const one of this.#catalog) if (one.base) this.#put(one)
  }

  get #catalog(): readonly CatalogPackage[] {
    return catalog[this.#machine.options.codename]
  }

  /** In the practice repositories, whether or not their lists were fetched. */
  known(name: string): CatalogPackage | undefined {
    return this.#catalog.find((one) => one.name === name)
  }

  /** What apt would install: only what its lists have. */
  candidate(name: string): CatalogPackage | undefined {
    const found = this.known(name)
    return found && this.lists.has(found.repository) ? found : undefined
  }

  find(name: string): Installed | undefined {
    return this.#installed.get(name)
  }

  /** Everything that is on the machine. */
  all(): readonly CatalogPackage[] {
    return [...this.#installed.values()].map((one) => one.package)
  }

  halfConfigured(): readonly Installed[] {
    return [...this.#installed.values()].filter(({ status }) => status === 'half-configured')
  }

  /** The names and all that they need, without what is there already; what is needed comes first. */
  resolve(names: readonly string[]): readonly CatalogPackage[] {
    const found = new Map<string, CatalogPackage>()
    const visit = (name: string): void => {
      const one = this.candidate(name)
      if (!one || found.has(name) || this.#installed.get(name)?.status === 'installed') return
      for (const need of one.depends) visit(need)
      found.set(name, one)
    }
    names.forEach(visit)
    return [...found.values()]
  }

  /** Packages that have to go when these come. */
  conflicting(coming: readonly CatalogPackage[]): readonly CatalogPackage[] {
    return coming.flatMap((one) => one.conflicts).flatMap((name) => this.#installed.get(name)?.package ?? [])
  }

  /** The files are there, nothing runs yet: where a power cut leaves it. */
  unpack(one: CatalogPackage): void {
    this.#installed.set(one.name, { package: one, status: 'half-configured' })
    this.#machine.disk.claim(`package ${one.name}`, one.installedBytes)
    for (const path of one.files) {
      this.#machine.files.mkdir(path.slice(0, path.lastIndexOf('/')), { parents: true })
      this.#machine.files.write(path, '', { mode: 0o755 })
    }
  }

  configure(one: CatalogPackage): void {
    const entry = this.#installed.get(one.name)
    if (entry) entry.status = 'installed'
    this.#bringUnits(one)
  }

  remove(one: CatalogPackage): void {
    this.#installed.delete(one.name)
    this.#machine.disk.release(`package ${one.name}`)
    for (const path of one.files) if (this.#machine.files.exists(path)) this.#machine.files.remove(path)
    if (!one.service) return
    const { units } = this.#machine
    for (const name of [`${one.service}.service`, `${one.service}.socket`]) {
      const unit = units.find(name)
      if (unit) units.stop(unit)
      units.remove(name)
    }
  }

  #put(one: CatalogPackage): void {
    this.unpack(one)
    this.configure(one)
  }

  /** As Debian's packages do: enabled and started at once. */
  #bringUnits(one: CatalogPackage): void {
    const { units } = this.#machine
    if (!one.service || units.find(one.service)) return
    if (one.service === 'docker') return dockerUnits(this.#machine)
    const unit = units.add({
      name: `${one.service}.service`,
      description: one.summary,
      enabled: 'enabled',
      ports: one.service === 'ssh' ? [22] : [],
    })
    units.start(unit)
  }
}
