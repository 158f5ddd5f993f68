/** What is wrong with each container, and what Compose would not mend by itself. Pure. */
import type { Action } from '../engine/resource.ts'
import { hasJoined } from './checks.ts'
import * as commands from './commands.ts'
import type { Service } from './contribution.ts'
import type { Stack } from './fold.ts'
import type { Joined } from './joined.ts'
import type { OwnContainer } from './parse.ts'
import { containerName, OWN_NETWORK } from './paths.ts'
import type { PlannedGeneration } from './settings.ts'

export type Reason =
  | 'new'
  | 'not running'
  | 'changed'
  | 'stopped'
  | 'paused'
  | 'not well'
  | 'still starting'
  | 'cut off from the others'
  | 'not in your proxy’s network'

export interface Wrong {
  readonly service: Service
  readonly reason: Reason
}

/** @param current number of the generation in use; null before the first */
export function wrongContainers(
  stack: Stack,
  planned: PlannedGeneration,
  containers: readonly OwnContainer[],
  current: number | null,
): Wrong[] {
  return planned.services.flatMap((service) => {
    const reason = whyNot(service, planned, containers, { first: current === null, joined: stack.joined })
    return reason === null ? [] : [{ service, reason }]
  })
}

/** Why a container is not as it should be; null where it is. */
export function whyNot(
  service: Pick<Service, 'id' | 'image'> & Partial<Pick<Service, 'compose'>>,
  planned: Pick<PlannedGeneration, 'revisions'>,
  containers: readonly OwnContainer[],
  { first, joined }: { readonly first: boolean; readonly joined: Joined | undefined },
): Reason | null {
  const container = containers.find((candidate) => candidate.service === service.id)
  if (!container) return first ? 'new' : 'not running'
  if (container.revision !== planned.revisions.get(service.id) || container.image !== service.image)
    return 'changed'
  if (container.state === 'paused') return 'paused'
  if (container.state !== 'running') return 'stopped'
  if (!answersToItsName(container, service)) return 'cut off from the others'
  if (container.health === 'unhealthy') return 'not well'
  if (joined?.services.includes(service.id) && !hasJoined(container, joined, service.id))
    return 'not in your proxy’s network'
  return container.health === 'starting' ? 'still starting' : null
}

/** Whether the others find it in the stack's own network; a service with networks of its own says so itself. */
const answersToItsName = (
  container: OwnContainer,
  { id, compose = {} }: Pick<Service, 'id'> & Partial<Pick<Service, 'compose'>>,
): boolean =>
  'networks' in compose ||
  'network_mode' in compose ||
  container.networks.get(OWN_NETWORK)?.includes(id) === true

/**
 * What `docker compose up` leaves as it is: it starts no paused container, mends no network (Compose, pkg/compose/convergence.go),
 * and does not see what was made by hand under the settings that it knows.
 *
 * @param strangers containers with a name of ours that Compose did not make
 */
export function mending(
  wrong: readonly { readonly service: Pick<Service, 'id'>; readonly reason: Reason }[],
  strangers: readonly string[],
  planned: Pick<PlannedGeneration, 'number'>,
  current: number | null,
): Action[] {
  const run = (command: ReturnType<typeof commands.unpause>, timeoutSeconds: number): Action => ({
    kind: 'run',
    command,
    timeoutSeconds,
  })
  return wrong.flatMap(({ service, reason }): Action[] => {
    const name = containerName(service.id)
    if (strangers.includes(name)) return [run(commands.removeContainer(name), 120)]
    switch (reason) {
      case 'paused':
        return [run(commands.unpause(name), 60)]
      case 'cut off from the others':
        return [run(commands.joinOwnNetwork(service.id), 60)]
      case 'changed':
        // the settings are in use already, so it is the container that differs
        return current === planned.number ? [run(commands.removeContainer(name), 120)] : []
      default:
        return []
    }
  })
}
