/** Where people will find it, and the name that is for ever. */
import { useId, useState, type FormEvent } from 'react'
import { ChoiceCards, Tick } from '../ui/choice.tsx'
import { TextField } from '../ui/field.tsx'
import { Icon } from '../ui/icon.tsx'
import { Ask } from '../ui/screen.tsx'
import { useWords } from '../words/index.tsx'
import { checkHost } from './parse.ts'
import type { ScreenProps } from './screen.ts'
import { isDirty } from './state.ts'
import { Continue, StepFrame } from './step-frame.tsx'

export function Address({ state, dispatch }: ScreenProps) {
  const { address: words, setup } = useWords()
  const form = useId()
  const [shown, setShown] = useState(false)
  const { name, host, agreed } = state.answers
  const locked = state.stored !== null
  const hostError = locked ? null : checkHost(host)
  const nameBad = name.trim() === '' || name.trim().length > 60
  const plain = host.trim().toLowerCase()

  const submit = (event: FormEvent) => {
    event.preventDefault()
    setShown(true)
    if (hostError === null && !nameBad && agreed) dispatch({ type: 'next' })
  }
  const bad = (wrong: boolean, text: string) => (wrong ? ({ tone: 'bad', text } as const) : undefined)
  return (
    <StepFrame
      onBack={() => dispatch({ type: 'back' })}
      note={isDirty(state) ? setup.dirty : undefined}
      buttons={<Continue form={form} />}
    >
      <Ask title={words.title} lead={words.lead} />
      <form id={form} className="stack g-3" noValidate onSubmit={submit}>
        <ChoiceCards
          legend={words.way}
          options={[{ value: 'home', label: words.modes.home.label, why: words.modes.home.why }]}
          value="home"
          onValue={() => undefined}
        />
        <div className="cols-2 g-2">
          <TextField
            label={words.name}
            value={name}
            help={words.nameHelp}
            verdict={bad(shown && nameBad, words.nameError)}
            onValue={(value) => dispatch({ type: 'answer', patch: { name: value } })}
          />
          <TextField
            label={words.host}
            value={host}
            inputMode="url"
            disabled={locked}
            end={locked ? <Icon name="lock" small /> : undefined}
            help={locked ? words.hostLocked : words.hostHelp}
            verdict={hostError === null ? undefined : bad(shown || host !== '', words.errors[hostError])}
            onValue={(value) => dispatch({ type: 'answer', patch: { host: value } })}
          />
        </div>
        {hostError === null && (
          <section className="forever" aria-label={words.willBe}>
            <p className="t-13 quiet">{words.willBe}</p>
            <p className="forever-name">
              <b>{words.you}</b>
              {`:${plain}`}
            </p>
            <div className="flex between g-2">
              <p className="t-13 quiet">{words.forEver}</p>
              {!locked && (
                <Tick
                  className="choice t-13 nowrap medium"
                  checked={agreed}
                  onChecked={(value) => dispatch({ type: 'answer', patch: { agreed: value } })}
                >
                  <span>{words.agree}</span>
                </Tick>
              )}
            </div>
            {shown && !agreed && (
              <p className="help bad mt-1" role="status">
                {words.needAgree}
              </p>
            )}
            <dl className="opens t-13">
              <dt className="quiet">{words.opens}</dt>
              <dd className="medium">{`https://${plain}`}</dd>
            </dl>
          </section>
        )}
      </form>
    </StepFrame>
  )
}
