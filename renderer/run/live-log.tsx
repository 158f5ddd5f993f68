/** The live log under the progress: closed it is one line, open it can be paused and copied. */
import { useState } from 'react'
import { usePlatform } from '../platform.tsx'
import { IconButton } from '../ui/button.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { LogView } from '../ui/log-view.tsx'
import { useFormat, useWords } from '../words/index.tsx'
import type { RunLine, RunView } from './fold.ts'

export function LiveLog({ view }: { view: RunView }) {
  const { install, common } = useWords()
  const format = useFormat()
  const { copy } = usePlatform()
  const [open, setOpen] = useState(false)
  const [held, setHeld] = useState<readonly RunLine[] | null>(null)
  const lines = held ?? view.lines
  const row = (line: RunLine) => ({ key: line.number, time: format.clock(line.at), ...line })
  const text = () => lines.map((line) => `${format.clock(line.at)} ${line.who} ${line.text}`).join('\n')
  return (
    <section className={open ? 'drawer open' : 'drawer'} aria-label={install.log}>
      <div className="drawer-head">
        <h2 className="strong">{install.log}</h2>
        <span className="faint drawer-now">{view.current?.title}</span>
        <span className="grow" />
        {open && (
          <>
            <IconButton
              look="quiet"
              icon={held === null ? 'pause' : 'play'}
              label={held === null ? install.pause : install.resume}
              onClick={() => setHeld(held === null ? view.lines : null)}
            />
            <CopyButton iconOnly text={text} copy={copy} label={install.copyLog} done={common.copied} />
          </>
        )}
        <IconButton
          look="quiet"
          icon={open ? 'down' : 'up'}
          label={open ? install.closeLog : install.openLog}
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        />
      </div>
      {open && lines.length === 0 && <p className="t-13 faint drawer-empty">{install.logEmpty}</p>}
      {open && lines.length > 0 && (
        <LogView
          label={install.log}
          rows={lines.map(row)}
          words={{ ...install.logLevel, newest: install.newest }}
        />
      )}
    </section>
  )
}
