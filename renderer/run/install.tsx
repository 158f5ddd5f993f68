/** The work itself: it does not need this window, and this window shows it wherever it is. */
import { useEffect, useState, type Dispatch } from 'react'
import { useAct } from '../hooks.ts'
import { useClient } from '../platform.tsx'
import { Button } from '../ui/button.tsx'
import { Confirm } from '../ui/dialog.tsx'
import { Foot } from '../ui/foot.tsx'
import { Ask } from '../ui/screen.tsx'
import { StateSign } from '../ui/state-sign.tsx'
import type { SetupAction } from '../wizard/state.ts'
import { StepProblem } from '../wizard/step-frame.tsx'
import { useWords, type Words } from '../words/index.tsx'
import type { Outcome, RunView } from './fold.ts'
import { LiveLog } from './live-log.tsx'
import { RunBody } from './run-body.tsx'
import { useRun } from './use-run.ts'

interface InstallProps {
  connection: string
  run: string
  /** What the server is called, until the run says so. */
  name: string
  /** The server was there before: answers of it are changed. */
  changes?: boolean
  dispatch: Dispatch<SetupAction>
  /** It is a task of its own, which belongs to the server's page. */
  onTask: (run: string) => void
}

export function Install({ connection, run, name, changes = false, dispatch, onTask }: InstallProps) {
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
    if (task !== null && task.kind !== 'tailnet') onTask(run)
    if (task?.kind === 'tailnet') dispatch({ type: 'join', run, settings: task.settings })
    // oxlint-disable-next-line react/exhaustive-deps -- told when the task is heard of
  }, [task, run])
  const { title, lead } = said(view, view.server ?? name, changes, install)
  const rest = () => dispatch({ type: 'go', step: 'review' })
  return (
    <>
      <div className="pane-body">
        <Ask
          title={title}
          lead={lead}
          end={!over && view.run !== null && <StopButton connection={connection} run={run} />}
        />
        <RunBody
          followed={followed}
          onRetry={rest}
          card={(props) => <StepProblem {...props} dispatch={dispatch} />}
        />
      </div>
      <LiveLog view={view} />
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

function said(
  view: RunView,
  name: string,
  changes: boolean,
  words: Words['install'],
): { title: string; lead: string } {
  const titleDone = changes ? words.titleChanged : words.titleDone
  const outcomes: Record<Outcome, { title: string; lead: string }> = {
    verified: { title: name === '' ? words.titleDonePlain : titleDone(name), lead: words.leadDone },
    'nothing-to-do': {
      title: name === '' ? words.titleDonePlain : titleDone(name),
      lead: words.leadDone,
    },
    failed: { title: words.titleFailed, lead: words.leadFailed },
    stopped: { title: words.titleStopped, lead: words.leadStopped },
    interrupted: { title: words.titleInterrupted, lead: words.leadInterrupted },
  }
  if (view.outcome !== null) return outcomes[view.outcome]
  return {
    title: name === '' ? words.titlePlain : (changes ? words.titleChanging : words.title)(name),
    lead: words.lead,
  }
}

/** Stops between two steps, after asking. */
export function StopButton({ connection, run }: { connection: string; run: string }) {
  const { install } = useWords()
  const client = useClient()
  const act = useAct()
  const [asks, setAsks] = useState(false)
  const [stopping, setStopping] = useState(false)
  const stop = () => {
    setAsks(false)
    void act
      .run(() => client.request('run.stop', { connection, run }))
      .then((done) => done !== null && setStopping(true))
  }
  if (stopping) return <StateSign tone="busy">{install.stopping}</StateSign>
  return (
    <>
      <Button busy={act.busy} onClick={() => setAsks(true)}>
        {install.stop}
      </Button>
      <Confirm
        open={asks}
        title={install.stopTitle}
        text={install.stopText}
        leave={install.stopLeave}
        act={install.stopAct}
        onLeave={() => setAsks(false)}
        onAct={stop}
      />
    </>
  )
}
