/** From resources and what was seen to a plan: what the engine does, and what people see of it. Pure. */
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import type { PlanChange, PlanView } from '../model/plan.ts'
import type { Secret } from '../model/secret.ts'
import { masked } from '../model/text.ts'
import { describe } from '../shell/describe.ts'
import { seenBy, type Seen } from './look.ts'
import type { Action, Diff, Resource } from './resource.ts'
import type { SecretBox } from './secrets.ts'

export interface Change {
  readonly resource: Resource
  readonly diff: Extract<Diff, { met: false }>
}

export interface Plan {
  readonly view: PlanView
  readonly changes: readonly Change[]
  /** Every secret that the plan knows, for scrubbing. */
  readonly secrets: readonly Secret[]
}

/** What is known about the stack's size without asking the Pi. */
export interface Estimate {
  readonly memoryBytes: number
  /** Seconds for the work itself, without downloads. */
  readonly workSeconds: number
  /** Bytes a second that an ordinary home line and card manage. */
  readonly bytesPerSecond: number
}

/**
 * @param resources in the order of the work
 * @returns every change in that order, and why the rest needs none
 */
export function makePlan(
  resources: readonly Resource[],
  seen: Seen,
  box: SecretBox,
  estimate: Estimate,
): Plan {
  const changes: Change[] = []
  const kept: PlanView['kept'] = []
  for (const resource of resources) {
    const diff = resource.diff(seenBy(resource, seen), box)
    if (diff.met) kept.push({ resource: resource.id, title: resource.title, reason: diff.reason })
    else changes.push({ resource, diff })
  }
  const shown = changes.map(showChange)
  const downloadBytes = changes.reduce((sum, { diff }) => sum + (diff.downloadBytes ?? 0), 0)
  const restarts = [...new Set(changes.flatMap(({ diff }) => diff.restarts ?? []))]
  const view: PlanView = {
    id: bytesToHex(sha256(utf8ToBytes(JSON.stringify(shown)))).slice(0, 16),
    changes: shown,
    kept,
    downloadBytes,
    memoryBytes: estimate.memoryBytes,
    downtimeSeconds: restarts.length === 0 ? 0 : 15 + 10 * restarts.length,
    expectedSeconds:
      changes.length === 0 ? 0 : estimate.workSeconds + Math.round(downloadBytes / estimate.bytesPerSecond),
    restarts,
  }
  return { view, changes, secrets: box.all() }
}

function showChange({ resource, diff }: Change): PlanChange {
  return {
    resource: resource.id,
    phase: resource.phase,
    title: resource.title,
    summary: diff.summary,
    kind: diff.change,
    certainty: diff.likely ? 'likely' : 'certain',
    files: [...(diff.files ?? diff.actions.flatMap(newFiles))],
    commands: diff.actions.map(describeAction),
  }
}

function describeAction(action: Action): string {
  switch (action.kind) {
    case 'run':
      return describe(action.command)
    case 'wait':
      return action.wait.begin === null ? describe(action.wait.look) : describe(action.wait.begin)
    case 'upload':
      return `write ${action.files.map((file) => file.path).join(', ')}`
  }
}

/** Files of an upload that brings no diff of its own: all of them new. */
function newFiles(action: Action): PlanChange['files'] {
  if (action.kind !== 'upload') return []
  return action.files.map((file) => ({
    path: file.path,
    state: 'new',
    readers: (file.mode & 0o077) === 0 && file.uid === 0 ? 'root only' : 'its service only',
    secret: file.content.some((part) => typeof part !== 'string'),
    lines: masked(file.content)
      .replace(/\n$/, '')
      .split('\n')
      .map((text, index) => ({ kind: 'added', text, line: index + 1 })),
  }))
}
