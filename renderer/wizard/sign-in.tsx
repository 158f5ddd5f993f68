/** The sign-in as a step of the set-up. Who comes back to it is signed in already, and may go on. */
import type { SignedIn } from '../../electron/contract/api.ts'
import type { Intent } from '../../provisioners/model/intent.ts'
import { useClient } from '../platform.tsx'
import { Ask } from '../ui/screen.tsx'
import { StateSign } from '../ui/state-sign.tsx'
import { useWords } from '../words/index.tsx'
import { Lives } from './lives.tsx'
import type { ScreenProps } from './screen.ts'
import { SignInFlow } from './sign-in-flow.tsx'
import { Continue, StepFrame } from './step-frame.tsx'

export function SignIn({ state, dispatch, onServer }: ScreenProps) {
  const { signIn, setup } = useWords()
  const client = useClient()
  const { link, answers } = state
  const back = () => dispatch({ type: 'back' })
  const there = link?.signedIn ?? null
  if (there !== null && (there.intent !== null || there.newer !== null))
    return <Lives there={there} onOpen={onServer} onBack={back} onChange={() => dispatch({ type: 'next' })} />
  if (link === null || link.key === null || link.signedIn !== null)
    return (
      <StepFrame onBack={back} buttons={<Continue onPress={() => dispatch({ type: 'next' })} />}>
        <Ask title={signIn.titleKnown} lead={signIn.leadKnown} />
        <div className="card pad-2">
          <StateSign tone="ok">
            {link?.key ? setup.answers.ways[answers.way](answers.user) : signIn.known}
          </StateSign>
        </div>
      </StepFrame>
    )

  const signedIn = (value: SignedIn, base: Intent) => {
    dispatch({ type: 'signed-in', signedIn: value, base })
    // A run that goes on is where the work is.
    const alive = value.runs.find((run) => run.alive)
    if (alive !== undefined) dispatch({ type: 'run', run: alive.run })
    else if (value.intent === null) dispatch({ type: 'next' })
  }
  const wrongPi = () => {
    void client.request('connection.close', { connection: link.connection })
    dispatch({ type: 'answer', patch: { address: '' } })
    dispatch({ type: 'back' })
  }
  return (
    <SignInFlow
      key={link.connection}
      shown={link.key}
      trusted={link.trusted}
      answers={answers}
      onAnswer={(patch) => dispatch({ type: 'answer', patch })}
      onTrusted={() => dispatch({ type: 'trusted' })}
      onSignedIn={signedIn}
      onNewer={(value) => dispatch({ type: 'met', signedIn: value })}
      onBack={back}
      onWrongPi={wrongPi}
    />
  )
}
