/** What happened, why, what to do, the button to do it, and details to copy. The same everywhere. */
import type { ReactNode } from 'react'
import type { Problem } from '../provisioners/model/problem.ts'
import { usePlatform } from './platform.tsx'
import { Button } from './ui/button.tsx'
import { CopyButton } from './ui/copy-button.tsx'
import { Disclosure } from './ui/disclosure.tsx'
import { Light } from './ui/state-sign.tsx'
import { useWords } from './words/index.tsx'

export interface ProblemCardProps {
  problem: Problem
  /** Left out where trying again makes no sense. */
  onRetry?: (() => void) | undefined
  retryLabel?: string | undefined
  busy?: boolean | undefined
  /** Other ways out, beside the first. */
  children?: ReactNode
}

export function ProblemCard({ problem, onRetry, retryLabel, busy = false, children }: ProblemCardProps) {
  const { common, problems } = useWords()
  const { copy } = usePlatform()
  const spare = problems[problem.code]
  const title = problem.title || spare.title
  const remedy = problem.remedy || spare.remedy
  const details = [problem.code, ...problem.evidence].join('\n')
  return (
    <section className="card edge bad pad-2 stack g-12 fail" role="alert" aria-label={title}>
      <div className="flex g-12 top">
        <Light tone="bad" />
        <div className="grow stack g-half">
          <p className="strong">{title}</p>
          {problem.cause !== '' && <p className="t-13 quiet">{problem.cause}</p>}
          <p className="t-13">{remedy}</p>
        </div>
      </div>
      {(onRetry !== undefined || children !== undefined) && (
        <div className="btns indent wrap">
          {onRetry !== undefined && (
            <Button look="first" icon="again" busy={busy} onClick={onRetry}>
              {retryLabel ?? common.tryAgain}
            </Button>
          )}
          {children}
        </div>
      )}
      <div className="indent">
        <Disclosure
          label={common.details}
          aside={<CopyButton text={() => details} copy={copy} label={common.copy} done={common.copied} />}
        >
          <pre className="code well">{details}</pre>
        </Disclosure>
      </div>
    </section>
  )
}
