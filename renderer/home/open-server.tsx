/** Opens a saved server: its fingerprint is compared first, then one signs in. */
import { useState } from 'react'
import type { PresentedKey, SavedServer, SignedIn } from '../../electron/contract/api.ts'
import type { Intent } from '../../provisioners/model/intent.ts'
import { useAnswer } from '../hooks.ts'
import type { OpenedServer } from '../place.ts'
import { usePlatform } from '../platform.tsx'
import { PracticeBanner } from '../practice-banner.tsx'
import { ProblemCard } from '../problem-card.tsx'
import { Rail } from '../ui/rail.tsx'
import { Icon } from '../ui/icon.tsx'
import { Ask, Loading } from '../ui/screen.tsx'
import { useWords } from '../words/index.tsx'
import { SignInFlow } from '../wizard/sign-in-flow.tsx'
import { freshAnswers, resumeSetup, type Answers, type SetupState } from '../wizard/state.ts'
import { StepFrame } from '../wizard/step-frame.tsx'

interface OpenServerProps {
  server: SavedServer
  onHome: () => void
  onServer: (server: OpenedServer) => void
  /** A run goes on there: the progress screen is where the work is. */
  onRun: (initial: SetupState) => void
}

export function OpenServer({ server, onHome, onServer, onRun }: OpenServerProps) {
  const words = useWords()
  const platform = usePlatform()
  const { answer, again } = useAnswer('connection.present', { target: server.target })
  const practice = server.target.kind === 'practice'
  const key = answer.state === 'ready' ? answer.value : null

  const leave = () => {
    if (key !== null) void platform.client.request('connection.close', { connection: key.connection })
    onHome()
  }
  const signedIn = (shown: PresentedKey, value: SignedIn, base: Intent) => {
    const alive = value.runs.find((run) => run.alive)
    const { connection } = shown
    if (alive === undefined) onServer({ connection, name: base.name, practice, newer: false, run: null })
    else onRun(resumeSetup(connection, practice, alive.run))
  }
  const met = ({ connection }: PresentedKey, { newer }: SignedIn) =>
    onServer({ connection, name: newer?.name ?? server.name, practice, newer: true, run: null })
  return (
    <div className="setup">
      <Rail
        brand={words.common.bramble}
        label={words.setup.rail}
        steps={[]}
        doneWord={words.common.done}
        onStep={() => undefined}
        foot={
          <>
            <Icon name={practice ? 'practise' : 'pi'} />
            <p>
              <strong>{server.name}</strong>
              {server.address}
            </p>
          </>
        }
      />
      <main className="pane">
        {practice && <PracticeBanner onLeave={leave} />}
        {key === null ? (
          <StepFrame onBack={leave}>
            <Ask title={words.signIn.titleTo(server.name)} lead={words.signIn.asking(server.address)} />
            {answer.state === 'problem' ? (
              <ProblemCard problem={answer.problem} onRetry={again} />
            ) : (
              <Loading label={words.signIn.asking(server.address)} />
            )}
          </StepFrame>
        ) : (
          <Flow
            key={key.connection}
            shown={key}
            server={server}
            onLeave={leave}
            onSignedIn={signedIn}
            onNewer={met}
          />
        )}
      </main>
    </div>
  )
}

interface FlowProps {
  shown: PresentedKey
  server: SavedServer
  onLeave: () => void
  onSignedIn: (shown: PresentedKey, value: SignedIn, base: Intent) => void
  onNewer: (shown: PresentedKey, value: SignedIn) => void
}

function Flow({ shown, server, onLeave, onSignedIn, onNewer }: FlowProps) {
  const [answers, setAnswers] = useState<Answers>({ ...freshAnswers, user: server.user })
  const [trusted, setTrusted] = useState(shown.verdict === 'known' || shown.verdict === 'practice')
  return (
    <SignInFlow
      shown={shown}
      trusted={trusted}
      answers={answers}
      name={server.name}
      onAnswer={(patch) => setAnswers((before) => ({ ...before, ...patch }))}
      onTrusted={() => setTrusted(true)}
      onSignedIn={(value, base) => onSignedIn(shown, value, base)}
      onNewer={(value) => onNewer(shown, value)}
      onBack={onLeave}
      onWrongPi={onLeave}
    />
  )
}
