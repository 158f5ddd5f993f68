/** What joining would do, before it is done: the same lines as in any plan, with their commands behind them. */
import { useState } from 'react'
import { useAct, useAnswer } from '../../hooks.ts'
import { useClient } from '../../platform.tsx'
import { Button } from '../../ui/button.tsx'
import { Confirm } from '../../ui/dialog.tsx'
import { Ask, Loading } from '../../ui/screen.tsx'
import { useWords } from '../../words/index.tsx'
import { PlanKeptList, PlanPhases } from '../plan-parts.tsx'
import { StepFrame, StepProblem } from '../step-frame.tsx'
import { settingsOf } from './tailnet-state.ts'
import type { WayProps } from './way-frame.tsx'

interface JoinPlanProps extends WayProps {
  onBack: () => void
}

export function JoinPlan({ state, dispatch, onBack }: JoinPlanProps) {
  const { tailnet: words, review, common } = useWords()
  const client = useClient()
  const start = useAct()
  const [breaks, setBreaks] = useState(false)
  const connection = state.link?.connection ?? ''
  const settings = settingsOf(state.answers.reach)
  const { answer, again } = useAnswer('task.plan', { connection, task: { kind: 'tailnet', settings } })
  const plan = answer.state === 'ready' ? answer.value : null
  const nothing = plan !== null && plan.changes.length === 0
  const stale = start.problem?.code === 'changed-meanwhile'

  const join = (breakLock: boolean) => {
    if (plan === null) return
    setBreaks(false)
    void start
      .run(() =>
        client.request('task.start', {
          connection,
          task: { kind: 'tailnet', settings },
          plan: plan.id,
          breakLock,
        }),
      )
      .then((started) => {
        if (started === null) return
        if (started.run === null) onBack()
        else dispatch({ type: 'join', run: started.run, settings })
      })
  }
  const retry = () => {
    if (!stale) return join(false)
    start.clear()
    again()
  }
  return (
    <StepFrame
      onBack={onBack}
      note={start.busy ? review.starting : undefined}
      buttons={
        nothing ? (
          <Button large look="first" onClick={onBack}>
            {words.leave}
          </Button>
        ) : (
          <Button
            large
            look="first"
            disabled={plan === null || stale}
            busy={start.busy}
            onClick={() => join(false)}
          >
            {words.join}
          </Button>
        )
      }
    >
      <Ask title={words.planTitle} lead={nothing ? words.planNone : review.lead} />
      <div className="stack g-3">
        {start.problem !== null && (
          <StepProblem
            problem={start.problem}
            onRetry={retry}
            retryLabel={stale ? review.lookOnce : common.tryAgain}
            busy={start.busy}
            dispatch={dispatch}
          >
            {start.problem.code === 'lock-held' && (
              <Button onClick={() => setBreaks(true)}>{review.takeOver}</Button>
            )}
          </StepProblem>
        )}
        {answer.state === 'loading' && <Loading label={words.planAsk} />}
        {answer.state === 'problem' && (
          <StepProblem problem={answer.problem} onRetry={again} dispatch={dispatch} />
        )}
        {plan !== null && <PlanPhases changes={plan.changes} />}
        {plan !== null && plan.kept.length > 0 && <PlanKeptList kept={plan.kept} open={nothing} />}
      </div>
      <Confirm
        open={breaks}
        title={review.breakTitle}
        text={review.breakText}
        leave={review.breakLeave}
        act={review.breakAct}
        onLeave={() => setBreaks(false)}
        onAct={() => join(true)}
      />
    </StepFrame>
  )
}
