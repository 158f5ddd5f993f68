/** Writes a plan as the queue that the Pi works off alone. Pure. */
import { WAIT_FAILED, type LockHolder, type Queue, type Step, type Work } from '../host/host.ts'
import type { ProblemCode } from '../model/problem.ts'
import type { RunTask } from '../model/task.ts'
import type { Plan } from './plan.ts'
import type { Action } from './resource.ts'

/** One step a change, in the plan's order. */
export function writeQueue(
  plan: Plan,
  run: { id: string; server: string; task?: RunTask; holder: LockHolder; revision: number },
): Queue {
  const steps = plan.changes.map(({ resource, diff }, index): Step => {
    const failures: ProblemCode[] = []
    const work = diff.actions.map((action) => asWork(action, failures))
    return {
      number: index + 1,
      resource: resource.id,
      phase: resource.phase,
      title: resource.title,
      ...(diff.failure && { failure: diff.failure }),
      ...(failures.length > 0 && { failures }),
      work,
    }
  })
  return { ...run, steps, secrets: plan.secrets }
}

/** @param failures which problem each exit status is; what this action adds is appended */
function asWork(action: Action, failures: ProblemCode[]): Work {
  switch (action.kind) {
    case 'run':
      return action
    case 'wait': {
      const firstStatus = WAIT_FAILED + failures.length
      failures.push(...action.wait.fails.map(({ code }) => code))
      if (action.wait.late) failures.push(action.wait.late)
      return { kind: 'wait', wait: action.wait, firstStatus }
    }
    case 'upload':
      return { kind: 'files', files: action.files, ifAbsent: action.ifAbsent ?? false }
  }
}
