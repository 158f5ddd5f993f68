/** A server's page: the sidebar, and one of its pages beside it; or a change of the server, from its plan to its end. */
import { useCallback, useEffect, useState } from 'react'
import { Bridges } from '../bridges/bridges.tsx'
import { ChangeFlow } from '../changes/change-flow.tsx'
import { Changes, differing } from '../changes/changes.tsx'
import { Differs } from '../changes/differs.tsx'
import type { Flow } from '../changes/flow.ts'
import { Settings } from '../changes/settings.tsx'
import { useAnswer, useNow } from '../hooks.ts'
import { Logs } from '../logs/logs.tsx'
import { writeKept, type OpenedServer, type Page } from '../place.ts'
import { usePlatform } from '../platform.tsx'
import { People } from '../people/people.tsx'
import { PracticeBanner } from '../practice-banner.tsx'
import { ProblemCard } from '../problem-card.tsx'
import { AtWork, useHolder, WatchRun } from '../run/at-work.tsx'
import { Banner } from '../ui/banner.tsx'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { Loading, Title } from '../ui/screen.tsx'
import { useFormat, useWords } from '../words/index.tsx'
import { startEdit } from '../wizard/edit.ts'
import { resumeSetup, type SetupState } from '../wizard/state.ts'
import type { StepId } from '../wizard/steps.ts'
import { Outside } from './outside.tsx'
import { Overview } from './overview.tsx'
import { Services } from './services.tsx'
import { ReadOnly } from './read-only.ts'
import { Side } from './side.tsx'
import { useStatus, type WatchedStatus } from './use-status.ts'

interface ServerPageProps extends OpenedServer {
  page: Page
  onHome: () => void
  onGone: () => void
  /** To the plan: a repair, or another answer. */
  onSetup: (initial: SetupState) => void
}

export function ServerPage(props: ServerPageProps) {
  const { connection, practice, newer, onHome, onGone, onSetup } = props
  const { server } = useWords()
  const platform = usePlatform()
  const [page, setPage] = useState(props.page)
  const [logOf, setLogOf] = useState<string | null>(null)
  const watched = useStatus(connection, onGone)
  const [flow, setFlow] = useState<Flow | null>(props.run === null ? null : { kind: 'watch', run: props.run })
  const [run, setRun] = useState(props.run)
  const asked = newer ? null : { connection }
  const { answer: stored, again: readAgain } = useAnswer('setup.start', asked)
  const { answer: changes, again: compare } = useAnswer('changes.look', asked)
  const holder = useHolder(connection, compare)
  const intent = stored.state === 'ready' ? stored.value : null
  const name = intent?.name ?? (props.name || server.yourServer)
  useEffect(() => {
    platform.remember('place', writeKept({ at: 'server', connection, practice, page, run }))
  }, [platform, connection, practice, page, run])

  const home = () => {
    void platform.client.request('connection.close', { connection })
    onHome()
  }
  const leaveFlow = () => {
    setFlow(null)
    setRun(null)
  }
  const watch = useCallback((other: string) => {
    setFlow({ kind: 'watch', run: other })
    setRun(other)
  }, [])
  const go = (next: Page, service: string | null = null) => {
    leaveFlow()
    setLogOf(service)
    setPage(next)
  }
  const setupAt = (step: StepId) =>
    onSetup({ ...resumeSetup(connection, practice, null, step !== 'check-up'), step, furthest: step })
  /** What was done may have changed the answers, what runs and what differs. */
  const done = (well: boolean) => {
    if (well && flow?.kind === 'uninstall')
      return void platform.client.request('connection.forget', { connection }).then(onHome)
    leaveFlow()
    readAgain()
    compare()
    watched.again()
    holder.again()
  }
  const { status } = watched
  const differ = changes.state === 'ready' ? differing(changes.value) : 0
  const quiet = page === 'logs' || page === 'people' || page === 'bridges'
  const shown = flow === null ? page : null
  return (
    <ReadOnly value={newer}>
      <WatchRun value={newer ? null : watch}>
        <div className="server">
          <Side
            name={name}
            page={page}
            newer={newer}
            differ={differ}
            watched={watched}
            onPage={go}
            onHome={home}
            onDevices={() => setupAt('ready')}
          />
          <main className="page-frame">
            {practice && <PracticeBanner onLeave={home} />}
            <Offline watched={watched} />
            {newer && <OnlyLook />}
            {flow === null && !quiet && holder.value !== null && (
              <div className="page-note">
                <AtWork held={holder.value} />
              </div>
            )}
            {flow !== null && (
              <ChangeFlow
                key={flow.kind === 'watch' ? flow.run : flow.kind}
                connection={connection}
                flow={flow}
                intent={intent}
                name={name}
                memoryBytes={status?.host.memoryTotalBytes ?? null}
                onRun={setRun}
                onBack={leaveFlow}
                onDone={done}
              />
            )}
            {shown === 'changes' && <Changes answer={changes} onLook={compare} onFlow={setFlow} />}
            {shown === 'settings' && (
              <Settings
                connection={connection}
                answer={stored}
                onAgain={readAgain}
                onChange={(step) => onSetup(startEdit(connection, practice, step))}
                onUninstall={(data) => setFlow({ kind: 'uninstall', data })}
              />
            )}
            {shown === 'logs' && (
              <Logs
                key={logOf ?? ''}
                connection={connection}
                services={status?.services ?? []}
                first={logOf}
              />
            )}
            {shown === 'people' && <People connection={connection} />}
            {shown === 'bridges' && (
              <Bridges
                connection={connection}
                host={status?.host ?? null}
                stale={watched.problem !== null}
                onLog={(service) => go('logs', service)}
              />
            )}
            {shown === 'outside' && <Outside connection={connection} />}
            {(shown === 'overview' || shown === 'services') && status === null && (
              <NotYet page={shown} watched={watched} onSetUp={() => setupAt('check-up')} />
            )}
            {shown === 'overview' && status !== null && (
              <Overview
                connection={connection}
                status={status}
                watched={watched}
                onRepair={() => setFlow({ kind: 'repair' })}
              >
                <Differs count={differ} onSee={() => go('changes')} />
              </Overview>
            )}
            {shown === 'services' && status !== null && (
              <Services
                connection={connection}
                status={status}
                stale={watched.problem !== null}
                onLog={(id) => go('logs', id)}
              />
            )}
          </main>
        </div>
      </WatchRun>
    </ReadOnly>
  )
}

/** A newer Bramble has set it up: said on every page. */
function OnlyLook() {
  const { newer } = useWords()
  return (
    <Banner tone="notice" sign={<Icon name="lock" />} label={newer.title}>
      <strong>{newer.title}</strong> {newer.text}
    </Banner>
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
