/** A plan as it is read: why it did not start, its sums, its changes, and what needs nothing. */
import { useState, type ReactNode } from 'react'
import type { Problem } from '../../provisioners/model/problem.ts'
import { Button } from '../ui/button.tsx'
import { Confirm } from '../ui/dialog.tsx'
import { Loading } from '../ui/screen.tsx'
import { useWords } from '../words/index.tsx'
import { PlanKeptList, PlanPhases, PlanTotals } from '../wizard/plan-parts.tsx'
import type { Planned } from './planned.ts'

/** How a screen shows its problems: the set-up offers to sign in again, a server's page does not. */
export type ShowProblem = (props: {
  problem: Problem
  onRetry?: () => void
  retryLabel?: string
  busy?: boolean
  children?: ReactNode
}) => ReactNode

interface PlanBodyProps {
  planned: Planned
  show: ShowProblem
  /** The machine's own, for the sum; null where it is not known, or nothing is added. */
  memoryBytes?: number | null
  /** Without the sums, where little is changed. */
  brief?: boolean
}

export function PlanBody({ planned, show, memoryBytes = null, brief = false }: PlanBodyProps) {
  const { review, common } = useWords()
  const [breaks, setBreaks] = useState(false)
  const { plan, problem, refused, stale, nothing } = planned
  const takeOver = () => {
    setBreaks(false)
    void planned.begin(true)
  }
  return (
    <>
      {refused !== null &&
        show({
          problem: refused,
          onRetry: planned.retry,
          retryLabel: stale ? review.lookOnce : common.tryAgain,
          busy: planned.starting,
          children: refused.code === 'lock-held' && (
            <Button onClick={() => setBreaks(true)}>{review.takeOver}</Button>
          ),
        })}
      {planned.asking === 'loading' && <Loading label={review.titleLoading} kind="page" />}
      {problem !== null && show({ problem, onRetry: planned.again })}
      {plan !== null && !nothing && !brief && <PlanTotals plan={plan} memoryBytes={memoryBytes} />}
      {plan !== null && <PlanPhases changes={plan.changes} />}
      {plan !== null && plan.kept.length > 0 && <PlanKeptList kept={plan.kept} open={nothing} />}
      <Confirm
        open={breaks}
        title={review.breakTitle}
        text={review.breakText}
        leave={review.breakLeave}
        act={review.breakAct}
        onLeave={() => setBreaks(false)}
        onAct={takeOver}
      />
    </>
  )
}
