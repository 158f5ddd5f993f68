/** From a plan to what it brought: read, started, watched, done. For what a server's page changes. */
import { useState, type ReactNode } from 'react'
import { Button } from '../ui/button.tsx'
import { Foot } from '../ui/foot.tsx'
import { Live, Title } from '../ui/screen.tsx'
import { useFormat, useWords } from '../words/index.tsx'
import { PlanBody, usePlanned, type PlanOf } from '../wizard/planned.tsx'
import { StopButton } from './install.tsx'
import { LiveLog } from './live-log.tsx'
import { RunBody } from './run-body.tsx'
import { useRun } from './use-run.ts'

/** What a flow is called at each of its stages; what is left out has the plan's and the run's usual words. */
export interface FlowWords {
  /** Above the plan. */
  title?: string
  lead?: string
  /** The button that starts it. */
  act: string
  /** While it runs, and when it has ended well. */
  running: string
  done: string
  doneLead?: string
  /** The button that leaves it in the end. */
  leave: string
}

interface PlanFlowProps {
  connection: string
  /** What is to be done; null for a run that is only watched. */
  of: PlanOf | null
  words: FlowWords
  /** A run that goes on already, such as one that was there before the window was loaded anew. */
  run?: string | null
  /** Told as soon as it runs, so that a reload finds it. */
  onRun?: (run: string) => void
  /** Between the heading and the plan: what else has to be known or answered. */
  children?: ReactNode
  /** Whether everything is answered that comes before the start. */
  ready?: boolean
  /** The start takes something away for good. */
  danger?: boolean
  memoryBytes?: number | null
  onBack: () => void
  /** @param well whether a run came to its end as it should; false as well where nothing was to do */
  onDone: (well: boolean) => void
}

export function PlanFlow(props: PlanFlowProps) {
  const { of, onRun, onDone } = props
  const [run, setRun] = useState(props.run ?? null)
  const [round, setRound] = useState(0)
  const started = (next: string) => {
    setRun(next)
    onRun?.(next)
  }
  /** After a run that did not end well the plan shows what is left of it. */
  const rest = () => {
    if (of === null) return onDone(false)
    setRun(null)
    setRound((count) => count + 1)
  }
  if (run !== null) return <Watch key={run} {...props} run={run} onRest={rest} />
  return <Read key={round} {...props} onStarted={started} />
}

interface ReadProps extends PlanFlowProps {
  onStarted: (run: string) => void
}

function Read(props: ReadProps) {
  const { connection, of, words, children, ready = true, danger = false, onStarted, onBack, onDone } = props
  const { review, common } = useWords()
  const format = useFormat()
  const planned = usePlanned({ connection, of, onRun: onStarted })
  const { plan, nothing, stale, start } = planned
  const seconds = plan?.expectedSeconds ?? null
  const title = nothing ? review.titleNothing : (words.title ?? review.title)
  const usual = seconds === null ? review.lead : review.leadTime(format.duration(seconds))
  const lead = nothing ? review.leadNothing : (words.lead ?? usual)
  return (
    <>
      <div className="page">
        <Head title={title} lead={lead} />
        <Live>{plan === null ? '' : `${title}. ${review.changes(plan.changes.length)}`}</Live>
        <div className="stack g-3">
          {!nothing && children}
          <PlanBody planned={planned} loading={review.titleLoading} memoryBytes={props.memoryBytes ?? null} />
        </div>
      </div>
      <Foot
        back={{ label: common.back, onPress: onBack, disabled: start.busy }}
        note={start.busy ? review.starting : common.nothingChanged}
      >
        {nothing ? (
          <Button large look="first" onClick={() => onDone(false)}>
            {words.leave}
          </Button>
        ) : (
          <Button
            large
            look={danger ? 'danger' : 'first'}
            disabled={plan === null || stale || !ready}
            busy={start.busy}
            onClick={() => planned.begin(false)}
          >
            {words.act}
          </Button>
        )}
      </Foot>
    </>
  )
}

interface WatchProps extends PlanFlowProps {
  run: string
  onRest: () => void
}

function Watch({ connection, run, of, words, onRest, onDone }: WatchProps) {
  const { install } = useWords()
  const followed = useRun(connection, run)
  const { outcome, problem, run: known } = followed.view
  const well = outcome === 'verified' || outcome === 'nothing-to-do'
  const titles = {
    failed: install.titleFailed,
    stopped: install.titleStopped,
    interrupted: install.titleInterrupted,
  }
  const leads = {
    failed: install.leadFailed,
    stopped: install.leadStopped,
    interrupted: install.leadInterrupted,
  }
  const title = outcome === null ? words.running : well ? words.done : titles[outcome]
  const lead = outcome === null ? install.lead : well ? (words.doneLead ?? install.leadDone) : leads[outcome]
  return (
    <>
      <div className="page">
        <Head
          title={title}
          lead={lead}
          end={outcome === null && known !== null && <StopButton connection={connection} run={run} />}
        />
        <Live>{outcome === null ? '' : title}</Live>
        <RunBody
          followed={followed}
          onRetry={onRest}
          {...(of === null && { retryLabel: words.leave })}
          leave={<Button onClick={() => onDone(false)}>{words.leave}</Button>}
        />
      </div>
      <LiveLog view={followed.view} />
      {outcome !== null && (well || problem === null) && (
        <Foot>
          <Button large look="first" onClick={well ? () => onDone(true) : onRest}>
            {well || of === null ? words.leave : install.seeRest}
          </Button>
        </Foot>
      )}
    </>
  )
}

function Head({ title, lead, end }: { title: string; lead: string; end?: ReactNode }) {
  return (
    <header className="page-head">
      <div className="grow">
        <Title className="t-22">{title}</Title>
        <p className="t-13 quiet">{lead}</p>
      </div>
      {end}
    </header>
  )
}
