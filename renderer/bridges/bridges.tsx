/** The Bridges page: the list, a bridge's questions, the plan of a change, and the change at work. */
import { useState } from 'react'
import type { StatusView } from '../../provisioners/model/health.ts'
import { useAnswer } from '../hooks.ts'
import { usePlatform } from '../platform.tsx'
import type { BridgeSettings } from './answers.ts'
import {
  deletion,
  planOfDraft,
  readRun,
  removal,
  RUN_KEY,
  writeRun,
  type Change,
  type Draft,
  type KeptRun,
} from './change.ts'
import { ChangeForm } from './change-form.tsx'
import { ChangePlan } from './change-plan.tsx'
import { ChangeRun } from './change-run.tsx'
import { BridgeList } from './list.tsx'

interface BridgesProps {
  connection: string
  /** The Pi; null until it was heard of. */
  host: StatusView['host'] | null
  stale: boolean
  onLog: (service: string) => void
}

type Mode =
  | { at: 'list' }
  | { at: 'form'; draft: Draft }
  /** Where it came from, so that Back leads there with everything that was answered. */
  | { at: 'plan'; change: Change; draft: Draft | null }
  | { at: 'run'; run: KeptRun; change: Change | null; draft: Draft | null }

export function Bridges({ connection, host, stale, onLog }: BridgesProps) {
  const platform = usePlatform()
  const [mode, setMode] = useState<Mode>(() => {
    const run = readRun(platform.recall(RUN_KEY), connection)
    return run === null ? { at: 'list' } : { at: 'run', run, change: null, draft: null }
  })
  const catalog = useAnswer('bridges.catalog', {})
  const start = useAnswer('setup.start', { connection })
  const stored = start.answer.state === 'ready' ? start.answer.value : null
  const views = catalog.answer.state === 'ready' ? catalog.answer.value : null
  const failed = [catalog, start].find(({ answer }) => answer.state === 'problem')

  const others = stored?.bridges ?? {}

  const toList = () => setMode({ at: 'list' })
  const leaveRun = () => {
    platform.remember(RUN_KEY, null)
    // the answers on the Pi are others now
    start.again()
  }
  const begin = (change: Change, draft: Draft | null) => (id: string) => {
    const run = { run: id, kind: change.kind, bridge: change.bridge }
    platform.remember(RUN_KEY, writeRun(connection, run))
    setMode({ at: 'run', run, change, draft })
  }

  if (mode.at === 'form') {
    const { draft } = mode
    return (
      <ChangeForm
        connection={connection}
        draft={draft}
        onSettings={(settings: BridgeSettings) => setMode({ at: 'form', draft: { ...draft, settings } })}
        onBack={toList}
        onPlan={() => stored && setMode({ at: 'plan', change: planOfDraft(draft, stored), draft })}
      />
    )
  }
  if (mode.at === 'plan') {
    const { change, draft } = mode
    return (
      <ChangePlan
        connection={connection}
        change={change}
        memoryBytes={host?.memoryTotalBytes ?? null}
        onBack={() => (draft === null ? toList() : setMode({ at: 'form', draft }))}
        onRun={begin(change, draft)}
      />
    )
  }
  if (mode.at === 'run') {
    const { run, change, draft } = mode
    return (
      <ChangeRun
        key={run.run}
        connection={connection}
        run={run.run}
        kind={run.kind}
        name={change?.name ?? views?.find(({ id }) => id === run.bridge)?.name ?? run.bridge}
        onLeave={() => {
          leaveRun()
          toList()
        }}
        onAgain={
          change === null
            ? null
            : () => {
                leaveRun()
                setMode({ at: 'plan', change, draft })
              }
        }
      />
    )
  }
  return (
    <BridgeList
      connection={connection}
      views={views}
      mayChange={stored !== null}
      problem={failed?.answer.state === 'problem' ? failed.answer.problem : null}
      onRetry={() => failed?.again()}
      freeMemoryBytes={host === null ? null : host.memoryTotalBytes - host.memoryUsedBytes}
      stale={stale}
      onAdd={(view) => setMode({ at: 'form', draft: { kind: 'add', view, settings: {}, others } })}
      onChange={(view) =>
        setMode({
          at: 'form',
          draft: { kind: 'change', view, settings: others[view.id] ?? {}, others },
        })
      }
      onRemove={({ id, name }) =>
        stored && setMode({ at: 'plan', change: removal(id, name, stored), draft: null })
      }
      onDelete={({ id, name }) => setMode({ at: 'plan', change: deletion(id, name), draft: null })}
      onLog={onLog}
    />
  )
}
