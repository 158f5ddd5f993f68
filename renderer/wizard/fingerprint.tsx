/** The Pi's fingerprint: shown in groups of four, with how to check it. Nothing is sent before the answer. */
import { useState, type ReactNode } from 'react'
import type { PresentedKey } from '../../electron/contract/api.ts'
import { usePlatform } from '../platform.tsx'
import { Button } from '../ui/button.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { Confirm } from '../ui/dialog.tsx'
import { Rich } from '../ui/rich.tsx'
import { Ask } from '../ui/screen.tsx'
import { Light, StateSign } from '../ui/state-sign.tsx'
import { groupsOfFour } from '../words/format.ts'
import { useWords } from '../words/index.tsx'

interface FingerprintProps {
  shown: PresentedKey
  trusted: boolean
  busy: boolean
  onTrust: () => void
  onDifferent: () => void
}

/** One card: the letters at the left, how to check them at the right, the answer below. */
export function FingerprintCard({ shown, trusted, busy, onTrust, onDifferent }: FingerprintProps) {
  const { signIn } = useWords()
  return (
    <section className="card clip" aria-label={signIn.shows(shown.address)}>
      <div className="fp-grid">
        <div className="fp-left">
          <h2 className="label">{signIn.shows(shown.address)}</h2>
          <Letters fingerprint={shown.fingerprint} keyType={shown.keyType} />
        </div>
        <div className="fp-right">
          <h2 className="label">{signIn.howTitle}</h2>
          <ol className="ways">
            <Way number={1} text={signIn.howScreen}>
              <code className="cmd">{signIn.howCommand}</code>
            </Way>
            <Way number={2} text={signIn.howNone} />
          </ol>
        </div>
      </div>
      <div className="fp-foot">
        {trusted ? (
          <StateSign tone="ok">{signIn.known}</StateSign>
        ) : (
          <>
            <StateSign tone="notice">{signIn.isNew}</StateSign>
            <span className="btns">
              <Button large onClick={onDifferent}>
                {signIn.different}
              </Button>
              <Button large look="first" busy={busy} onClick={onTrust}>
                {signIn.yes}
              </Button>
            </span>
          </>
        )}
      </div>
    </section>
  )
}

function Way({ number, text, children }: { number: number; text: string; children?: ReactNode }) {
  return (
    <li>
      <span className="way-n" aria-hidden="true">
        {number}
      </span>
      <p>
        <Rich text={text} />
        {children}
      </p>
    </li>
  )
}

/** Groups of four, and the whole to copy. */
export function Letters({ fingerprint, keyType }: { fingerprint: string; keyType: string }) {
  const { signIn, common } = useWords()
  const { copy } = usePlatform()
  return (
    <>
      <ol className="fp" aria-label={signIn.fingerprint}>
        {groupsOfFour(fingerprint).map((group, index) => (
          <li key={`${index} ${group}`}>{group}</li>
        ))}
      </ol>
      <div className="t-13 faint fp-note">
        {signIn.kind(keyType)}
        <CopyButton text={() => fingerprint} copy={copy} label={common.copy} done={common.copied} />
      </div>
    </>
  )
}

/** One line for a Pi that was met before. */
export function KnownPi({ shown }: { shown: PresentedKey }) {
  const { signIn } = useWords()
  return (
    <div className="card row">
      <Light tone={shown.verdict === 'practice' ? 'notice' : 'ok'} />
      <div className="grow">
        <p className="strong">{shown.verdict === 'practice' ? signIn.practice : signIn.known}</p>
        <p className="t-13 quiet">
          {shown.address}
          <span className="vh">{shown.fingerprint}</span>
        </p>
      </div>
    </div>
  )
}

interface StopProps {
  shown: PresentedKey
  busy: boolean
  onTrust: () => void
}

/** The fingerprint is another one than before: both are shown, and the safe way is the filled button in the foot. */
export function ChangedKey({ shown, busy, onTrust }: StopProps) {
  const { signIn } = useWords()
  const [asks, setAsks] = useState(false)
  return (
    <>
      <Ask title={signIn.changedTitle} lead={signIn.changedLead} />
      <section className="card clip edge bad" aria-label={signIn.changedTitle}>
        <div className="fp-grid">
          <div className="fp-left">
            <h2 className="label">{signIn.changedNow}</h2>
            <Letters fingerprint={shown.fingerprint} keyType={shown.keyType} />
          </div>
          <div className="fp-right">
            <h2 className="label">{signIn.changedBefore}</h2>
            {shown.knownFingerprints.map((known) => (
              <Letters key={known} fingerprint={known} keyType={shown.keyType} />
            ))}
          </div>
        </div>
        <div className="fp-foot">
          <p className="t-13 quiet">
            <Rich text={signIn.changedWhy} />
          </p>
          <Button look="danger" onClick={() => setAsks(true)}>
            {signIn.changedAct}
          </Button>
        </div>
      </section>
      <Confirm
        open={asks}
        title={signIn.changedConfirmTitle}
        text={signIn.changedConfirmText}
        leave={signIn.changedConfirmLeave}
        act={signIn.changedConfirmAct}
        busy={busy}
        onLeave={() => setAsks(false)}
        onAct={() => {
          setAsks(false)
          onTrust()
        }}
      />
    </>
  )
}

/** The person saw other letters. */
export function LooksDifferent({ onAgain }: { onAgain: () => void }) {
  const { signIn } = useWords()
  return (
    <>
      <Ask title={signIn.stopTitle} lead={signIn.stopText} />
      <Button onClick={onAgain}>{signIn.stopAgain}</Button>
    </>
  )
}
