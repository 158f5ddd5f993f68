/** The Pi joins: its phases, and the page to open as soon as it asks. The run goes on without this window and is found again. */
import { useEffect } from 'react'
import { useNow } from '../../hooks.ts'
import { AskCard, AskSaid } from '../../run/ask-card.tsx'
import { Contact, StopButton } from '../../run/contact.tsx'
import { LiveLog } from '../../run/live-log.tsx'
import { PhaseList } from '../../run/phase-list.tsx'
import { useRun } from '../../run/use-run.ts'
import { Button } from '../../ui/button.tsx'
import { Foot } from '../../ui/foot.tsx'
import { Ask, Loading } from '../../ui/screen.tsx'
import { useWords } from '../../words/index.tsx'
import { StepProblem } from '../step-frame.tsx'
import type { WayProps } from './way-frame.tsx'

interface JoiningProps extends WayProps {
  run: string
  /** The tailnet is worth another look. */
  onEnded: () => void
}

export function Joining({ state, dispatch, run, onEnded }: JoiningProps) {
  const { tailnet: words, install, common } = useWords()
  const followed = useRun(state.link?.connection ?? '', run)
  const { view } = followed
  const now = useNow(1)
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
        <div className="stack g-2">
          <Contact view={view} lostSince={followed.lostSince} />
          {followed.problem !== null && (
            <StepProblem problem={followed.problem} onRetry={followed.again} dispatch={dispatch}>
              <Button onClick={leave}>{words.leave}</Button>
            </StepProblem>
          )}
          {view.run === null && followed.problem === null && <Loading label={common.loading} />}
          {view.run !== null && (
            <div className={view.ask === null ? undefined : 'run'}>
              {view.ask !== null && <AskCard key={view.ask.link} ask={view.ask} />}
              <PhaseList view={view} now={now} />
            </div>
          )}
          <AskSaid ask={view.ask} over={over} />
          {view.problem !== null && (
            <StepProblem
              problem={view.problem}
              onRetry={leave}
              retryLabel={words.tryAgain}
              dispatch={dispatch}
            />
          )}
        </div>
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
