/** Is the Pi good enough? In the way, worth knowing, fine. */
import { useEffect } from 'react'
import type { CheckupLine } from '../../provisioners/model/health.ts'
import { useAnswer } from '../hooks.ts'
import { Button } from '../ui/button.tsx'
import { Sign } from '../ui/icon.tsx'
import { Ask, Live, Loading } from '../ui/screen.tsx'
import { Light } from '../ui/state-sign.tsx'
import { useWords } from '../words/index.tsx'
import type { ScreenProps } from './screen.ts'
import { Continue, StepFrame, StepProblem } from './step-frame.tsx'

export function CheckUp({ state, dispatch, onServer }: ScreenProps) {
  const { checkup, common } = useWords()
  const connection = state.link?.connection ?? ''
  const { answer, again } = useAnswer('checkup.look', { connection })
  useEffect(() => {
    if (state.link === null) dispatch({ type: 'dropped' })
  }, [state.link, dispatch])
  const lines = answer.state === 'ready' ? answer.value : []
  const of = (verdict: CheckupLine['verdict']) => lines.filter((line) => line.verdict === verdict)
  const [blocking, knowing, fine] = [of('in-the-way'), of('worth-knowing'), of('fine')]
  const titles = {
    loading: checkup.titleLoading,
    ready: blocking.length > 0 ? checkup.titleNearly : checkup.titleFine,
    problem: checkup.titleUnknown,
  }
  const lead = answer.state === 'ready' ? checkup.lead(blocking.length, knowing.length) : checkup.leadLoading
  return (
    <StepFrame
      onBack={() => dispatch({ type: 'back' })}
      buttons={
        <Continue
          disabled={answer.state !== 'ready' || blocking.length > 0}
          onPress={() => dispatch({ type: 'next' })}
        />
      }
    >
      <Ask
        title={titles[answer.state]}
        lead={lead}
        end={
          <Button icon="again" busy={answer.state === 'loading'} onClick={again}>
            {common.lookAgain}
          </Button>
        }
      />
      <Live>{answer.state === 'ready' ? `${titles.ready}. ${lead}` : ''}</Live>
      <div className="stack g-3">
        {state.stored !== null && (
          <div className="card row">
            <Light tone="notice" />
            <div className="grow">
              <p className="strong">{checkup.livesHere(state.stored.name)}</p>
              <p className="t-13 quiet">{checkup.livesHereText}</p>
            </div>
            <Button onClick={onServer}>{checkup.goTo(state.stored.name)}</Button>
          </div>
        )}
        {answer.state === 'loading' && <Loading label={checkup.titleLoading} />}
        {answer.state === 'problem' && (
          <StepProblem problem={answer.problem} onRetry={again} dispatch={dispatch} />
        )}
        <Group title={checkup.inTheWay} lines={blocking} tone="bad" />
        <Group title={checkup.worthKnowing} lines={knowing} tone="notice" />
        {fine.length > 0 && <Facts title={checkup.fine} lines={fine} />}
      </div>
    </StepFrame>
  )
}

interface GroupProps {
  title: string
  lines: readonly CheckupLine[]
  tone: 'bad' | 'notice'
}

function Group({ title, lines, tone }: GroupProps) {
  if (lines.length === 0) return null
  return (
    <section>
      <h2 className="group-label mb-1">
        {title} <span className="n">{lines.length}</span>
      </h2>
      <ul className={tone === 'bad' ? 'card rows edge bad' : 'card rows'}>
        {lines.map((line) => (
          <li key={line.code} className="row">
            <Light tone={tone} />
            <div className="grow">
              <p className="strong">{line.title}</p>
              {line.detail !== '' && <p className="t-13 quiet">{line.detail}</p>}
              {line.remedy !== '' && <p className="t-13">{line.remedy}</p>}
            </div>
            <span className="t-13 faint">{line.value}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Facts({ title, lines }: { title: string; lines: readonly CheckupLine[] }) {
  return (
    <section>
      <h2 className="group-label mb-1">
        {title} <span className="n">{lines.length}</span>
      </h2>
      <dl className="facts card">
        {lines.map((line) => (
          <div key={line.code}>
            <dt>
              <Sign tone="ok" size={16} />
              {line.title}
            </dt>
            <dd>{line.value}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
