/** A run as every screen shows it: contact, what it asks, its phases, and what was in its way. */
import type { ReactNode } from 'react'
import { useNow } from '../hooks.ts'
import { ProblemCard, type ProblemCardProps } from '../problem-card.tsx'
import { Banner } from '../ui/banner.tsx'
import { Icon } from '../ui/icon.tsx'
import { Loading } from '../ui/screen.tsx'
import { useFormat, useWords } from '../words/index.tsx'
import { AskCard, AskSaid } from './ask-card.tsx'
import type { RunView } from './fold.ts'
import { PhaseList } from './phase-list.tsx'
import type { FollowedRun } from './use-run.ts'

interface RunBodyProps {
  followed: FollowedRun
  /** Starts again what failed. */
  onRetry: () => void
  retryLabel?: string
  /** Draws a problem, with the ways out that the screen has. */
  card?: (props: ProblemCardProps) => ReactNode
  /** Another way out where the run cannot be followed at all. */
  leave?: ReactNode
}

const plainCard = (props: ProblemCardProps) => <ProblemCard {...props} />

export function RunBody({ followed, onRetry, retryLabel, card = plainCard, leave }: RunBodyProps) {
  const { install, common } = useWords()
  const format = useFormat()
  const now = useNow(1)
  const { view, problem, lostSince, again } = followed
  const over = view.outcome !== null
  return (
    <div className="stack g-2">
      <Contact view={view} lostSince={lostSince} />
      {problem !== null && card({ problem, onRetry: again, children: leave })}
      {view.run === null && problem === null && <Loading label={common.loading} />}
      {view.run !== null && (
        <div className={view.ask === null ? undefined : 'run'}>
          {view.ask !== null && <AskCard key={view.ask.link} ask={view.ask} />}
          <PhaseList view={view} now={now} />
        </div>
      )}
      <AskSaid ask={view.ask} over={over} />
      {view.problem !== null && card({ problem: view.problem, onRetry, retryLabel })}
      {view.unmet.length > 0 && <p className="t-13 quiet">{install.unmet(format.list(view.unmet))}</p>}
    </div>
  )
}

/** Out of reach is no failure: the Pi goes on. */
function Contact({ view, lostSince }: { view: RunView; lostSince: number | null }) {
  const { install } = useWords()
  const format = useFormat()
  const since = view.lostSince ?? lostSince
  return (
    <div role="status">
      {since !== null && view.outcome === null && (
        <Banner tone="off" sign={<Icon name="offline" />}>
          {install.contactSince(format.time(since))}
        </Banner>
      )}
    </div>
  )
}
