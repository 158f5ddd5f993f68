/** From a plan to what it brought: read, started, watched, done. For everything that a server's page changes. */
import { useState, type ReactNode } from 'react'
import { ProblemCard } from '../problem-card.tsx'
import { Button } from '../ui/button.tsx'
import { Foot } from '../ui/foot.tsx'
import { Ask, Live } from '../ui/screen.tsx'
import { useFormat, useWords } from '../words/index.tsx'
import { PlanBody, type ShowProblem } from './plan-body.tsx'
import { usePlanned, type Work } from './planned.ts'
import { RunBody } from './run-body.tsx'
import { useRun } from './use-run.ts'

/** What a flow is called at each of its stages; what is left out has the plan's and the run's usual words. */
export interface FlowWords {
  /** Above the plan. */
  title?: string
  lead?: string
  /** Where nothing is to do. */
  nothingTitle?: string
  nothingLead?: string
  /** The button that starts it. */
  act: string
  /** While it runs, and when it has ended well. */
  running?: string
  done: string
  doneLead?: string
  /** The button that leaves it in the end. */
  leave: string
}

interface PlanFlowProps {
  connection: string
  /** What is to be done; null for a run that is only watched. */
  work: Work | null
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
  /** @param well whether it came to its end as it should; false for nothing to do, too */
  onDone: (well: boolean) => void
}

const show: ShowProblem = (props) => <ProblemCard {...props} />

export function PlanFlow(props: PlanFlowProps) {
  const { work, onRun, onDone } = props
  const [run, setRun] = useState(props.run ?? null)
  const [round, setRound] = useState(0)
  const started = (next: string) => {
    setRun(next)
    onRun?.(next)
  }
  /** After a run that did not end well the plan shows what is left of it. */
  const rest = () => {
    if (work === null) return onDone(false)
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
  const { connection, work, words, children, ready = true, danger = false, onStarted, onBack, onDone } = props
  const { review } = useWords()
  const format = useFormat()
  const planned = usePlanned(connection, work, (run) => run !== null && onStarted(run))
  const { plan, nothing } = planned
  const seconds = plan?.expectedSeconds ?? null
  const title = nothing ? (words.nothingTitle ?? review.titleNothing) : (words.title ?? review.title)
  const usual = seconds === null ? review.lead : review.leadTime(format.duration(seconds))
  const lead = nothing ? (words.nothingLead ?? review.leadNothing) : (words.lead ?? usual)
  return (
    <>
      <div className="pane-body">
        <Ask title={title} lead={lead} />
        <Live>{plan === null ? '' : `${title}. ${review.changes(plan.changes.length)}`}</Live>
        <div className="stack g-3">
          {!nothing && children}
          <PlanBody planned={planned} show={show} memoryBytes={props.memoryBytes ?? null} />
        </div>
      </div>
      <Foot
        back={{ label: review.back, onPress: onBack }}
        note={planned.starting ? review.starting : review.untouched}
      >
        {nothing ? (
          <Button large look="first" onClick={() => onDone(false)}>
            {words.leave}
          </Button>
        ) : (
          <Button
            large
            look={danger ? 'danger' : 'first'}
            disabled={plan === null || planned.stale || !ready}
            busy={planned.starting}
            onClick={() => void planned.begin(false)}
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

function Watch({ connection, run, work, words, onRest, onDone }: WatchProps) {
  const { install } = useWords()
  const followed = useRun(connection, run)
  const { outcome, problem } = followed.view
  const well = outcome === 'verified' || outcome === 'nothing-to-do'
  const titles = {
    verified: words.done,
    'nothing-to-do': words.done,
    failed: install.titleFailed,
    stopped: install.titleStopped,
    interrupted: install.titleInterrupted,
  }
  const leads = {
    verified: words.doneLead ?? install.leadDone,
    'nothing-to-do': words.doneLead ?? install.leadDone,
    failed: install.leadFailed,
    stopped: install.leadStopped,
    interrupted: install.leadInterrupted,
  }
  const ended = outcome === null ? null : { title: titles[outcome], lead: leads[outcome] }
  return (
    <>
      <RunBody
        connection={connection}
        run={run}
        followed={followed}
        title={ended?.title ?? words.running ?? install.titlePlain}
        lead={ended?.lead ?? install.lead}
        show={show}
        onRest={onRest}
        {...(work === null && { restLabel: words.leave })}
      />
      <Live>{ended?.title ?? ''}</Live>
      {outcome !== null && (well || problem === null) && (
        <Foot>
          <Button large look="first" onClick={well ? () => onDone(true) : onRest}>
            {well || work === null ? words.leave : install.seeRest}
          </Button>
        </Foot>
      )}
    </>
  )
}
