/** What joining would do, before it is done: the same lines as in any plan, with their commands behind them. */
import { PlanBody } from '../../run/plan-body.tsx'
import { usePlanned } from '../../run/planned.ts'
import { Button } from '../../ui/button.tsx'
import { Ask } from '../../ui/screen.tsx'
import { useWords } from '../../words/index.tsx'
import { StepFrame, StepProblem } from '../step-frame.tsx'
import { settingsOf } from './tailnet-state.ts'
import type { WayProps } from './way-frame.tsx'

interface JoinPlanProps extends WayProps {
  onBack: () => void
}

export function JoinPlan({ state, dispatch, onBack }: JoinPlanProps) {
  const { tailnet: words, review } = useWords()
  const connection = state.link?.connection ?? ''
  const settings = settingsOf(state.answers.reach)
  const planned = usePlanned(connection, { task: { kind: 'tailnet', settings } }, (run) => {
    if (run === null) onBack()
    else dispatch({ type: 'join', run, settings })
  })
  const { plan, nothing } = planned
  return (
    <StepFrame
      onBack={onBack}
      note={planned.starting ? review.starting : undefined}
      buttons={
        nothing ? (
          <Button large look="first" onClick={onBack}>
            {words.leave}
          </Button>
        ) : (
          <Button
            large
            look="first"
            disabled={plan === null || planned.stale}
            busy={planned.starting}
            onClick={() => void planned.begin(false)}
          >
            {words.join}
          </Button>
        )
      }
    >
      <Ask title={words.planTitle} lead={nothing ? words.planNone : review.lead} />
      <div className="stack g-3">
        <PlanBody brief planned={planned} show={(props) => <StepProblem {...props} dispatch={dispatch} />} />
      </div>
    </StepFrame>
  )
}
