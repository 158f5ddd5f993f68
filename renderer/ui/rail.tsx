/** The rail of a set-up: a drupelet for every step, its answer below, finished ones joined by the cane. */
import type { ReactNode } from 'react'
import { cx } from './cx.ts'
import { Icon } from './icon.tsx'
import { Mark } from './mark.tsx'

export interface RailStep {
  id: string
  label: string
  answer: string | null
  state: 'done' | 'now' | 'to-come'
  /** Whether it can be gone to from here. */
  open: boolean
}

interface RailProps {
  brand: string
  label: string
  steps: readonly RailStep[]
  /** Said before a finished step, for screen readers. */
  doneWord: string
  onStep: (id: string) => void
  foot: ReactNode
}

export function Rail({ brand, label, steps, doneWord, onStep, foot }: RailProps) {
  const ripe = steps.length === 0 ? 9 : steps.filter((step) => step.state === 'done').length
  return (
    <header className="rail">
      <div className="brand">
        <Mark size={24} ripe={ripe} />
        {brand}
      </div>
      {steps.length > 0 && (
        <nav aria-label={label}>
          <ol className="steps">
            {steps.map((step) => (
              <li key={step.id} className={cx('step', step.state !== 'to-come' && step.state)}>
                {step.open ? (
                  <button type="button" className="step-line" onClick={() => onStep(step.id)}>
                    <StepLine step={step} doneWord={doneWord} />
                  </button>
                ) : (
                  <span className="step-line" aria-current={step.state === 'now' ? 'step' : undefined}>
                    <StepLine step={step} doneWord={doneWord} />
                  </span>
                )}
              </li>
            ))}
          </ol>
        </nav>
      )}
      {foot !== null && <div className="rail-foot">{foot}</div>}
    </header>
  )
}

function StepLine({ step, doneWord }: { step: RailStep; doneWord: string }) {
  return (
    <>
      <span className="dot">{step.state === 'done' && <Icon name="check" />}</span>
      <span>
        {step.state === 'done' && <span className="vh">{doneWord}</span>}
        {step.label}
      </span>
      {step.answer !== null && <span className="answer">{step.answer}</span>}
    </>
  )
}
