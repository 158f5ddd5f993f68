/** A server's page: the sidebar, and Overview, Services, Bridges, From outside, Logs or People beside it. */
import { useEffect, useState } from 'react'
import { Bridges } from '../bridges/bridges.tsx'
import { useNow } from '../hooks.ts'
import { Logs } from '../logs/logs.tsx'
import { writeKept, type Page } from '../place.ts'
import { usePlatform } from '../platform.tsx'
import { People } from '../people/people.tsx'
import { PracticeBanner } from '../practice-banner.tsx'
import { ProblemCard } from '../problem-card.tsx'
import { Banner } from '../ui/banner.tsx'
import { Button } from '../ui/button.tsx'
import { Icon, Sign, type IconName } from '../ui/icon.tsx'
import { Loading, Title } from '../ui/screen.tsx'
import { useFormat, useWords } from '../words/index.tsx'
import { resumeSetup, type SetupState } from '../wizard/state.ts'
import type { StepId } from '../wizard/steps.ts'
import { Outside } from './outside.tsx'
import { Overview } from './overview.tsx'
import { Services } from './services.tsx'
import { toneOfLight } from './tones.ts'
import { useStatus, type WatchedStatus } from './use-status.ts'

interface ServerPageProps {
  connection: string
  name: string
  practice: boolean
  page: Page
  onHome: () => void
  onGone: () => void
  /** To the plan: a repair, or another answer. */
  onSetup: (initial: SetupState) => void
}

export function ServerPage(props: ServerPageProps) {
  const { connection, practice, onHome, onGone, onSetup } = props
  const { server } = useWords()
  const platform = usePlatform()
  const [page, setPage] = useState(props.page)
  const [logOf, setLogOf] = useState<string | null>(null)
  const watched = useStatus(connection, onGone)
  const name = props.name || server.yourServer
  useEffect(() => {
    platform.remember('place', writeKept({ at: 'server', connection, practice, page }))
  }, [platform, connection, practice, page])

  const home = () => {
    void platform.client.request('connection.close', { connection })
    onHome()
  }
  const go = (next: Page, service: string | null = null) => {
    setLogOf(service)
    setPage(next)
  }
  const setupAt = (step: StepId) =>
    onSetup({ ...resumeSetup(connection, practice, null, step !== 'check-up'), step, furthest: step })
  const { status } = watched
  return (
    <div className="server">
      <Side name={name} page={page} watched={watched} onPage={go} onHome={home} onSetup={setupAt} />
      <main className="page-frame">
        {practice && <PracticeBanner onLeave={home} />}
        <Offline watched={watched} />
        {page === 'logs' && (
          <Logs key={logOf ?? ''} connection={connection} services={status?.services ?? []} first={logOf} />
        )}
        {page === 'people' && <People connection={connection} />}
        {page === 'bridges' && (
          <Bridges
            connection={connection}
            host={status?.host ?? null}
            stale={watched.problem !== null}
            onLog={(service) => go('logs', service)}
          />
        )}
        {page === 'outside' && <Outside connection={connection} />}
        {(page === 'overview' || page === 'services') && status === null && (
          <NotYet page={page} watched={watched} onSetUp={() => setupAt('check-up')} />
        )}
        {page === 'overview' && status !== null && (
          <Overview
            connection={connection}
            status={status}
            watched={watched}
            onRepair={() => setupAt('review')}
          />
        )}
        {page === 'services' && status !== null && (
          <Services
            connection={connection}
            status={status}
            stale={watched.problem !== null}
            onLog={(id) => go('logs', id)}
          />
        )}
      </main>
    </div>
  )
}

const icons: Record<Page, IconName> = {
  overview: 'light',
  services: 'services',
  bridges: 'bridge',
  outside: 'globe',
  logs: 'log',
  people: 'users',
}
const pages = ['overview', 'services', 'bridges', 'outside', 'logs', 'people'] as const

interface SideProps {
  name: string
  page: Page
  watched: WatchedStatus
  onPage: (page: Page) => void
  onHome: () => void
  onSetup: (step: StepId) => void
}

function Side({ name, page, watched, onPage, onHome, onSetup }: SideProps) {
  const { server, overview } = useWords()
  const { status, problem } = watched
  const light = problem !== null ? 'not-answering' : status?.light
  return (
    <header className="side">
      <p className="switch">
        {light !== undefined && <Sign tone={toneOfLight[light]} />}
        <span className="name">{name}</span>
        {light !== undefined && <span className="vh">{overview.words[light]}</span>}
      </p>
      <nav className="nav" aria-label={name}>
        {pages.map((each) => (
          <button
            key={each}
            type="button"
            aria-current={each === page ? 'page' : undefined}
            onClick={() => onPage(each)}
          >
            <Icon name={icons[each]} />
            {server.pages[each]}
          </button>
        ))}
      </nav>
      <div className="side-foot">
        <button type="button" onClick={() => onSetup('ready')}>
          <Icon name="user" small />
          {server.devices}
        </button>
        <button type="button" onClick={() => onSetup('address')}>
          <Icon name="pencil" small />
          {server.change}
        </button>
        <button type="button" onClick={onHome}>
          <Icon name="back" small />
          {server.all}
        </button>
      </div>
    </header>
  )
}

/** What was known stays, with its age. */
function Offline({ watched }: { watched: WatchedStatus }) {
  const { server, common } = useWords()
  const format = useFormat()
  const now = useNow(5)
  const { status, problem } = watched
  return (
    <div role="status">
      {problem !== null && status !== null && (
        <Banner
          tone="off"
          sign={<Icon name="offline" />}
          end={
            <Button busy={watched.looking} onClick={watched.again}>
              {common.tryAgain}
            </Button>
          }
        >
          {server.offline(format.ago(now - status.at))}
        </Banner>
      )}
    </div>
  )
}

interface NotYetProps {
  page: 'overview' | 'services'
  watched: WatchedStatus
  onSetUp: () => void
}

function NotYet({ page, watched, onSetUp }: NotYetProps) {
  const { server, overview } = useWords()
  return (
    <div className="page">
      <header className="page-head">
        <Title className="t-22">{page === 'overview' ? overview.titleLoading : server.pages[page]}</Title>
      </header>
      {watched.problem === null ? (
        <Loading label={server.loading} kind="page" />
      ) : (
        <ProblemCard problem={watched.problem} busy={watched.looking} onRetry={watched.again}>
          {watched.problem.code === 'not-found' && <Button onClick={onSetUp}>{server.setUpHere}</Button>}
        </ProblemCard>
      )}
    </div>
  )
}
