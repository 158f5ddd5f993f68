/** Log lines in a virtual list: only what is seen is in the page; the newest stays in sight until one scrolls up. */
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef, useState, type ReactNode } from 'react'
import { Button } from './button.tsx'
import { cx } from './cx.ts'
import { Sign } from './icon.tsx'

export interface LogRow {
  key: number
  time: string
  who: string
  level: 'plain' | 'warning' | 'error'
  text: string
}

interface LogViewProps {
  label: string
  rows: readonly LogRow[]
  words: { warning: string; error: string; newest: string }
  /** Marked wherever it occurs; lower case. */
  search?: string
  /** Index of the line that was searched for. */
  hit?: number | null
}

const toneOf = { plain: null, warning: 'warn', error: 'bad' } as const

export function LogView({ label, rows, words, search = '', hit = null }: LogViewProps) {
  const box = useRef<HTMLDivElement>(null)
  const [follows, setFollows] = useState(true)
  // oxlint-disable-next-line react/incompatible-library -- the compiler is not used here
  const list = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => 22,
    getItemKey: (index) => rows[index]?.key ?? index,
    overscan: 12,
  })

  useEffect(() => {
    if (follows && rows.length > 0) list.scrollToIndex(rows.length - 1, { align: 'end' })
  }, [follows, rows, list])
  useEffect(() => {
    if (hit === null) return
    setFollows(false)
    list.scrollToIndex(hit, { align: 'center' })
  }, [hit, list])

  const scrolled = () => {
    const at = box.current
    if (at !== null) setFollows(at.scrollHeight - at.scrollTop - at.clientHeight < 32)
  }
  return (
    <>
      {/* A firehose would talk without end, so it is read on demand: role log, but not announced. */}
      <div
        ref={box}
        className="log code"
        role="log"
        aria-live="off"
        aria-label={label}
        tabIndex={0}
        onWheel={scrolled}
        onKeyUp={scrolled}
        onPointerUp={scrolled}
        onTouchEnd={scrolled}
      >
        <div className="log-rows" style={{ height: list.getTotalSize() }}>
          {list.getVirtualItems().map((item) => {
            const row = rows[item.index]
            if (row === undefined) return null
            const tone = toneOf[row.level]
            return (
              <div
                key={item.key}
                ref={list.measureElement}
                data-index={item.index}
                className={cx('log-row', tone, item.index === hit && 'hit')}
                style={{ transform: `translateY(${item.start}px)` }}
              >
                {tone === null ? <span /> : <Sign tone={tone} size={16} />}
                <span className="time">{row.time}</span>
                <span className="who">{row.who}</span>
                <span className="msg">
                  {row.level !== 'plain' && <span className="vh">{words[row.level]}</span>}
                  {marked(row.text, search)}
                </span>
              </div>
            )
          })}
        </div>
      </div>
      {!follows && rows.length > 0 && (
        <Button className="log-newest" icon="down" onClick={() => setFollows(true)}>
          {words.newest}
        </Button>
      )}
    </>
  )
}

function marked(text: string, search: string): ReactNode {
  if (search === '') return text
  const parts: ReactNode[] = []
  const lower = text.toLowerCase()
  let from = 0
  for (let at = lower.indexOf(search); at !== -1; at = lower.indexOf(search, from)) {
    parts.push(text.slice(from, at), <mark key={at}>{text.slice(at, at + search.length)}</mark>)
    from = at + search.length
  }
  return [...parts, text.slice(from)]
}
