/** A plan from asking for it to its start: the same for the answers and for a task of its own, on every screen that shows one. */
import { useState, type ReactNode } from 'react'
import type { Intent } from '../../provisioners/model/intent.ts'
import type { PlanView } from '../../provisioners/model/plan.ts'
import type { RunTask } from '../../provisioners/model/task.ts'
import { useAct, useAnswer, type Act, type Answer } from '../hooks.ts'
import { useClient } from '../platform.tsx'
import { ProblemCard, type ProblemCardProps } from '../problem-card.tsx'
import { Button } from '../ui/button.tsx'
import { Confirm } from '../ui/dialog.tsx'
import { Loading } from '../ui/screen.tsx'
import { useWords } from '../words/index.tsx'
import { PlanKeptList, PlanPhases, PlanTotals } from './plan-parts.tsx'

/** What a plan is made of. */
export type PlanOf = { readonly intent: Intent } | { readonly task: RunTask }

export interface Planned {
  answer: Answer<PlanView>
  /** Null until it is there. */
  plan: PlanView | null
  nothing: boolean
  /** Whether what was seen is another plan by now. */
  stale: boolean
  again: () => void
  start: Act
  /** @param breakLock takes over from another computer that is at work there */
  begin: (breakLock: boolean) => void
}

interface PlannedProps {
  connection: string
  /** Null asks for nothing yet. */
  of: PlanOf | null
  onRun: (run: string) => void
  /** There is nothing left to do by now. Without it the plan is asked for anew. */
  onNothing?: () => void
}

export function usePlanned({ connection, of, onRun, onNothing }: PlannedProps): Planned {
  const client = useClient()
  const start = useAct()
  const byIntent = useAnswer(
    'plan.preview',
    of !== null && 'intent' in of ? { connection, intent: of.intent } : null,
  )
  const byTask = useAnswer('task.plan', of !== null && 'task' in of ? { connection, task: of.task } : null)
  const { answer, again } = of !== null && 'task' in of ? byTask : byIntent
  const plan = answer.state === 'ready' ? answer.value : null
  const begin = (breakLock: boolean) => {
    if (plan === null || of === null) return
    const asked = { connection, plan: plan.id, breakLock }
    void start
      .run(() =>
        'task' in of
          ? client.request('task.start', { ...asked, task: of.task })
          : client.request('run.start', { ...asked, intent: of.intent }),
      )
      .then((started) => {
        if (started === null) return
        if (started.run !== null) onRun(started.run)
        else if (onNothing === undefined) again()
        else onNothing()
      })
  }
  return {
    answer,
    plan,
    nothing: plan !== null && plan.changes.length === 0,
    stale: start.problem?.code === 'changed-meanwhile',
    again,
    start,
    begin,
  }
}

interface PlanBodyProps {
  planned: Planned
  /** What is said while it is worked out. */
  loading: string
  /** Of the machine; null where it is not known. Left out, the totals are not shown. */
  memoryBytes?: number | null
  /** Draws a problem, with the ways out that the screen has. */
  card?: (props: ProblemCardProps) => ReactNode
}

const plainCard = (props: ProblemCardProps) => <ProblemCard {...props} />

/** The plan itself, what stood in its way, and the question whether to take over from another computer. */
export function PlanBody({ planned, loading, memoryBytes, card = plainCard }: PlanBodyProps) {
  const { review, common } = useWords()
  const [breaks, setBreaks] = useState(false)
  const { answer, plan, nothing, stale, again, start, begin } = planned
  const lookOnce = () => {
    start.clear()
    again()
  }
  return (
    <>
      {start.problem !== null &&
        card({
          problem: start.problem,
          onRetry: stale ? lookOnce : () => begin(false),
          retryLabel: stale ? review.lookOnce : common.tryAgain,
          busy: start.busy,
          children: start.problem.code === 'lock-held' && (
            <Button onClick={() => setBreaks(true)}>{review.takeOver}</Button>
          ),
        })}
      {answer.state === 'loading' && <Loading label={loading} kind="page" />}
      {answer.state === 'problem' && card({ problem: answer.problem, onRetry: again })}
      {plan !== null && !nothing && memoryBytes !== undefined && (
        <PlanTotals plan={plan} memoryBytes={memoryBytes} />
      )}
      {plan !== null && <PlanPhases changes={plan.changes} />}
      {plan !== null && plan.kept.length > 0 && <PlanKeptList kept={plan.kept} open={nothing} />}
      <Confirm
        open={breaks}
        title={review.breakTitle}
        text={review.breakText}
        leave={review.breakLeave}
        act={review.breakAct}
        onLeave={() => setBreaks(false)}
        onAct={() => {
          setBreaks(false)
          begin(true)
        }}
      />
    </>
  )
}
