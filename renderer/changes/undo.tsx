/** The way back to settings that were proved good: what would be different, and what it never touches. */
import type { WayBack } from '../../provisioners/model/changes.ts'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { useFormat, useWords } from '../words/index.tsx'

export function UndoCard({ way, onUndo }: { way: WayBack; onUndo: () => void }) {
  const { changes } = useWords()
  const format = useFormat()
  return (
    <section className="card pad-2 stack g-12" aria-labelledby="way-back">
      <div className="flex between g-2 top wrap">
        <h2 id="way-back" className="strong">
          {changes.undo(`${format.date(way.at)}, ${format.time(way.at)}`)}
        </h2>
        <Button icon="back" onClick={onUndo}>
          {changes.undoSee}
        </Button>
      </div>
      <Differences way={way} />
      <p className="t-13 quiet">{changes.undoMessages}</p>
    </section>
  )
}

/** Above the plan of an undo. */
export function AboutUndo({ way }: { way: WayBack }) {
  const { changes } = useWords()
  return (
    <section className="card pad-2 stack g-12" aria-label={changes.undoWhat}>
      <Differences way={way} />
      <p className="t-13 flex g-1 top">
        <Icon name="shield" small />
        <span>{changes.undoMessages}</span>
      </p>
    </section>
  )
}

function Differences({ way }: { way: WayBack }) {
  const { changes } = useWords()
  return (
    <div className="stack g-half">
      <p className="label">{changes.undoWhat}</p>
      {way.changes.length === 0 ? (
        <p className="t-13 quiet">{changes.undoNothing}</p>
      ) : (
        <ul className="lines t-13">
          {way.changes.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      )}
    </div>
  )
}
