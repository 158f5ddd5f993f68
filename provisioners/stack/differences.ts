/** A plan that nobody asked for, read as what happened to the Pi meanwhile: causes, without what only follows from them. Pure. */
import type { Means } from '../engine/resource.ts'
import type { ChangesView, Difference } from '../model/changes.ts'
import type { PlanView } from '../model/plan.ts'
import type { Secret } from '../model/secret.ts'
import { wrongContainers } from './containers.ts'
import { editedFiles, filesSeen, type FilesSeen } from './edited.ts'
import * as facts from './facts.ts'
import type { Stack } from './fold.ts'
import type { OwnContainer } from './parse.ts'
import { planGeneration, type GenerationSeen } from './settings.ts'

export const driftFacts = { ...facts.tree, ...filesSeen, containers: facts.ownContainers }

export type DriftSeen = GenerationSeen & FilesSeen & { readonly containers: readonly OwnContainer[] }

/** What follows from other settings, in the order of the work. */
const SETTINGS_FOLLOW = [
  'generation',
  'settings-checked',
  'generation-current',
  'generation-good',
  'old-settings',
]
/** What brings Docker itself back; without it nothing can be said of what it runs. */
const DOCKER = ['docker-engine', 'docker-daemon', 'docker-running']

/** @returns files that a hand has changed, and everything else that is not as it should be, a cause each */
export function differences(
  stack: Stack,
  plan: { readonly view: PlanView; readonly secrets: readonly Secret[] },
  means: Means,
  seen: DriftSeen,
): Pick<ChangesView, 'edited' | 'others'> {
  const files = editedFiles(stack, means, seen, plan.secrets)
  const unmet = new Set(plan.view.changes.map(({ resource }) => resource))
  const certain = plan.view.changes.filter(({ certainty }) => certainty === 'certain')
  const listed = (certain.length > 0 ? certain : plan.view.changes).filter(
    ({ resource }) => !follows(resource, unmet),
  )
  const others = listed.flatMap(({ resource, title, summary }): Difference[] => {
    const one = (detail: string): Difference => ({ resource, title: words[resource] ?? title, detail })
    if (resource.startsWith('settings:')) {
      const found = files.find(({ service }) => `settings:${service.id}` === resource)
      if (found && found.others.length > 0)
        return [{ ...one(found.others.join(' ')), title: `Settings of ${found.service.name}` }]
      if (found && found.edited.length > 0) return []
      return [one(summary)]
    }
    if (resource === 'containers') {
      const detail = wrongInWords(stack, means, seen, unmet)
      return detail === '' ? [] : [one(detail)]
    }
    return [one(summary)]
  })
  return { edited: files.flatMap(({ edited }) => edited), others }
}

const words: Readonly<Record<string, string>> = {
  answers: 'Your answers on the Pi',
  'base-packages': 'Programs that Bramble needs',
  containers: 'Services',
  databases: 'Databases',
  'docker-daemon': 'Docker’s settings',
  'docker-engine': 'Docker',
  'docker-running': 'Docker’s start',
  folders: 'Bramble’s folders',
  generation: 'The list of services',
  'generation-current': 'The settings in use',
  'generation-good': 'The mark of good settings',
  'old-settings': 'Left-over settings',
  'packages-mended': 'Interrupted installations',
  secrets: 'Keys and passwords',
  'settings-checked': 'The mark of checked settings',
}

function follows(resource: string, unmet: ReadonlySet<string>): boolean {
  const before = SETTINGS_FOLLOW.indexOf(resource)
  if (before >= 0)
    return (
      [...unmet].some((other) => other.startsWith('settings:')) ||
      SETTINGS_FOLLOW.slice(0, before).some((other) => unmet.has(other))
    )
  if (resource === 'containers' || resource.startsWith('image:'))
    return DOCKER.some((other) => unmet.has(other))
  return false
}

/** Who is changed only because its settings will be says nothing about what happened to it. */
function wrongInWords(stack: Stack, means: Means, seen: DriftSeen, unmet: ReadonlySet<string>): string {
  const planned = planGeneration(stack, means, seen)
  const wrong = wrongContainers(stack, planned, seen.containers, seen.current)
    .filter(({ service, reason }) => reason !== 'changed' || !unmet.has(`settings:${service.id}`))
    .map(({ service, reason }) => `${service.name} (${reason})`)
  const orphans = seen.containers
    .filter(({ service }) => !stack.services.some(({ id }) => id === service))
    .map(({ service }) => `${service} (not Bramble’s)`)
  return [...wrong, ...orphans].join(', ')
}
