/** A live test: the button, and what it found. */
import { useEffect, useRef, type ReactNode } from 'react'
import type { Problem } from '../../../provisioners/model/problem.ts'
import type { TestLine } from '../../../provisioners/model/test-line.ts'
import { ProblemCard } from '../../problem-card.tsx'
import { Button } from '../../ui/button.tsx'
import { Sign, type Tone } from '../../ui/icon.tsx'
import { Live } from '../../ui/screen.tsx'
import { useWords } from '../../words/index.tsx'

const tones: Record<TestLine['verdict'], Tone> = {
  fine: 'ok',
  'worth-knowing': 'notice',
  'in-the-way': 'bad',
}

interface LiveTestProps {
  text: string
  label: string
  lines: readonly TestLine[] | undefined
  busy: boolean
  problem: Problem | null
  /** Why it cannot be asked yet. */
  not?: string | null
  onTest: () => void
  children?: ReactNode
}

export function LiveTest(props: LiveTestProps) {
  const { text, label, lines, busy, problem, not = null, onTest, children } = props
  const { ways, common } = useWords()
  const list = useRef<HTMLUListElement>(null)
  const asked = useRef(false)
  // What was found may be below the edge of the window.
  useEffect(() => {
    if (asked.current && lines !== undefined) list.current?.scrollIntoView({ block: 'nearest' })
    asked.current = false
  }, [lines])
  const ask = () => {
    asked.current = true
    onTest()
  }
  const said = lines?.map(({ title }) => title).join('. ') ?? ''
  return (
    <div className="stack g-12">
      <Live>{busy ? ways.testing : said === '' ? '' : `${ways.tested} ${said}`}</Live>
      {children}
      <div className="flex between g-2 wrap">
        <p className="t-13 quiet test-text">{text}</p>
        <Button busy={busy} onClick={ask}>
          {lines === undefined ? label : ways.testAgain}
        </Button>
      </div>
      {not !== null && (
        <p className="help bad" role="status">
          <Sign tone="bad" size={16} />
          {not}
        </p>
      )}
      {problem !== null && <ProblemCard problem={problem} onRetry={ask} retryLabel={common.tryAgain} />}
      {lines !== undefined && (
        <ul ref={list} className="tests">
          {lines.map((line, index) => (
            <li key={`${index} ${line.code}`}>
              <Sign tone={tones[line.verdict]} size={16} />
              <div>
                <span className="vh">{ways.verdicts[line.verdict]}</span>
                <p className="medium">{line.title}</p>
                {line.detail !== '' && <p className="quiet wraps">{line.detail}</p>}
                {line.remedy !== '' && <p className="wraps">{line.remedy}</p>}
              </div>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
