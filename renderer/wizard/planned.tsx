/** A plan from asking for it to its start: the same for the answers and for a task of its own, on every screen that shows one. */
import { useEffect, type ReactNode } from 'react'
import type { PlanView } from '../../provisioners/model/plan.ts'
import { useAct, useAnswer, type Act, type Answer } from '../hooks.ts'
import { useClient } from '../platform.tsx'
import { ProblemCard, type ProblemCardProps } from '../problem-card.tsx'
import { AtWork, useHolder } from '../run/at-work.tsx'
import { Loading } from '../ui/screen.tsx'
import { useWords } from '../words/index.tsx'
import type { PlanOf } from './plan-of.ts'
import { PlanKeptList, PlanPhases, PlanTotals } from './plan-parts.tsx'

export interface Planned {
  connection: string
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
    connection,
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

/** The plan itself, what stood in its way, and who else is at work there. */
export function PlanBody({ planned, loading, memoryBytes, card = plainCard }: PlanBodyProps) {
  const { review, common } = useWords()
  const { answer, plan, nothing, stale, again, start, begin } = planned
  const lookOnce = () => {
    start.clear()
    again()
  }
  const holder = useHolder(planned.connection, lookOnce)
  const locked = start.problem?.code === 'lock-held'
  const { again: askHolder } = holder
  useEffect(() => {
    if (locked) askHolder()
  }, [locked, askHolder])
  return (
    <>
      {holder.value !== null && (
        <AtWork held={holder.value} busy={start.busy} onTakeOver={() => begin(true)} />
      )}
      {start.problem !== null &&
        !(locked && holder.value !== null) &&
        card({
          problem: start.problem,
          onRetry: stale ? lookOnce : () => begin(false),
          retryLabel: stale ? review.lookOnce : common.tryAgain,
          busy: start.busy,
        })}
      {answer.state === 'loading' && <Loading label={loading} kind="page" />}
      {answer.state === 'problem' && card({ problem: answer.problem, onRetry: again })}
      {plan !== null && !nothing && memoryBytes !== undefined && (
        <PlanTotals plan={plan} memoryBytes={memoryBytes} />
      )}
      {plan !== null && <PlanPhases changes={plan.changes} />}
      {plan !== null && plan.kept.length > 0 && <PlanKeptList kept={plan.kept} open={nothing} />}
    </>
  )
}
