/** What the Pi is called in the tailnet; where the name was taken, keeping what it got or choosing another. */
import type { RefObject } from 'react'
import type { TailnetView } from '../../../provisioners/model/reach.ts'
import { Button } from '../../ui/button.tsx'
import { TextField, type Verdict } from '../../ui/field.tsx'
import { Icon } from '../../ui/icon.tsx'
import { useWords } from '../../words/index.tsx'
import { firstLabel } from './reach.ts'
import { nameState } from './tailnet-state.ts'
import type { UsedReach } from './way-frame.tsx'
import { wrongMachineName } from './wrong-reach.ts'

interface MachineFieldProps {
  view: TailnetView | null
  used: UsedReach
  /** Joining was asked for: what is missing is said. */
  missing: boolean
  field: RefObject<HTMLInputElement | null>
  /** The machine has another name now than the one that is for ever. */
  elsewhere: { now: string; stored: string } | null
}

export function MachineField({ view, used, missing, field, elsewhere }: MachineFieldProps) {
  const { tailnet: words, address } = useWords()
  const { reach, locked, change } = used
  const wrong = wrongMachineName(reach.machineName)
  const state = view === null ? 'unknown' : nameState(view, reach.machineName)
  const given = firstLabel(view?.name ?? '')
  const suffix = view?.suffix ?? null
  const verdict = (): Verdict | undefined => {
    if (wrong !== null)
      return missing || wrong !== 'empty' ? { tone: 'bad', text: words.machineErrors[wrong] } : undefined
    if (elsewhere !== null) return { tone: 'bad', text: words.differs(elsewhere.now, elsewhere.stored) }
    if (locked) return undefined
    if (state === 'same') return { tone: 'ok', text: words.same }
    if (state === 'taken') return { tone: 'warn', text: words.taken(reach.machineName, given) }
    return state === 'other' ? { tone: 'notice', text: words.other(given) } : undefined
  }
  return (
    <div className="stack g-1">
      <TextField
        ref={field}
        label={words.machine}
        value={reach.machineName}
        suffix={suffix === null ? undefined : `.${suffix}`}
        disabled={locked}
        end={locked ? <Icon name="lock" small /> : undefined}
        help={locked ? address.lockedField : words.machineHelp}
        verdict={verdict()}
        onValue={(machineName) => change({ machineName })}
      />
      {!locked && wrong === null && (state === 'taken' || state === 'other') && (
        <div className="btns wrap">
          <Button onClick={() => change({ machineName: given })}>{words.keep(given)}</Button>
          {state === 'taken' && (
            <Button onClick={() => field.current?.select()}>{words.chooseAnother}</Button>
          )}
        </div>
      )}
    </div>
  )
}
