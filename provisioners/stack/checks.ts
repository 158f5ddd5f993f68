/** One check a service: does its container run, and is it well. */
import { defineCheck, type Check } from '../engine/check.ts'
import type { Service } from './contribution.ts'
import { ownContainers } from './facts.ts'

export const serviceCode = (service: string): string => `service.${service}`

export function serviceRuns(service: Service): Check {
  return defineCheck({
    code: serviceCode(service.id),
    severity: 'blocks',
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
