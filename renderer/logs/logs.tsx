/** What the services say, live: filtered, searched, held still, copied, saved. */
import { useMemo, useState } from 'react'
import type { ServiceStatus } from '../../provisioners/model/health.ts'
import { usePlatform } from '../platform.tsx'
import { ProblemCard } from '../problem-card.tsx'
import { Button, IconButton } from '../ui/button.tsx'
import { Segments } from '../ui/choice.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { Icon } from '../ui/icon.tsx'
import { LogView } from '../ui/log-view.tsx'
import { Empty, Loading, Title } from '../ui/screen.tsx'
import { StateSign } from '../ui/state-sign.tsx'
import { useFormat, useWords } from '../words/index.tsx'
import { atLeast, dropped, hitsOf, type BufferedLine, type LogBuffer } from './buffer.ts'
import { ServiceFilter } from './service-filter.tsx'
import { useLogs, type FollowedLogs } from './use-logs.ts'

interface LogsProps {
  connection: string
  services: readonly ServiceStatus[]
  /** A service whose log was asked for. */
  first: string | null
}

type LevelChoice = 'all' | 'warning' | 'error'

export function Logs({ connection, services, first }: LogsProps) {
  const { logs, common } = useWords()
  const format = useFormat()
  const { copy, save } = usePlatform()
  const [chosen, setChosen] = useState<readonly string[]>(first === null ? [] : [first])
  const [level, setLevel] = useState<LevelChoice>('all')
  const [search, setSearch] = useState('')
  const [hit, setHit] = useState<number | null>(null)
  const [held, setHeld] = useState<LogBuffer | null>(null)
  const followed = useLogs(connection, chosen)
  const buffer = held ?? followed.buffer
  const lines = useMemo(() => atLeast(buffer.lines, level === 'all' ? 'plain' : level), [buffer, level])
  const hits = useMemo(() => hitsOf(lines, search), [lines, search])
  const names = useMemo(() => new Map(services.map(({ id, name }) => [id, name])), [services])
  const rows = useMemo(
    () =>
      lines.map((line) => ({
        key: line.number,
        time: format.clock(line.at),
        who: names.get(line.service) ?? line.service,
        level: line.level,
        text: line.text,
      })),
    [lines, names, format],
  )

  const find = (back: boolean) => setHit((at) => nextHit(hits, at, back))
  const text = () => lines.map((line) => plainLine(line)).join('\n')
  const filter = (change: () => void) => {
    setHit(null)
    change()
  }
  return (
    <div className="page page-fill">
      <header className="page-head logs-head">
        <Title className="t-22 grow">{logs.title}</Title>
        <LiveSign followed={followed} waiting={held === null ? null : followed.buffer.count - held.count} />
        <Button
          icon={held === null ? 'pause' : 'play'}
          onClick={() => setHeld(held === null ? followed.buffer : null)}
        >
          {held === null ? logs.pause : logs.resume}
        </Button>
        <CopyButton iconOnly text={text} copy={copy} label={logs.copy} done={common.copied} />
        <IconButton
          icon="save"
          look="quiet"
          label={logs.save}
          onClick={() => save(logs.file(chosen.join('-') || 'bramble'), `${text()}\n`, 'text/plain')}
        />
      </header>
      <div className="toolbar">
        <label className="input input-s find">
          <Icon name="search" small />
          <input
            type="search"
            value={search}
            aria-label={logs.search}
            onChange={(event) => filter(() => setSearch(event.target.value))}
            onKeyDown={(event) => event.key === 'Enter' && find(event.shiftKey)}
          />
          <span className="suffix t-13" role="status">
            {search.trim() !== '' && logs.hits(hits.length)}
          </span>
        </label>
        {hits.length > 0 && (
          <IconButton icon="down" look="quiet" label={logs.nextHit} onClick={() => find(false)} />
        )}
        <ServiceFilter
          services={services}
          chosen={chosen}
          onChosen={(value) =>
            filter(() => {
              setHeld(null)
              setChosen(value)
            })
          }
        />
        <Segments
          legend={logs.level}
          options={(['all', 'warning', 'error'] as const).map((value) => ({
            value,
            label: logs.levels[value],
          }))}
          value={level}
          onValue={(value) => filter(() => setLevel(value))}
        />
      </div>
      {followed.problem !== null && <ProblemCard problem={followed.problem} onRetry={followed.again} />}
      {rows.length > 0 ? (
        <section className="card clip log-card" aria-label={logs.title}>
          <LogView
            label={logs.label}
            rows={rows}
            words={logs.words}
            search={search.trim().toLowerCase()}
            hit={hit}
          />
        </section>
      ) : (
        <NoLines followed={followed} filtered={buffer.lines.length > 0} />
      )}
      {dropped(buffer) > 0 && <p className="t-13 faint">{logs.dropped(dropped(buffer))}</p>}
    </div>
  )
}

function LiveSign({ followed, waiting }: { followed: FollowedLogs; waiting: number | null }) {
  const { logs } = useWords()
  if (waiting !== null) return <StateSign tone="notice">{logs.paused(waiting)}</StateSign>
  if (followed.state === 'connecting') return <StateSign tone="busy">{logs.connecting}</StateSign>
  if (followed.state === 'ended') return <StateSign tone="off">{logs.ended}</StateSign>
  return (
    <span className="state ok live">
      <span className="pulse" />
      {logs.live}
    </span>
  )
}

function NoLines({ followed, filtered }: { followed: FollowedLogs; filtered: boolean }) {
  const { logs } = useWords()
  if (followed.problem !== null) return null
  if (followed.state === 'connecting') return <Loading label={logs.connecting} />
  if (filtered) return <Empty title={logs.filteredTitle} text={logs.filteredText} />
  return <Empty title={logs.emptyTitle} text={logs.emptyText} />
}

const plainLine = ({ at, service, text }: BufferedLine): string =>
  `${new Date(at * 1000).toISOString()} ${service} ${text}`

/** The next position after this one, around the end. */
function nextHit(hits: readonly number[], at: number | null, back: boolean): number | null {
  if (hits.length === 0) return null
  if (back) return hits.findLast((hit) => at === null || hit < at) ?? hits.at(-1) ?? null
  return hits.find((hit) => at === null || hit > at) ?? hits[0] ?? null
}
