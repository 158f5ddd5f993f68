/** A run as it is watched: contact, phases, what a person has to do, the live log. The same for every run. */
import { useNow } from '../hooks.ts'
import { Ask, Loading } from '../ui/screen.tsx'
import { useFormat, useWords } from '../words/index.tsx'
import { AskCard, AskSaid } from './ask-card.tsx'
import { Contact, StopButton } from './contact.tsx'
import { LiveLog } from './live-log.tsx'
import { PhaseList } from './phase-list.tsx'
import type { ShowProblem } from './plan-body.tsx'
import type { FollowedRun } from './use-run.ts'

interface RunBodyProps {
  connection: string
  run: string
  followed: FollowedRun
  title: string
  lead: string
  show: ShowProblem
  /** What the button under the run's own problem does. */
  onRest: () => void
  restLabel?: string
}

export function RunBody({ connection, run, followed, title, lead, show, onRest, restLabel }: RunBodyProps) {
  const { install, common } = useWords()
  const format = useFormat()
  const now = useNow(1)
  const { view } = followed
  const over = view.outcome !== null
  return (
    <>
      <div className="pane-body">
        <Ask
          title={title}
          lead={lead}
          end={!over && view.run !== null && <StopButton connection={connection} run={run} />}
        />
        <div className="stack g-2">
          <Contact view={view} lostSince={followed.lostSince} />
          {followed.problem !== null && show({ problem: followed.problem, onRetry: followed.again })}
          {view.run === null && followed.problem === null && <Loading label={common.loading} />}
          {view.run !== null && (
            <div className={view.ask === null ? undefined : 'run'}>
              {view.ask !== null && <AskCard key={view.ask.link} ask={view.ask} />}
              <PhaseList view={view} now={now} />
            </div>
          )}
          <AskSaid ask={view.ask} over={over} />
          {view.problem !== null &&
            show({
              problem: view.problem,
              onRetry: onRest,
              ...(restLabel !== undefined && { retryLabel: restLabel }),
            })}
          {view.unmet.length > 0 && <p className="t-13 quiet">{install.unmet(format.list(view.unmet))}</p>}
        </div>
      </div>
      <LiveLog view={view} />
    </>
  )
}
