/** A secret that the owner brings. What is typed stays in this field until it is left, and is then nowhere in the window. */
import { useEffect, useRef, useState, type FocusEvent, type KeyboardEvent } from 'react'
import type { SecretPlace } from '../../../provisioners/model/provider-view.ts'
import { Button } from '../../ui/button.tsx'
import { PasswordField } from '../../ui/field.tsx'
import { Icon } from '../../ui/icon.tsx'
import { LinesField } from '../../ui/more-fields.tsx'
import { Live } from '../../ui/screen.tsx'
import { useWords } from '../../words/index.tsx'

interface SecretFieldProps {
  label: string
  help: string
  placeholder?: string
  /** Where it is; undefined until that was asked for. */
  place: SecretPlace | undefined
  optional?: boolean
  /** Several lines, as key files have. */
  lines?: boolean
  /** Says that it is missing. */
  needed: boolean
  /** @returns whether it was taken */
  onGive: (value: string) => Promise<boolean>
}

export function SecretField(props: SecretFieldProps) {
  const { label, help, placeholder, place, optional = false, lines = false, needed, onGive } = props
  const { ways, common } = useWords()
  const [typed, setTyped] = useState('')
  const [open, setOpen] = useState(false)
  const [gave, setGave] = useState(false)
  const box = useRef<HTMLDivElement>(null)
  /** Where the focus goes when one of the two shapes has taken the other's place. */
  const next = useRef<'input, textarea' | 'button' | null>(null)
  const where = gave ? 'given' : place
  const shut = !open && (where === 'kept' || where === 'given')
  useEffect(() => {
    if (next.current === null) return
    box.current?.querySelector<HTMLElement>(next.current)?.focus()
    next.current = null
  }, [shut])

  const give = () => {
    const value = lines ? typed : typed.trim()
    if (value.trim() === '') return
    setTyped('')
    setOpen(false)
    setGave(true)
    void onGive(value).then((taken) => {
      if (!taken) setGave(false)
    })
  }
  const left = (event: FocusEvent) => {
    if (!event.currentTarget.contains(event.relatedTarget)) give()
  }
  const pressed = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || lines || typed === '') return
    // What is typed is given first; the form is sent by another press.
    event.preventDefault()
    next.current = 'button'
    give()
  }
  const field = {
    label,
    placeholder: placeholder === '' ? undefined : placeholder,
    help: [help, optional ? ways.optional : '', ways.secretHelp].filter((part) => part !== '').join(' '),
    verdict:
      needed && !optional && typed === '' ? ({ tone: 'bad', text: ways.secretMissing } as const) : undefined,
  }
  return (
    <div ref={box} className="secret-field" onBlur={left} onKeyDown={pressed}>
      <Live>{gave ? ways.secretGiven : ''}</Live>
      {shut ? (
        <div className="field">
          <p className="label">{label}</p>
          <div className="input is-off">
            <Icon name="lock" small />
            <span className="grow t-13">{where === 'kept' ? ways.secretKept : ways.secretGiven}</span>
            <Button
              look="quiet"
              className="flush-r"
              aria-label={ways.replaceNamed(label)}
              onClick={() => {
                next.current = 'input, textarea'
                setOpen(true)
              }}
            >
              {ways.replace}
            </Button>
          </div>
          {where === 'given' && <p className="help">{ways.secretGivenHelp}</p>}
        </div>
      ) : (
        <>
          {lines ? (
            <LinesField {...field} value="" rows={4} onValue={setTyped} />
          ) : (
            <PasswordField {...field} showLabel={common.show} value={typed} onValue={setTyped} />
          )}
          {open && (
            <Button
              look="quiet"
              className="flush-l"
              onClick={() => {
                setTyped('')
                next.current = 'button'
                setOpen(false)
              }}
            >
              {ways.keepOld}
            </Button>
          )}
        </>
      )}
    </div>
  )
}
