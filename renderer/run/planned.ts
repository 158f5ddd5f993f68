/** A plan of anything that is run on the Pi, and its start: asked for, seen, started, or no longer right. */
import type { Intent } from '../../provisioners/model/intent.ts'
import type { PlanView } from '../../provisioners/model/plan.ts'
import type { Problem } from '../../provisioners/model/problem.ts'
import type { RunTask } from '../../provisioners/model/task.ts'
import { useAct, useAnswer } from '../hooks.ts'
import { useClient } from '../platform.tsx'

/** What is to be done: that the answers hold, or a task of its own. */
export type Work = { intent: Intent } | { task: RunTask }

export interface Planned {
  plan: PlanView | null
  asking: 'loading' | 'ready' | 'problem'
  /** Why there is no plan. */
  problem: Problem | null
  /** Everything is as it should be. */
  nothing: boolean
  /** Makes the plan anew. */
  again: () => void
  starting: boolean
  /** Why it did not start. */
  refused: Problem | null
  /** The Pi is no longer as the plan found it: only a new plan can be started. */
  stale: boolean
  /**
   * Starts the plan that is seen.
   *
   * @param takeOver breaks the lock of a run that no longer works
   * @returns the run; null where nothing was to do after all, or where it did not start
   */
  begin: (takeOver: boolean) => Promise<{ run: string | null } | null>
  /** The button of `refused`: the new plan, or another try. */
  retry: () => void
}

/**
 * @param work null while it is not known yet
 * @param onRun told the run that was started; null where nothing was to do after all
 */
export function usePlanned(
  connection: string,
  work: Work | null,
  onRun: (run: string | null) => void,
): Planned {
  const client = useClient()
  const act = useAct()
  const intent = work !== null && 'intent' in work ? work.intent : null
  const task = work !== null && 'task' in work ? work.task : null
  const preview = useAnswer('plan.preview', intent === null ? null : { connection, intent })
  const own = useAnswer('task.plan', task === null ? null : { connection, task })
  const { answer, again } = task === null ? preview : own
  const plan = answer.state === 'ready' ? answer.value : null
  const stale = act.problem?.code === 'changed-meanwhile'

  const begin = async (breakLock: boolean) => {
    if (plan === null || work === null) return null
    const started = await act.run(() =>
      'task' in work
        ? client.request('task.start', { connection, task: work.task, plan: plan.id, breakLock })
        : client.request('run.start', { connection, intent: work.intent, plan: plan.id, breakLock }),
    )
    if (started === null) return null
    if (started.run === null) again()
    onRun(started.run)
    return started
  }
  const retry = () => {
    if (!stale) return void begin(false)
    act.clear()
    again()
  }
  return {
    plan,
    asking: answer.state,
    problem: answer.state === 'problem' ? answer.problem : null,
    nothing: plan !== null && plan.changes.length === 0,
    again,
    starting: act.busy,
    refused: act.problem,
    stale,
    begin,
    retry,
  }
}
