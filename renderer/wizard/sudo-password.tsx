/** The Pi asks for a password before it lets anyone change its system. */
import { useId, useState, type FormEvent } from 'react'
import type { Act } from '../hooks.ts'
import { ProblemCard } from '../problem-card.tsx'
import { PasswordField } from '../ui/field.tsx'
import { Ask } from '../ui/screen.tsx'
import { useWords } from '../words/index.tsx'
import { Continue, StepFrame } from './step-frame.tsx'

interface SudoPasswordProps {
  act: Act
  onSubmit: (password: string) => Promise<boolean>
  onBack: () => void
}

export function SudoPassword({ act, onSubmit, onBack }: SudoPasswordProps) {
  const { signIn, common } = useWords()
  const [password, setPassword] = useState('')
  const [shown, setShown] = useState(false)
  const form = useId()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setShown(true)
    if (password === '') return
    void onSubmit(password).then((worked) => {
      setPassword('')
      if (!worked) setShown(false)
    })
  }
  const missing = shown && password === ''
  return (
    <StepFrame onBack={onBack} buttons={<Continue form={form} busy={act.busy} />}>
      <Ask title={signIn.sudoTitle} lead={signIn.sudoLead} />
      <form id={form} className="stack g-2" noValidate onSubmit={submit}>
        {act.problem !== null && <ProblemCard problem={act.problem} />}
        <PasswordField
          label={signIn.sudoPassword}
          showLabel={common.show}
          value={password}
          verdict={missing ? { tone: 'bad', text: signIn.needPassword } : undefined}
          onValue={setPassword}
        />
      </form>
    </StepFrame>
  )
}
