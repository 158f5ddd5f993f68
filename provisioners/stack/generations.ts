/** Generations as resources: one compose file with its manifest, written once, checked, and then switched to. */
import { defineResource, type Diff, type Resource } from '../engine/resource.ts'
import * as commands from './commands.ts'
import type { Service } from './contribution.ts'
import * as facts from './facts.ts'
import type { Stack } from './fold.ts'
import { planGeneration } from './settings.ts'
import { composeDiff, putInPlace, staged } from './staging.ts'

/** @param answers the answers that it is made from, as they are stored: an undo brings both back together */
export function generationWritten(stack: Stack, answers?: string): Resource {
  return defineResource({
    id: 'generation',
    title: 'Write down which services run',
    phase: 'configure',
    after: [
      'docker-running',
      ...stack.services.filter(({ store }) => store).map(({ id }) => `settings:${id}`),
    ],
    facts: { ...facts.tree, before: facts.currentCompose },
    diff(seen, means): Diff {
      const planned = planGeneration(stack, means, seen)
      if (planned.there) return { met: true, reason: 'It is written.' }
      return {
        met: false,
        change: seen.before === '' ? 'add' : 'change',
        summary: seen.before === '' ? '1 new file' : '1 changed file',
        files: composeDiff(seen.before, planned.text),
        actions: [
          ...staged(planned.number, { compose: planned.text, manifest: planned.manifest, answers }),
          putInPlace(planned.number),
        ],
      }
    },
  })
}

/**
 * Every program reads its new settings with its own eyes, while the old ones are still in use: what it refuses stops the run
 * before anything that runs is touched. Settings that were taken, or were once proved to work, are not asked about again.
 */
export function settingsChecked(stack: Stack): Resource {
  return defineResource({
    id: 'settings-checked',
    title: 'Have each program check its settings',
    phase: 'start',
    after: ['generation', ...stack.services.map(({ id }) => `image:${id}`)],
    facts: facts.tree,
    diff(seen, means): Diff {
      const { number, services, stores, checked, good } = planGeneration(stack, means, seen)
      const able = services.filter(hasSelfCheck)
      if (checked || good || able.length === 0) return { met: true, reason: 'They did, and took them.' }
      return {
        met: false,
        change: 'add',
        summary: able.map(({ name }) => name).join(', '),
        failure: 'settings-refused',
        actions: [
          ...able.map((service) => ({
            kind: 'run' as const,
            command: commands.selfCheck(service, stores.get(service.id) ?? ''),
            // seconds on a quiet machine; a busy one with a slow card must not be taken for a refusal
            timeoutSeconds: 120,
          })),
          { kind: 'run', command: commands.markChecked(number), timeoutSeconds: 20 },
        ],
      }
    },
  })
}

const hasSelfCheck = (
  service: Service,
): service is Service & { readonly selfCheck: readonly [string, ...string[]] } =>
  service.selfCheck !== undefined && service.store !== undefined

/** @param gates what must be true first */
export function generationSwitched(stack: Stack, gates: readonly string[]): Resource {
  return defineResource({
    id: 'generation-current',
    title: 'Switch to the new settings',
    phase: 'start',
    after: ['generation', 'settings-checked', ...gates],
    facts: facts.tree,
    diff(seen, means) {
      const { number } = planGeneration(stack, means, seen)
      if (seen.current === number) return { met: true, reason: 'They are in use.' }
      return {
        met: false,
        change: seen.current === null ? 'add' : 'change',
        summary: seen.current === null ? 'The first settings' : `From settings ${seen.current} to ${number}`,
        actions: [{ kind: 'run', command: commands.switchTo(number), timeoutSeconds: 20 }],
      }
    },
  })
}
