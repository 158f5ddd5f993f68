/** What the status screen shows of each service: state, memory, restarts, how long it has run. */
import type { Fact } from '../engine/resource.ts'
import type { ServiceStatus } from '../model/health.ts'
import { containerAddress, containerMemory } from './commands.ts'
import type { Service } from './contribution.ts'
import { ownContainers } from './facts.ts'
import type { OwnContainer } from './parse.ts'
import { containerName } from './paths.ts'

const units: Readonly<Record<string, number>> = { B: 1, KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30 }

/** Bytes in use by container name; `docker stats` prints `486MiB / 1GiB`, and `0B / 0B` when nothing counts. */
export const memoryUse: Fact<ReadonlyMap<string, number>> = {
  id: 'stack.memory-use',
  command: containerMemory(),
  parse(answer) {
    const use = new Map<string, number>()
    for (const line of answer.stdout.split('\n')) {
      if (!line.startsWith('{')) continue
      const { Name, MemUsage } = JSON.parse(line) as { Name?: string; MemUsage?: string }
      const found = /^([\d.]+)([KMG]i?B|B) \/ (.*)$/.exec(MemUsage ?? '')
      if (Name && found && found[3] !== '0B') use.set(Name, Number(found[1]) * (units[found[2] ?? 'B'] ?? 1))
    }
    return use
  },
}

/** An address of the service that the machine reaches; empty when it does not run. */
export const addressOf = (service: string): Fact<string> => ({
  id: `stack.address.${service}`,
  command: containerAddress(service),
  parse: (answer) => (answer.status === 0 ? (answer.stdout.trim().split(/\s+/)[0] ?? '') : ''),
})

export const observeFacts = { containers: ownContainers, memoryUse }

/** The tag of an image; empty for one that is named by what it holds, or by nothing. */
const versionOf = (image: string): string => /:([^:/@]+)$/.exec(image.replace(/@.*$/, ''))?.[1] ?? ''

/** @param now seconds since the epoch, by the Pi's clock where it is known */
export function serviceStatus(
  services: readonly Pick<Service, 'id' | 'name' | 'what' | 'image'>[],
  seen: { containers: readonly OwnContainer[]; memoryUse: ReadonlyMap<string, number> },
  now: number,
): ServiceStatus[] {
  return services.map((service) => {
    const container = seen.containers.find((candidate) => candidate.service === service.id)
    const running = container?.state === 'running'
    return {
      id: service.id,
      name: service.name,
      what: service.what,
      state: stateOf(container),
      memoryBytes: (running && seen.memoryUse.get(containerName(service.id))) || null,
      restarts: container?.restarts ?? 0,
      upSeconds:
        running && container.startedAt !== null ? Math.max(0, Math.round(now - container.startedAt)) : null,
      version: versionOf(service.image),
    }
  })
}

function stateOf(container: OwnContainer | undefined): ServiceStatus['state'] {
  if (!container) return 'missing'
  if (container.state === 'restarting' || container.health === 'unhealthy') return 'failing'
  if (container.state !== 'running') return 'stopped'
  return container.health === 'starting' ? 'starting' : 'works'
}
