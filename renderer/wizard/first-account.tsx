/** The first account, made here; or, where the sign-in service is only a stand-in, why not. */
import { useState, type FormEvent } from 'react'
import type { ProofView } from '../../provisioners/model/proof.ts'
import { useAct } from '../hooks.ts'
import { useClient } from '../platform.tsx'
import { ProblemCard } from '../problem-card.tsx'
import { Button } from '../ui/button.tsx'
import { Tick } from '../ui/choice.tsx'
import { PasswordField, TextField } from '../ui/field.tsx'
import { Live } from '../ui/screen.tsx'
import { Light } from '../ui/state-sign.tsx'
import { USERNAME } from '../../provisioners/model/people.ts'
import { useWords } from '../words/index.tsx'

interface FirstAccountProps {
  connection: string
  proof: ProofView
}

export function FirstAccount({ connection, proof }: FirstAccountProps) {
  const { ready } = useWords()
  const [made, setMade] = useState<string | null>(null)
  if (proof.standIn !== null)
    return (
      <section className="card row" aria-label={ready.account}>
        <Light tone="notice" />
        <div className="grow">
          <h2 className="strong">{ready.standInTitle}</h2>
          <p className="t-13 quiet">{proof.standIn}</p>
        </div>
      </section>
    )
  return (
    <section className="card pad-2 stack g-12" aria-label={ready.account}>
      <Live>{made === null ? '' : ready.created(made)}</Live>
      {made === null ? (
        <AccountForm connection={connection} serverName={proof.serverName} onMade={setMade} />
      ) : (
        <div className="flex g-12">
          <span className="tile avatar" aria-hidden="true">
            {made.slice(1, 2)}
          </span>
          <div className="grow">
            <h2 ref={(heading) => heading?.focus()} tabIndex={-1} className="strong wraps">
              {made}
            </h2>
            <p className="t-13 quiet">{ready.yours}</p>
          </div>
        </div>
      )}
    </section>
  )
}

interface AccountFormProps {
  connection: string
  serverName: string
  onMade: (userId: string) => void
}

function AccountForm({ connection, serverName, onMade }: AccountFormProps) {
  const { ready, common } = useWords()
  const client = useClient()
  const act = useAct()
  const [username, setUsername] = useState('')
  const [password, setPassword] = useState('')
  const [admin, setAdmin] = useState(true)
  const [shown, setShown] = useState(false)
  const nameBad = !USERNAME.test(username)
  const passwordBad = password.length < 8

  const submit = (event: FormEvent) => {
    event.preventDefault()
    setShown(true)
    if (nameBad || passwordBad) return
    void act
      .run(() => client.request('account.create', { connection, username, password, admin }))
      .then((account) => {
        if (account === null) return
        setPassword('')
        onMade(account.userId)
      })
  }
  const bad = (wrong: boolean, text: string) => (wrong ? ({ tone: 'bad', text } as const) : undefined)
  return (
    <form className="stack g-12" noValidate onSubmit={submit}>
      <div>
        <h2 className="strong">{ready.account}</h2>
        <p className="t-13 quiet">{ready.accountText}</p>
      </div>
      {act.problem !== null && <ProblemCard problem={act.problem} />}
      <TextField
        label={ready.username}
        value={username}
        autoComplete="username"
        help={username === '' || nameBad ? undefined : ready.usernameHelp(username, serverName)}
        verdict={bad(nameBad && (shown || username !== ''), ready.usernameError)}
        onValue={setUsername}
      />
      <PasswordField
        label={ready.password}
        showLabel={common.show}
        value={password}
        autoComplete="new-password"
        help={ready.passwordHelp}
        verdict={bad(shown && passwordBad, ready.passwordError)}
        onValue={setPassword}
      />
      <Tick checked={admin} onChecked={setAdmin}>
        <span>{ready.admin}</span>
      </Tick>
      <Button type="submit" busy={act.busy} className="start">
        {ready.create}
      </Button>
    </form>
  )
}
