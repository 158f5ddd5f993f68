/** What the screen of every way has: its title, the way back to the others, one form, and the button that goes on. */
import { useEffect, useState, type FormEvent, type ReactNode } from 'react'
import { Button } from '../../ui/button.tsx'
import { Ask } from '../../ui/screen.tsx'
import { useWords } from '../../words/index.tsx'
import type { ScreenProps } from '../screen.ts'
import { isDirty } from '../state.ts'
import { StepFrame } from '../step-frame.tsx'
import { isConfirmed, type Reach } from './reach.ts'
import { wrongReach, type ReachError, type ReachField, type WrongReach } from './wrong-reach.ts'

export interface WayProps extends Pick<ScreenProps, 'state' | 'dispatch'> {
  onWays: () => void
}

export interface UsedReach {
  reach: Reach
  /** The name for ever is there already, and stays. */
  locked: boolean
  wrong: WrongReach
  /** Somebody wanted to go on: what is missing is said. */
  shown: boolean
  change: (patch: Partial<Reach>) => void
  /** What stands below a field, once there is something to say. */
  verdict: (field: ReachField) => { tone: 'bad'; text: string } | undefined
  /** Goes on where nothing is wrong, the name is confirmed, and `ready` says so too. */
  submit: (event: FormEvent) => void
}

export function useReach({ state, dispatch }: WayProps, ready = true): UsedReach {
  const { address: words } = useWords()
  const [shown, setShown] = useState(false)
  const focus = useFirstWrong()
  const { reach } = state.answers
  const locked = state.stored !== null
  const wrong = wrongReach(reach)
  const says = (field: ReachField, error: ReachError) =>
    shown || (error !== 'empty' && reach[field] !== '') ? words.errors[error] : undefined
  return {
    reach,
    locked,
    wrong,
    shown,
    change: (patch) => dispatch({ type: 'answer', patch: { reach: { ...reach, ...patch } } }),
    verdict: (field) => {
      const error = wrong[field]
      const text = error === undefined ? undefined : says(field, error)
      return text === undefined ? undefined : { tone: 'bad', text }
    },
    submit: (event) => {
      event.preventDefault()
      setShown(true)
      const fine = Object.keys(wrong).length === 0 && (locked || isConfirmed(reach))
      if (fine && ready) dispatch({ type: 'next' })
      else focus(event.currentTarget)
    },
  }
}

/** Where going on did not work, the first field that is in its way takes the focus: it may be below the edge of the window. */
function useFirstWrong(): (form: EventTarget) => void {
  const [form, setForm] = useState<{ of: EventTarget } | null>(null)
  useEffect(() => {
    if (form?.of instanceof HTMLElement) form.of.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [form])
  return (of) => setForm({ of })
}

interface WayFrameProps extends WayProps {
  title: string
  lead?: string
  buttons: ReactNode
  /** Beside "Another way in". */
  end?: ReactNode
  note?: ReactNode
  children: ReactNode
}

export function WayFrame(props: WayFrameProps) {
  const { state, onWays, title, lead, buttons, end, note, children } = props
  const { address: words, setup } = useWords()
  return (
    <StepFrame onBack={onWays} note={note ?? (isDirty(state) ? setup.dirty : undefined)} buttons={buttons}>
      <Ask
        title={title}
        lead={lead}
        end={
          <div className="flex g-1 nowrap">
            {end}
            <Button onClick={onWays}>{words.another}</Button>
          </div>
        }
      />
      {children}
    </StepFrame>
  )
}
