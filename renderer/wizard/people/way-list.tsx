/** The other ways to sign in that were added, each with its state. */
import { Button } from '../../ui/button.tsx'
import type { Tone } from '../../ui/icon.tsx'
import { StateSign } from '../../ui/state-sign.tsx'
import { useWords } from '../../words/index.tsx'
import type { Way } from './use-ways.ts'
import type { WayState } from './way-state.ts'

const tones: Record<WayState, Tone> = {
  asking: 'busy',
  unfinished: 'warn',
  failed: 'bad',
  fine: 'ok',
  kept: 'ok',
  untested: 'notice',
  here: 'ok',
}

interface WayListProps {
  ways: readonly Way[]
  /** Off until it is known what can be added. */
  ready: boolean
  onEdit: (key: string) => void
  onAdd: () => void
}

export function WayList({ ways, ready, onEdit, onAdd }: WayListProps) {
  const words = useWords()
  return (
    <div className="card rows">
      {ways.length === 0 && <p className="pad-2 t-13 quiet">{words.people.none}</p>}
      {ways.map((way) => (
        <div key={way.entry.key} className="row">
          <span className="tile" aria-hidden="true">
            {way.name.slice(0, 1)}
          </span>
          <div className="grow">
            <p className="strong wraps">{way.name}</p>
            <p className="t-13 quiet">{words.ways.admits[way.entry.admits]}</p>
          </div>
          <StateSign tone={tones[way.state]}>{words.ways.states[way.state]}</StateSign>
          <Button aria-label={words.people.editNamed(way.name)} onClick={() => onEdit(way.entry.key)}>
            {words.people.edit}
          </Button>
        </div>
      ))}
      <div className="pad-2">
        <Button icon="plus" disabled={!ready} onClick={onAdd}>
          {words.people.add}
        </Button>
      </div>
    </div>
  )
}
