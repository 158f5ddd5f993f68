/** What joining would do, before it is done: the same lines as in any plan, with their commands behind them. */
import { Button } from '../../ui/button.tsx'
import { Ask } from '../../ui/screen.tsx'
import { useWords } from '../../words/index.tsx'
import { PlanBody, usePlanned } from '../planned.tsx'
import { StepFrame, StepProblem } from '../step-frame.tsx'
import { settingsOf } from './tailnet-state.ts'
import type { WayProps } from './way-frame.tsx'

interface JoinPlanProps extends WayProps {
  onBack: () => void
}

export function JoinPlan({ state, dispatch, onBack }: JoinPlanProps) {
  const { tailnet: words, review } = useWords()
  const settings = settingsOf(state.answers.reach)
  const planned = usePlanned({
    connection: state.link?.connection ?? '',
    of: { task: { kind: 'tailnet', settings } },
    onRun: (run) => dispatch({ type: 'join', run, settings }),
    onNothing: onBack,
  })
  const { plan, nothing, stale, start } = planned
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
            onClick={() => planned.begin(false)}
          >
            {words.join}
          </Button>
        )
      }
    >
      <Ask title={words.planTitle} lead={nothing ? words.planNone : review.lead} />
      <div className="stack g-3">
        <PlanBody
          planned={planned}
          loading={words.planAsk}
          card={(props) => <StepProblem {...props} dispatch={dispatch} />}
        />
      </div>
    </StepFrame>
  )
}
