/** What a network asks for while somebody signs in. What is typed lives in these fields until it is sent, and nowhere else. */
import { useState, type FormEvent, type ReactNode } from 'react'
import type { LoginStep } from '../../provisioners/model/bridges.ts'
import { cleanLine } from '../logs/text.ts'
import { safeLink } from '../run/safe-link.ts'
import { Button, ExternalLink } from '../ui/button.tsx'
import { PasswordField, TextField } from '../ui/field.tsx'
import { SelectField } from '../ui/more-fields.tsx'
import { Guide } from '../wizard/people/guide.tsx'
import { useWords } from '../words/index.tsx'

type AskStep = Extract<LoginStep, { kind: 'ask' }>
type CookieStep = Extract<LoginStep, { kind: 'cookies' }>
type AskField = AskStep['fields'][number]

interface FieldsProps<S> {
  step: S
  busy: boolean
  onAnswer: (answers: Readonly<Record<string, string>>) => void
}

export function AskFields({ step, busy, onAnswer }: FieldsProps<AskStep>) {
  const { bridgeSignIn: words } = useWords()
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({})
  const valueOf = (field: AskField) =>
    typed[field.id] ?? (field.initial || (field.type === 'select' ? (field.options[0] ?? '') : ''))
  const missing = (field: AskField) => field.type !== 'select' && valueOf(field).trim() === ''
  return (
    <Form
      busy={busy}
      wrong={step.fields.some(missing)}
      onSend={() => {
        setTyped({})
        onAnswer(Object.fromEntries(step.fields.map((field) => [field.id, trimmed(field, valueOf(field))])))
      }}
    >
      {(shown) =>
        step.fields.map((field) => (
          <One
            key={field.id}
            field={field}
            value={valueOf(field)}
            wrong={shown && missing(field) ? words.missing : null}
            onValue={(value) => setTyped((before) => ({ ...before, [field.id]: value }))}
          />
        ))
      }
    </Form>
  )
}

/** A space at the end of a password may belong to it. */
const trimmed = (field: AskField, value: string): string => (field.type === 'password' ? value : value.trim())

interface OneProps {
  field: AskField
  value: string
  wrong: string | null
  onValue: (value: string) => void
}

const keyboards = {
  text: 'text',
  username: 'text',
  phone_number: 'tel',
  email: 'email',
  '2fa_code': 'numeric',
  url: 'url',
  domain: 'url',
} as const

function One({ field, value, wrong, onValue }: OneProps) {
  const { bridgeSignIn: words, common } = useWords()
  const label = cleanLine(field.name) || field.id
  const described = cleanLine(field.description)
  const verdict = wrong === null ? undefined : ({ tone: 'bad', text: wrong } as const)
  if (field.type === 'select')
    return (
      <SelectField
        label={label}
        help={described || undefined}
        options={field.options.map((option) => ({ value: option, label: cleanLine(option) }))}
        value={value}
        onValue={onValue}
      />
    )
  const shared = { label, value, verdict, onValue, maxLength: 65_536 }
  if (field.type === 'password' || field.type === 'token')
    return (
      <PasswordField
        {...shared}
        help={[described, words.secretHelp].filter((part) => part !== '').join(' ')}
        showLabel={common.show}
      />
    )
  return (
    <TextField
      {...shared}
      help={described || undefined}
      inputMode={keyboards[field.type]}
      {...(field.type === '2fa_code' && { autoComplete: 'one-time-code' })}
    />
  )
}

export function CookieFields({ step, busy, onAnswer }: FieldsProps<CookieStep>) {
  const { bridgeSignIn: words, common } = useWords()
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({})
  const link = safeLink(step.url)
  const missing = ({ id, required }: CookieStep['fields'][number]) => required && !typed[id]?.trim()
  const send = () => {
    const given = step.fields.flatMap(({ id }) => (typed[id]?.trim() ? [[id, typed[id].trim()]] : []))
    setTyped({})
    onAnswer(Object.fromEntries(given) as Record<string, string>)
  }
  return (
    <div className="stack g-2">
      <Guide steps={words.cookiesSteps} />
      {link !== null && (
        <div className="btns">
          <ExternalLink button href={link}>
            {words.openSite(new URL(link).host)}
          </ExternalLink>
        </div>
      )}
      <p className="t-13 quiet">{words.cookiesHelp}</p>
      <Form busy={busy} wrong={step.fields.some(missing)} onSend={send}>
        {(shown) =>
          step.fields.map((field) => (
            <PasswordField
              key={field.id}
              label={field.id}
              value={typed[field.id] ?? ''}
              maxLength={65_536}
              showLabel={common.show}
              help={field.required ? undefined : words.optional}
              verdict={shown && missing(field) ? { tone: 'bad', text: words.missing } : undefined}
              onValue={(value) => setTyped((before) => ({ ...before, [field.id]: value }))}
            />
          ))
        }
      </Form>
    </div>
  )
}

interface FormProps {
  busy: boolean
  wrong: boolean
  onSend: () => void
  children: (shown: boolean) => ReactNode
}

function Form({ busy, wrong, onSend, children }: FormProps) {
  const { bridgeSignIn: words } = useWords()
  const [shown, setShown] = useState(false)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setShown(true)
    if (wrong || busy) return
    setShown(false)
    onSend()
  }
  return (
    <form className="stack g-12" noValidate onSubmit={submit}>
      {children(shown)}
      <Button type="submit" look="first" busy={busy} className="start">
        {words.send}
      </Button>
    </form>
  )
}
