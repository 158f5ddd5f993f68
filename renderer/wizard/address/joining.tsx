/** The Pi joins: its phases, and the page to open as soon as it asks. The run goes on without this window and is found again. */
import { useEffect } from 'react'
import { StopButton } from '../../run/install.tsx'
import { LiveLog } from '../../run/live-log.tsx'
import { RunBody } from '../../run/run-body.tsx'
import { useRun } from '../../run/use-run.ts'
import { Button } from '../../ui/button.tsx'
import { Foot } from '../../ui/foot.tsx'
import { Ask } from '../../ui/screen.tsx'
import { useWords } from '../../words/index.tsx'
import { StepProblem } from '../step-frame.tsx'
import type { WayProps } from './way-frame.tsx'

interface JoiningProps extends WayProps {
  run: string
  /** The tailnet is worth another look. */
  onEnded: () => void
}

export function Joining({ state, dispatch, run, onEnded }: JoiningProps) {
  const { tailnet: words, install } = useWords()
  const followed = useRun(state.link?.connection ?? '', run)
  const { view } = followed
  const over = view.outcome !== null
  const well = view.outcome === 'verified' || view.outcome === 'nothing-to-do'
  const leave = () => {
    onEnded()
    dispatch({ type: 'join-left' })
  }
  useEffect(() => {
    if (!well) return
    onEnded()
    dispatch({ type: 'join-left' })
  }, [well, dispatch, onEnded])
  const title =
    !over || well ? words.joining : view.outcome === 'failed' ? install.titleFailed : install.titleStopped
  return (
    <>
      <div className="pane-body">
        <Ask
          title={title}
          lead={over ? install.leadStopped : install.lead}
          end={
            !over && view.run !== null && <StopButton connection={state.link?.connection ?? ''} run={run} />
          }
        />
        <RunBody
          followed={followed}
          onRetry={leave}
          retryLabel={words.tryAgain}
          card={(props) => <StepProblem {...props} dispatch={dispatch} />}
          leave={<Button onClick={leave}>{words.leave}</Button>}
        />
      </div>
      <LiveLog view={view} />
      {over && !well && view.problem === null && (
        <Foot>
          <Button large look="first" onClick={leave}>
            {words.tryAgain}
          </Button>
        </Foot>
      )}
    </>
  )
}
