/** Password, key file or agent. What is secret lives in this screen's memory until it was sent, and nowhere else. */
import { useEffect, useRef, useState, type FormEvent } from 'react'
import type { Credential } from '../../electron/contract/api.ts'
import { PasswordField, TextField } from '../ui/field.tsx'
import { Segments } from '../ui/choice.tsx'
import { useWords } from '../words/index.tsx'
import type { Answers } from './state.ts'

type SignInAnswers = Pick<Answers, 'user' | 'way' | 'keyPath'>

interface CredentialsProps {
  form: string
  answers: SignInAnswers
  /** Whether this computer has an agent. */
  agent: boolean
  practice: boolean
  disabled: boolean
  onAnswer: (patch: Partial<SignInAnswers>) => void
  /** @returns whether it worked: if not, what was typed stays, except what is secret */
  onSubmit: (user: string, credential: Credential) => Promise<boolean>
}

export function Credentials(props: CredentialsProps) {
  const { form, answers, agent, practice, disabled, onAnswer, onSubmit } = props
  const { signIn, common } = useWords()
  const [secret, setSecret] = useState('')
  const [shown, setShown] = useState(false)
  const secretField = useRef<HTMLInputElement>(null)
  const userField = useRef<HTMLInputElement>(null)
  const waited = useRef(disabled)
  // The button that opened the form is gone, so the focus goes on to its first field.
  useEffect(() => {
    if (waited.current && !disabled) userField.current?.focus()
    waited.current = disabled
  }, [disabled])
  const { user, way, keyPath } = answers
  const ways = (['password', 'key', 'agent'] as const).filter((each) => each !== 'agent' || agent)
  const needs = {
    user: user.trim() === '',
    password: way === 'password' && secret === '' && !practice,
    key: way === 'key' && keyPath.trim() === '',
  }
  const verdict = (bad: boolean, text: string) =>
    shown && bad ? ({ tone: 'bad', text } as const) : undefined

  const submit = (event: FormEvent) => {
    event.preventDefault()
    setShown(true)
    if (disabled || needs.user || needs.password || needs.key) return
    void onSubmit(user.trim(), credentialOf(way, keyPath.trim(), secret)).then((worked) => {
      if (worked) return
      setSecret('')
      setShown(false)
      secretField.current?.focus()
    })
  }
  return (
    <form id={form} noValidate onSubmit={submit}>
      <fieldset className="waits" disabled={disabled}>
        <Segments
          legend={signIn.how}
          options={ways.map((value) => ({ value, label: signIn.ways[value] }))}
          value={way}
          onValue={(value) => {
            setSecret('')
            setShown(false)
            onAnswer({ way: value })
          }}
        />
        <div className="cols-2 g-2">
          <TextField
            disabled={disabled}
            ref={userField}
            label={signIn.user}
            value={user}
            placeholder={signIn.userPlaceholder}
            autoComplete="username"
            verdict={verdict(needs.user, signIn.needUser)}
            onValue={(value) => onAnswer({ user: value })}
          />
          {way === 'password' && (
            <PasswordField
              disabled={disabled}
              ref={secretField}
              label={signIn.password}
              showLabel={common.show}
              value={secret}
              placeholder={signIn.passwordPlaceholder}
              verdict={verdict(needs.password, signIn.needPassword)}
              onValue={setSecret}
            />
          )}
          {way === 'key' && (
            <TextField
              disabled={disabled}
              label={signIn.keyPath}
              value={keyPath}
              placeholder={signIn.keyPlaceholder}
              help={signIn.keyPathHelp}
              verdict={verdict(needs.key, signIn.needKey)}
              onValue={(value) => onAnswer({ keyPath: value })}
            />
          )}
          {way === 'agent' && <p className="t-13 quiet agent-help">{signIn.agentHelp}</p>}
        </div>
        {way === 'key' && (
          <PasswordField
            disabled={disabled}
            ref={secretField}
            label={signIn.passphrase}
            showLabel={common.show}
            value={secret}
            onValue={setSecret}
          />
        )}
      </fieldset>
    </form>
  )
}

function credentialOf(way: Answers['way'], path: string, secret: string): Credential {
  if (way === 'agent') return { kind: 'agent' }
  if (way === 'password') return { kind: 'password', password: secret }
  return secret === '' ? { kind: 'key', path } : { kind: 'key', path, passphrase: secret }
}
