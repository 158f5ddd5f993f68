/** Fingerprint, then credentials, then the password for changes: nothing is sent before its question is answered. */
import { useId, useState } from 'react'
import type { Credential, PresentedKey, SignedIn } from '../../electron/contract/api.ts'
import type { Intent } from '../../provisioners/model/intent.ts'
import { useAct, useAnswer, type Act } from '../hooks.ts'
import { useClient } from '../platform.tsx'
import { ProblemCard } from '../problem-card.tsx'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { Ask, Live } from '../ui/screen.tsx'
import { StateSign } from '../ui/state-sign.tsx'
import { useWords } from '../words/index.tsx'
import { Credentials } from './credentials.tsx'
import { ChangedKey, FingerprintCard, KnownPi, LooksDifferent } from './fingerprint.tsx'
import type { Answers } from './state.ts'
import { Continue, StepFrame } from './step-frame.tsx'
import { SudoPassword } from './sudo-password.tsx'

interface SignInFlowProps {
  shown: PresentedKey
  trusted: boolean
  answers: Pick<Answers, 'user' | 'way' | 'keyPath'>
  /** The server's name, where one is opened that is known. */
  name?: string
  onAnswer: (patch: Partial<Answers>) => void
  onTrusted: () => void
  onSignedIn: (signedIn: SignedIn, base: Intent) => void
  /** A newer Bramble has set a server up there: there are no answers that this one could read. */
  onNewer: (signedIn: SignedIn) => void
  onBack: () => void
  /** The Pi that answers is not the one that was meant. */
  onWrongPi: () => void
}

export function SignInFlow(props: SignInFlowProps) {
  const { shown, trusted, onTrusted, onSignedIn, onNewer, onBack, onWrongPi } = props
  const { signIn } = useWords()
  const client = useClient()
  const act = useAct()
  const [different, setDifferent] = useState(false)
  const [waiting, setWaiting] = useState<SignedIn | null>(null)
  const { connection, fingerprint } = shown

  const trust = () =>
    void act
      .run(() => client.request('connection.trust', { connection, fingerprint }))
      .then((done) => done !== null && onTrusted())

  /** Signed in: root is ready, or its password comes first. */
  const proceed = async (signedIn: SignedIn | null): Promise<boolean> => {
    if (signedIn === null) return false
    if (signedIn.sudo === 'needs-password') {
      setWaiting(signedIn)
      return true
    }
    if (signedIn.newer !== null) {
      onNewer(signedIn)
      return true
    }
    const base = await act.run(() => client.request('setup.start', { connection }))
    if (base !== null) onSignedIn(signedIn, base)
    return base !== null
  }
  const submit = async (user: string, credential: Credential) =>
    proceed(await act.run(() => client.request('connection.signIn', { connection, user, credential })))
  const sudo = async (password: string) =>
    proceed(await act.run(() => client.request('connection.sudo', { connection, password })))

  const away = (
    <Button large look="first" onClick={onWrongPi}>
      {signIn.stopBack}
    </Button>
  )
  if (shown.verdict === 'changed' && !trusted)
    return (
      <StepFrame key="changed" onBack={onBack} buttons={away}>
        <ChangedKey shown={shown} busy={act.busy} onTrust={trust} />
        {act.problem !== null && <ProblemCard problem={act.problem} onRetry={trust} />}
      </StepFrame>
    )
  if (different)
    return (
      <StepFrame key="different" onBack={() => setDifferent(false)} buttons={away}>
        <LooksDifferent onAgain={() => setDifferent(false)} />
      </StepFrame>
    )
  if (waiting !== null)
    return <SudoPassword key="sudo" act={act} onSubmit={sudo} onBack={() => setWaiting(null)} />
  return (
    <PasswordScreen
      {...props}
      act={act}
      onTrust={trust}
      onDifferent={() => setDifferent(true)}
      onSubmit={submit}
    />
  )
}

interface PasswordScreenProps extends SignInFlowProps {
  act: Act
  onTrust: () => void
  onDifferent: () => void
  onSubmit: (user: string, credential: Credential) => Promise<boolean>
}

function PasswordScreen(props: PasswordScreenProps) {
  const { shown, trusted, answers, name, act, onAnswer, onTrust, onDifferent, onSubmit, onBack } = props
  const { signIn } = useWords()
  const { answer: info } = useAnswer('app.info', {})
  const form = useId()
  const met = shown.verdict === 'known' || shown.verdict === 'practice'
  const practice = shown.verdict === 'practice'
  const knownTitle = name === undefined ? signIn.titleKnown : signIn.titleTo(name)
  const lead = practice
    ? signIn.leadPractice
    : met
      ? signIn.leadKnown
      : trusted
        ? signIn.leadAnswered
        : signIn.lead
  return (
    <StepFrame
      onBack={onBack}
      buttons={<Continue form={form} disabled={!trusted} busy={trusted && act.busy} />}
    >
      <Ask title={met ? knownTitle : signIn.title} lead={lead} />
      <Live>{trusted && act.busy ? signIn.busy : ''}</Live>
      {met ? (
        <KnownPi shown={shown} />
      ) : (
        <FingerprintCard
          shown={shown}
          trusted={trusted}
          busy={act.busy}
          onTrust={onTrust}
          onDifferent={onDifferent}
        />
      )}
      <section className="mt-3 stack g-12" aria-labelledby={`${form}-then`}>
        <div className="flex between">
          <h2 id={`${form}-then`} className="t-15 strong">
            {trusted ? signIn.now : signIn.afterwards}
          </h2>
          {!trusted && (
            <span className="state off">
              <Icon name="lock" small />
              {signIn.waits}
            </span>
          )}
          {trusted && act.busy && <StateSign tone="busy">{signIn.busy}</StateSign>}
        </div>
        {act.problem !== null && <ProblemCard problem={act.problem} />}
        <Credentials
          form={form}
          answers={answers}
          agent={info.state === 'ready' && info.value.agent}
          practice={practice}
          disabled={!trusted}
          onAnswer={onAnswer}
          onSubmit={onSubmit}
        />
      </section>
    </StepFrame>
  )
}
