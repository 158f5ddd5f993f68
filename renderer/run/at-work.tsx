/** Who else changes this Pi: which computer, since when, whether its run still works, and what can be done about it. */
import { createContext, useContext, useEffect, useRef, useState } from 'react'
import type { Holder } from '../../electron/contract/api.ts'
import { useNow, usePolled, type Polled } from '../hooks.ts'
import { Button } from '../ui/button.tsx'
import { Confirm } from '../ui/dialog.tsx'
import { Light } from '../ui/state-sign.tsx'
import { useFormat, useWords } from '../words/index.tsx'

/** Shows a run that somebody else has started; null where a screen cannot. */
export const WatchRun = createContext<((run: string) => void) | null>(null)

const AGAIN_SECONDS = 5

/**
 * Whose change the Pi is kept for, asked again until it is free.
 *
 * A change that this computer left unfinished is none: the next one takes its place by itself.
 *
 * @param onFree it was held, and is not any more
 */
export function useHolder(connection: string | null, onFree: () => void = () => undefined): Polled<Holder> {
  const polled = usePolled('connection.holder', connection === null ? null : { connection }, (held) =>
    held === null ? null : AGAIN_SECONDS,
  )
  const held = polled.value !== null && (polled.value.alive || !polled.value.own) ? polled.value : null
  const before = useRef(false)
  useEffect(() => {
    if (before.current && held === null) onFree()
    before.current = held !== null
    // oxlint-disable-next-line react/exhaustive-deps -- told once, when it becomes free
  }, [held])
  return { ...polled, value: held }
}

interface AtWorkProps {
  held: Holder
  /** Left out where nothing waits for it. */
  onTakeOver?: () => void
  busy?: boolean
}

export function AtWork({ held, onTakeOver, busy = false }: AtWorkProps) {
  const { atWork: words } = useWords()
  const format = useFormat()
  const now = useNow(5)
  const watch = useContext(WatchRun)
  const [asks, setAsks] = useState(false)
  const who = held.own ? words.thisOne : held.machine || words.unknown
  const since = held.since > 0 ? words.since(format.when(held.since, now), format.ago(now - held.since)) : ''
  const title = held.alive ? words.title(who) : words.titleLeft(who)
  return (
    <section className="card row edge notice" role="status" aria-label={title}>
      <Light tone={held.alive ? 'busy' : 'notice'} />
      <div className="grow">
        <p className="strong">{title}</p>
        <p className="t-13 quiet">
          {since} {held.alive ? words.works : words.stopped}
        </p>
        <p className="t-13">{held.alive ? words.wait : words.takeOverWhy}</p>
      </div>
      {held.alive && watch !== null && <Button onClick={() => watch(held.run)}>{words.watch}</Button>}
      {!held.alive && onTakeOver !== undefined && (
        <Button busy={busy} onClick={() => setAsks(true)}>
          {words.takeOver}
        </Button>
      )}
      <Confirm
        open={asks}
        title={words.sureTitle}
        text={words.sureText(who)}
        leave={words.sureLeave}
        act={words.takeOver}
        onLeave={() => setAsks(false)}
        onAct={() => {
          setAsks(false)
          onTakeOver?.()
        }}
      />
    </section>
  )
}
