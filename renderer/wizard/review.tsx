/** The plan, before anything happens: what changes, grouped, with its files and commands one click behind. */
import { useState } from 'react'
import { useAct, useAnswer } from '../hooks.ts'
import { useClient, usePlatform } from '../platform.tsx'
import { Button } from '../ui/button.tsx'
import { Confirm } from '../ui/dialog.tsx'
import { Ask, Live, Loading } from '../ui/screen.tsx'
import { useFormat, useWords } from '../words/index.tsx'
import { PlanKeptList, PlanPhases, PlanTotals } from './plan-parts.tsx'
import type { ScreenProps } from './screen.ts'
import { intentOf } from './state.ts'
import { StepFrame, StepProblem } from './step-frame.tsx'

export function Review({ state, dispatch, onServer }: ScreenProps) {
  const { review, common } = useWords()
  const format = useFormat()
  const client = useClient()
  const platform = usePlatform()
  const [breaks, setBreaks] = useState(false)
  const connection = state.link?.connection ?? ''
  const intent = intentOf(state)
  const { answer, again } = useAnswer('plan.preview', intent === null ? null : { connection, intent })
  const start = useAct()
  const file = useAct()
  const plan = answer.state === 'ready' ? answer.value : null
  const nothing = plan !== null && plan.changes.length === 0

  const install = (breakLock: boolean) => {
    if (plan === null || intent === null) return
    setBreaks(false)
    void start
      .run(() => client.request('run.start', { connection, intent, plan: plan.id, breakLock }))
      .then((started) => {
        if (started === null) return
        if (started.run === null) again()
        else dispatch({ type: 'run', run: started.run })
      })
  }
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
  const stale = start.problem?.code === 'changed-meanwhile'
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
              onClick={() => install(false)}
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
        {start.problem !== null && (
          <StepProblem
            problem={start.problem}
            onRetry={
              stale
                ? () => {
                    start.clear()
                    again()
                  }
                : () => install(false)
            }
            retryLabel={stale ? review.lookOnce : common.tryAgain}
            busy={start.busy}
            dispatch={dispatch}
          >
            {start.problem.code === 'lock-held' && (
              <Button onClick={() => setBreaks(true)}>{review.takeOver}</Button>
            )}
          </StepProblem>
        )}
        {file.problem !== null && (
          <StepProblem problem={file.problem} onRetry={saveFile} dispatch={dispatch} />
        )}
        {answer.state === 'loading' && <Loading label={review.titleLoading} kind="page" />}
        {answer.state === 'problem' && (
          <StepProblem problem={answer.problem} onRetry={again} dispatch={dispatch} />
        )}
        {plan !== null && !nothing && (
          <PlanTotals plan={plan} memoryBytes={state.link?.signedIn?.memoryBytes ?? null} />
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
        onAct={() => install(true)}
      />
    </StepFrame>
  )
}
