/** Checks of Docker itself. */
import { defineCheck, type Check } from '../engine/check.ts'
import { engine, unit } from './facts.ts'

export function dockerChecks(): Check[] {
  return [dockerRuns]
}

const dockerRuns = defineCheck({
  code: 'docker.runs',
  severity: 'blocks',
  dependsOn: ['disk.full'],
  grace: 15,
  facts: { engine, unit },
  words: {
    title: 'Docker is not running',
    remedy: 'Bramble can start it again.',
    good: 'Docker runs.',
  },
  remedy: { kind: 'converge' },
  judge({ engine, unit }) {
    if (engine.server !== null) return null
    return {
      detail: engine.client === null ? 'Docker is not installed any more.' : 'Docker does not answer.',
      evidence: [JSON.stringify(unit)],
    }
  },
})
