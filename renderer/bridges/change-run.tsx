/** The change at work, beside the server's other pages: it does not need this window. */
import { StopButton } from '../run/install.tsx'
import { LiveLog } from '../run/live-log.tsx'
import { RunBody } from '../run/run-body.tsx'
import type { Outcome } from '../run/fold.ts'
import { useRun } from '../run/use-run.ts'
import { Button } from '../ui/button.tsx'
import { Foot } from '../ui/foot.tsx'
import { Live, Title } from '../ui/screen.tsx'
import { useWords, type Words } from '../words/index.tsx'
import type { ChangeKind } from './change.ts'

interface ChangeRunProps {
  connection: string
  run: string
  kind: ChangeKind
  name: string
  /** To the list, anew. */
  onLeave: () => void
  /** To the plan again; null where the window no longer knows it. */
  onAgain: (() => void) | null
}

export function ChangeRun({ connection, run, kind, name, onLeave, onAgain }: ChangeRunProps) {
  const words = useWords()
  const { bridgeChange, install } = words
  const followed = useRun(connection, run)
  const { view } = followed
  const { outcome } = view
  const { title, lead } = said(outcome, kind, name, words)
  return (
    <>
      <div className="page">
        <header className="page-head">
          <div className="grow">
            <Title className="t-22">{title}</Title>
            <p className="t-13 quiet">{lead}</p>
          </div>
          {outcome === null && view.run !== null && <StopButton connection={connection} run={run} />}
        </header>
        <Live>{outcome === null ? '' : title}</Live>
        <RunBody
          followed={followed}
          onRetry={onAgain ?? onLeave}
          retryLabel={onAgain === null ? bridgeChange.back : bridgeChange.seeRest}
          leave={<Button onClick={onLeave}>{bridgeChange.back}</Button>}
        />
      </div>
      <LiveLog view={view} />
      {outcome !== null && view.problem === null && (
        <Foot note={outcome === 'verified' || outcome === 'nothing-to-do' ? undefined : install.leadStopped}>
          <Button large look="first" onClick={onLeave}>
            {bridgeChange.back}
          </Button>
        </Foot>
      )}
    </>
  )
}

function said(outcome: Outcome | null, kind: ChangeKind, name: string, words: Words) {
  const { bridgeChange, install } = words
  switch (outcome) {
    case null:
      return { title: bridgeChange.run[kind](name), lead: install.lead }
    case 'verified':
    case 'nothing-to-do':
      return { title: bridgeChange.done[kind](name), lead: bridgeChange.leadDone[kind] }
    case 'failed':
      return { title: install.titleFailed, lead: install.leadFailed }
    case 'stopped':
      return { title: install.titleStopped, lead: install.leadStopped }
    case 'interrupted':
      return { title: install.titleInterrupted, lead: install.leadInterrupted }
  }
}
