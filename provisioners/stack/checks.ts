/** Checks of containers: whether each runs and is well, and whether those that a proxy asks are where it looks. */
import { defineCheck, type Check, type Failure } from '../engine/check.ts'
import type { Service } from './contribution.ts'
import { lastWords, ownContainers } from './facts.ts'
import { joinedName, type Joined } from './joined.ts'
import type { OwnContainer } from './parse.ts'

export const serviceCode = (service: string): string => `service.${service}`

export function serviceRuns(service: Service): Check {
  return defineCheck({
    code: serviceCode(service.id),
    severity: service.severity ?? 'blocks',
    dependsOn: ['docker.runs', ...service.after.map(serviceCode)],
    // a restart after an update takes a moment
    grace: 30,
    facts: { containers: ownContainers },
    words: {
      title: `${service.name} is not running`,
      remedy: `Bramble can start ${service.name} again. If it stops once more, its log says why.`,
      good: `${service.name} runs.`,
    },
    remedy: { kind: 'converge' },
    judge({ containers }) {
      const container = containers.find((candidate) => candidate.service === service.id)
      if (!container) return { detail: 'Its container is missing.', evidence: [] }
      const evidence = [
        `state ${container.state}, exit ${container.exitCode}, ${container.restarts} restarts, health ${container.health}`,
        ...(container.healthOutput === '' ? [] : [container.healthOutput]),
      ]
      if (container.state === 'restarting') return { detail: 'It starts over and over again.', evidence }
      if (container.state !== 'running') return { detail: `It is ${container.state}.`, evidence }
      return container.health === 'unhealthy' ? { detail: 'It runs, but is not well.', evidence } : null
    },
  })
}

/** What the last lines of a service say about why it is not well; null where nothing in them is known. */
export type Why = (lines: readonly string[], exitCode: number | null) => Failure | null

/** The same check, which tells the reason too where the service’s own last lines say it. */
export function withLastWords(check: Check, service: string, why: Why): Check {
  return {
    ...check,
    facts: { ...check.facts, lastWords, ownContainers },
    judge(seen, now) {
      const failure = check.judge(seen, now)
      if (!failure) return null
      const container = (seen['ownContainers'] as readonly OwnContainer[]).find(
        (one) => one.service === service,
      )
      const lines = (seen['lastWords'] as ReadonlyMap<string, readonly string[]>).get(service) ?? []
      const reason = why(lines, container && container.state !== 'running' ? container.exitCode : null)
      return reason
        ? {
            ...reason,
            detail: `${failure.detail} ${reason.detail}`,
            evidence: [...failure.evidence, ...reason.evidence],
          }
        : failure
    },
  }
}

/** Whether a container is in the network under the name that others ask it by. */
export const hasJoined = ({ networks }: OwnContainer, { network }: Joined, service: string): boolean =>
  networks.get(network)?.includes(joinedName(service)) ?? false

/** Docker keeps the connection over restarts; whoever makes a container anew by hand, or disconnects it, loses it. */
export const servicesJoined = (joined: Joined): Check =>
  defineCheck({
    code: 'network.joined',
    severity: 'blocks',
    dependsOn: ['docker.runs', ...joined.services.map(serviceCode)],
    grace: 30,
    facts: { containers: ownContainers },
    words: {
      title: 'Your proxy cannot find the services',
      remedy: 'Bramble can put them into the network of your proxy again.',
      good: 'The services are in the network of your proxy.',
    },
    remedy: { kind: 'converge' },
    judge({ containers }) {
      const missing = joined.services.filter((service) => {
        const container = containers.find((one) => one.service === service)
        return container !== undefined && !hasJoined(container, joined, service)
      })
      return missing.length === 0
        ? null
        : {
            detail: `They have left the network “${joined.network}”.`,
            evidence: missing.map((service) => joinedName(service)),
          }
    },
  })
