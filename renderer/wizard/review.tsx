/** The plan, before anything happens: what changes, grouped, with its files and commands one click behind. */
import { useAct } from '../hooks.ts'
import { useClient, usePlatform } from '../platform.tsx'
import { Button } from '../ui/button.tsx'
import { Ask, Live } from '../ui/screen.tsx'
import { useFormat, useWords } from '../words/index.tsx'
import { PlanBody, usePlanned } from './planned.tsx'
import type { ScreenProps } from './screen.ts'
import { intentOf } from './state.ts'
import { StepFrame, StepProblem } from './step-frame.tsx'

export function Review({ state, dispatch, onServer }: ScreenProps) {
  const { review } = useWords()
  const format = useFormat()
  const client = useClient()
  const platform = usePlatform()
  const connection = state.link?.connection ?? ''
  const intent = intentOf(state)
  const file = useAct()
  const planned = usePlanned({
    connection,
    of: intent === null ? null : { intent },
    onRun: (run) => dispatch({ type: 'run', run }),
  })
  const { answer, plan, nothing, stale, start } = planned

  const saveFile = () => {
    if (intent === null) return
    void file
      .run(() => client.request('plan.file', { connection, intent }))
      .then((saved) => saved && platform.save(saved.name, saved.text, 'text/plain'))
  }
  const title = nothing
    ? review.titleNothing
    : { loading: review.titleLoading, ready: review.title, problem: review.titleProblem }[answer.state]
  const expected = plan?.expectedSeconds ?? null
  const readyLead = expected === null ? review.lead : review.leadTime(format.duration(expected))
  const lead = plan === null ? review.leadLoading : nothing ? review.leadNothing : readyLead
  return (
    <StepFrame
      onBack={() => dispatch({ type: 'back' })}
      note={start.busy ? review.starting : undefined}
      buttons={
        <>
          <Button large icon="save" disabled={plan === null} busy={file.busy} onClick={saveFile}>
            {review.save}
          </Button>
          {nothing ? (
            <Button large look="first" onClick={onServer}>
              {review.goTo(state.answers.name)}
            </Button>
          ) : (
            <Button
              large
              look="first"
              disabled={plan === null || stale}
              busy={start.busy}
              onClick={() => planned.begin(false)}
            >
              {state.stored === null ? review.install : review.apply}
            </Button>
          )}
        </>
      }
    >
      <Ask title={title} lead={lead} />
      <Live>{plan === null ? '' : `${title}. ${review.changes(plan.changes.length)}`}</Live>
      <div className="stack g-3">
        {file.problem !== null && (
          <StepProblem problem={file.problem} onRetry={saveFile} dispatch={dispatch} />
        )}
        <PlanBody
          planned={planned}
          loading={review.titleLoading}
          memoryBytes={state.link?.signedIn?.memoryBytes ?? null}
          card={(props) => <StepProblem {...props} dispatch={dispatch} />}
        />
      </div>
    </StepFrame>
  )
}
