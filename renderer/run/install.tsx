/** The work itself: it does not need this window, and this window shows it wherever it is. */
import { useEffect, type Dispatch } from 'react'
import { Button } from '../ui/button.tsx'
import { Foot } from '../ui/foot.tsx'
import type { SetupAction } from '../wizard/state.ts'
import { StepProblem } from '../wizard/step-frame.tsx'
import { useWords, type Words } from '../words/index.tsx'
import type { Outcome, RunView } from './fold.ts'
import { RunBody } from './run-body.tsx'
import { useRun } from './use-run.ts'

interface InstallProps {
  connection: string
  run: string
  /** What the server is called, until the run says so. */
  name: string
  dispatch: Dispatch<SetupAction>
}

export function Install({ connection, run, name, dispatch }: InstallProps) {
  const { install } = useWords()
  const followed = useRun(connection, run)
  const { view } = followed
  const over = view.outcome !== null
  const well = view.outcome === 'verified' || view.outcome === 'nothing-to-do'
  const { task } = view
  useEffect(() => {
    if (over && task === null) dispatch({ type: 'run-ended', well })
  }, [over, well, task, dispatch])
  useEffect(() => {
    // joining a tailnet is part of the address, wherever the window came from
    if (task?.kind === 'tailnet') dispatch({ type: 'join', run, settings: task.settings })
  }, [task, run, dispatch])
  const { title, lead } = said(view, view.server ?? name, install)
  const rest = () => dispatch({ type: 'go', step: 'review' })
  return (
    <>
      <RunBody
        connection={connection}
        run={run}
        followed={followed}
        title={title}
        lead={lead}
        show={(props) => <StepProblem {...props} dispatch={dispatch} />}
        onRest={rest}
      />
      {over && (well || view.problem === null) && (
        <Foot>
          {well ? (
            <Button large look="first" onClick={() => dispatch({ type: 'next' })}>
              {install.goOn}
            </Button>
          ) : (
            <Button large look="first" onClick={rest}>
              {install.seeRest}
            </Button>
          )}
        </Foot>
      )}
    </>
  )
}

function said(view: RunView, name: string, words: Words['install']): { title: string; lead: string } {
  const outcomes: Record<Outcome, { title: string; lead: string }> = {
    verified: { title: name === '' ? words.titleDonePlain : words.titleDone(name), lead: words.leadDone },
    'nothing-to-do': {
      title: name === '' ? words.titleDonePlain : words.titleDone(name),
      lead: words.leadDone,
    },
    failed: { title: words.titleFailed, lead: words.leadFailed },
    stopped: { title: words.titleStopped, lead: words.leadStopped },
    interrupted: { title: words.titleInterrupted, lead: words.leadInterrupted },
  }
  if (view.outcome !== null) return outcomes[view.outcome]
  return { title: name === '' ? words.titlePlain : words.title(name), lead: words.lead }
}
