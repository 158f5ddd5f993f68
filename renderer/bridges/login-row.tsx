/** One account of a network: whose it is, how it is, and signing it out. */
import { useState } from 'react'
import { useAct } from '../hooks.ts'
import { cleanLine } from '../logs/text.ts'
import { useClient } from '../platform.tsx'
import { ProblemCard } from '../problem-card.tsx'
import { Button } from '../ui/button.tsx'
import { Confirm } from '../ui/dialog.tsx'
import { StateSign } from '../ui/state-sign.tsx'
import { useWords } from '../words/index.tsx'
import { toneOfLogin } from './tones.ts'
import type { PersonLogin } from './use-logins.ts'

interface LoginRowProps {
  connection: string
  bridge: string
  of: PersonLogin
  onSignIn: () => void
  onSignedOut: (account: string) => void
}

export function LoginRow({ connection, bridge, of, onSignIn, onSignedOut }: LoginRowProps) {
  const { bridges: words } = useWords()
  const client = useClient()
  const act = useAct()
  const [asks, setAsks] = useState(false)
  const { user, login } = of
  const account = cleanLine(login.name) || login.id
  const ended = login.state === 'signed-out' || login.state === 'trouble'
  const signOut = async () => {
    setAsks(false)
    const done = await act.run(() =>
      client.request('bridges.signOut', { connection, bridge, user, login: login.id }),
    )
    if (done !== null) onSignedOut(account)
  }
  return (
    <li>
      <div className="login">
        <p className="grow t-13 wraps">
          <span className="medium">{user}</span> <span className="quiet">{account}</span>
        </p>
        <StateSign tone={toneOfLogin[login.state]}>{words.loginStates[login.state]}</StateSign>
        {ended && (
          <Button aria-label={words.againAs(user, account)} onClick={onSignIn}>
            {words.again}
          </Button>
        )}
        <Button
          look="quiet"
          busy={act.busy}
          aria-label={words.signOutOf(account, user)}
          onClick={() => setAsks(true)}
        >
          {words.signOut}
        </Button>
      </div>
      {login.detail !== '' && <p className="t-13 quiet login-why wraps">{cleanLine(login.detail)}</p>}
      {act.problem !== null && <ProblemCard problem={act.problem} />}
      <Confirm
        open={asks}
        title={words.signOutTitle(account)}
        text={words.signOutText}
        leave={words.signOutLeave}
        act={words.signOutAct}
        onLeave={() => setAsks(false)}
        onAct={() => void signOut()}
      />
    </li>
  )
}
