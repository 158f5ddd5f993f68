/** Where is your Pi? A typed address; the Pi is only asked who it is. */
import { useId, useState, type FormEvent } from 'react'
import type { Target } from '../../electron/contract/api.ts'
import { useAct } from '../hooks.ts'
import { useClient } from '../platform.tsx'
import { TextField } from '../ui/field.tsx'
import { Icon } from '../ui/icon.tsx'
import { Rich } from '../ui/rich.tsx'
import { Ask, Live } from '../ui/screen.tsx'
import { useWords } from '../words/index.tsx'
import { parseAddress } from './parse.ts'
import type { ScreenProps } from './screen.ts'
import { Continue, StepFrame, StepProblem } from './step-frame.tsx'

export function Find({ state, dispatch, onHome }: ScreenProps) {
  const { find, setup } = useWords()
  const client = useClient()
  const act = useAct()
  const form = useId()
  const [shown, setShown] = useState(false)
  const typed = state.answers.address
  const parsed = parseAddress(typed)
  const bad = shown && !parsed.ok && !state.practice

  const submit = (event: FormEvent) => {
    event.preventDefault()
    setShown(true)
    const target = state.practice ? practice : parsed.ok ? ssh(parsed) : null
    if (target === null) return
    // Back and Continue without another address: the connection is there already.
    if (state.link !== null) return dispatch({ type: 'next' })
    void act
      .run(() => client.request('connection.present', { target }))
      .then((key) => {
        if (key === null) return
        dispatch({ type: 'presented', key })
        dispatch({ type: 'next' })
      })
  }
  return (
    <StepFrame onBack={onHome} note={find.nothingChanged} buttons={<Continue form={form} busy={act.busy} />}>
      <Ask title={find.title} lead={find.lead} />
      <Live>{act.busy ? find.looking(typed) : ''}</Live>
      <div className="with-aside">
        <form id={form} className="stack g-3" noValidate onSubmit={submit}>
          {state.dropped && <p className="card pad-2 t-13">{setup.gone}</p>}
          {state.practice ? (
            <PracticePi />
          ) : (
            <TextField
              label={find.address}
              value={typed}
              placeholder={find.placeholder}
              inputMode="url"
              help={find.help}
              verdict={bad ? { tone: 'bad', text: find.errors[parsed.error] } : undefined}
              onValue={(address) => dispatch({ type: 'answer', patch: { address } })}
            />
          )}
          {act.problem !== null && <StepProblem problem={act.problem} dispatch={dispatch} />}
        </form>
        {!state.practice && <FreshCard />}
      </div>
    </StepFrame>
  )
}

const practice: Target = { kind: 'practice' }
const ssh = ({ host, port }: { host: string; port: number }): Target => ({ kind: 'ssh', host, port })

function PracticePi() {
  const { find } = useWords()
  return (
    <div className="card row">
      <span className="tile door-tile">
        <Icon name="practise" />
      </span>
      <div className="grow">
        <p className="strong">{find.practiceTitle}</p>
        <p className="t-13 quiet">{find.practiceText}</p>
      </div>
    </div>
  )
}

function FreshCard() {
  const { find } = useWords()
  return (
    <section className="stack g-2" aria-label={find.asideTitle}>
      <h2 className="label">{find.asideTitle}</h2>
      <p className="t-13 quiet">{find.asideText}</p>
      <ol className="ways">
        {find.flashing.map((way, index) => (
          <li key={way}>
            <span className="way-n" aria-hidden="true">
              {index + 1}
            </span>
            <p>
              <Rich text={way} />
            </p>
          </li>
        ))}
      </ol>
    </section>
  )
}
