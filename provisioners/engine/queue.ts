/** Writes a plan as the queue that the Pi works off alone. Pure. */
import type { LockHolder, Queue, Step, Work } from '../host/host.ts'
import type { Plan } from './plan.ts'
import type { Action } from './resource.ts'

/** One step a change, in the plan's order. */
export function writeQueue(
  plan: Plan,
  run: { id: string; server: string; holder: LockHolder; revision: number },
): Queue {
  const steps = plan.changes.map(({ resource, diff }, index): Step => ({
    number: index + 1,
    resource: resource.id,
    phase: resource.phase,
    title: resource.title,
    ...(diff.failure && { failure: diff.failure }),
    work: diff.actions.map(asWork),
  }))
  return { ...run, steps, secrets: plan.secrets }
}

function asWork(action: Action): Work {
  switch (action.kind) {
    case 'run':
      return action
    case 'upload':
      return { kind: 'files', files: action.files, ifAbsent: action.ifAbsent ?? false }
  }
}
