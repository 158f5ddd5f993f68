/** The pane of a step: what is asked, and the foot with Back and the one button. */
import { createContext, useContext, type ReactNode } from 'react'
import { ProblemCard, type ProblemCardProps } from '../problem-card.tsx'
import { Button } from '../ui/button.tsx'
import { Foot } from '../ui/foot.tsx'
import { useWords } from '../words/index.tsx'
import type { ScreenProps } from './screen.ts'

/** What has been done to the Pi before the install, in one sentence; null while nothing was. */
export const DoneSoFar = createContext<string | null>(null)

interface StepFrameProps {
  children: ReactNode
  onBack?: (() => void) | undefined
  /** Stands in place of "Nothing on your Pi has changed". */
  note?: ReactNode
  /** The buttons at the right edge. */
  buttons?: ReactNode
}

export function StepFrame({ children, onBack, note, buttons }: StepFrameProps) {
  const { common } = useWords()
  const done = useContext(DoneSoFar)
  return (
    <>
      <div className="pane-body">{children}</div>
      <Foot
        back={onBack === undefined ? undefined : { label: common.back, onPress: onBack }}
        note={note ?? done ?? common.nothingChanged}
      >
        {buttons}
      </Foot>
    </>
  )
}

interface ContinueProps {
  disabled?: boolean
  busy?: boolean
  onPress?: () => void
  /** The form that it submits. */
  form?: string
}

/** The one filled button of most steps. */
export function Continue({ disabled = false, busy = false, onPress, form }: ContinueProps) {
  const { common } = useWords()
  return (
    <Button
      large
      look="first"
      disabled={disabled}
      busy={busy}
      form={form}
      type={form === undefined ? 'button' : 'submit'}
      onClick={onPress}
    >
      {common.goOn}
    </Button>
  )
}

interface StepProblemProps extends ProblemCardProps {
  dispatch: ScreenProps['dispatch']
}

/** A problem inside the set-up: where the sign-in is what failed, it offers to sign in again, answers kept. */
export function StepProblem({ problem, onRetry, dispatch, children, ...rest }: StepProblemProps) {
  const { common } = useWords()
  const signInEnded = problem.code === 'not-found'
  const needsSignIn = signInEnded || problem.code === 'connection-lost'
  return (
    <ProblemCard problem={problem} onRetry={signInEnded ? undefined : onRetry} {...rest}>
      {needsSignIn && <Button onClick={() => dispatch({ type: 'dropped' })}>{common.signInAgain}</Button>}
      {problem.code === 'sudo-password-needed' && (
        <Button onClick={() => dispatch({ type: 'go', step: 'sign-in' })}>{common.givePassword}</Button>
      )}
      {children}
    </ProblemCard>
  )
}
