/** What each component costs, summed for the Extras screen and the plan. Pure. */
import type { CatalogEntry } from '../model/proof.ts'
import type { Contribution, Service } from './contribution.ts'

const MIB = 1024 ** 2

/** The system, Docker and its helpers (Raspberry Pi's documentation). */
const HOST_MEMORY_MIB = 350

/** One entry a service, in the order of the stack. */
export function catalogEntries(contribution: Contribution, choice: CatalogEntry['choice']): CatalogEntry[] {
  return contribution.services.map((service) => ({
    id: service.id,
    name: service.name,
    what: service.what,
    choice,
    memoryMiB: service.memoryUseMiB,
    diskMiB: service.diskMiB,
    downloadMiB: service.downloadMiB,
  }))
}

/** Bytes of memory in use once everything runs, the system included. */
export function memoryBytes(services: readonly Service[]): number {
  return (HOST_MEMORY_MIB + services.reduce((sum, service) => sum + service.memoryUseMiB, 0)) * MIB
}
