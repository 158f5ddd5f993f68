/** It works, proved; and what comes next: the certificate, the first account, the browser. */
import type { Probe, ProofView } from '../../provisioners/model/proof.ts'
import { useAnswer } from '../hooks.ts'
import { Button, ExternalLink } from '../ui/button.tsx'
import { Sign } from '../ui/icon.tsx'
import { Mark } from '../ui/mark.tsx'
import { Ask, Live, Loading } from '../ui/screen.tsx'
import { useWords } from '../words/index.tsx'
import { Certificate } from './certificate.tsx'
import { FirstAccount } from './first-account.tsx'
import { FirstPerson } from './first-person.tsx'
import type { ScreenProps } from './screen.ts'
import { StepFrame, StepProblem } from './step-frame.tsx'

export function Ready({ state, dispatch, onServer }: ScreenProps) {
  const { ready, common } = useWords()
  const connection = state.link?.connection ?? ''
  const { answer, again } = useAnswer('proof.look', { connection })
  const name = state.answers.name || ready.yourServer
  const proof = answer.state === 'ready' ? answer.value : null
  const fails = proof?.probes.some((probe) => probe.outcome === 'fails') ?? false
  const titles = {
    loading: ready.titleLoading,
    ready: fails ? ready.titleNot(name) : ready.title(name),
    problem: ready.titleUnknown,
  }
  const lead = proof === null ? ready.leadLoading : fails ? ready.leadNot : ready.lead
  return (
    <StepFrame
      note={ready.later}
      buttons={
        <Button large look="first" onClick={onServer}>
          {ready.goTo(name)}
        </Button>
      }
    >
      <Ask
        title={titles[answer.state]}
        lead={lead}
        end={proof !== null && !fails ? <Mark size={72} /> : undefined}
      />
      <Live>{proof === null ? '' : titles.ready}</Live>
      {answer.state === 'loading' && <Loading label={ready.titleLoading} />}
      {answer.state === 'problem' && (
        <StepProblem problem={answer.problem} onRetry={again} dispatch={dispatch} />
      )}
      {proof !== null && (
        <div className="stack g-2">
          <div className="ready">
            <div className="stack g-2">
              <Proof probes={proof.probes} />
              <Button icon="again" className="start" onClick={again}>
                {common.lookAgain}
              </Button>
            </div>
            <div className="stack g-2">
              {proof.firstPerson.account && <FirstAccount connection={connection} proof={proof} />}
              {proof.firstPerson.buttons.length > 0 && (
                <FirstPerson connection={connection} {...proof.firstPerson} />
              )}
              <Links proof={proof} elementWeb={state.answers.elementWeb} />
            </div>
          </div>
          <Certificate connection={connection} />
        </div>
      )}
    </StepFrame>
  )
}

const toneOf = { works: 'ok', fails: 'bad', skipped: 'off' } as const

function Proof({ probes }: { probes: readonly Probe[] }) {
  const { ready } = useWords()
  return (
    <section className="card" aria-label={ready.proof}>
      <ol className="proof">
        {probes.map((probe) => (
          <li key={probe.code}>
            <Sign tone={toneOf[probe.outcome]} />
            <span className="grow">
              <span className="vh">{ready.outcomes[probe.outcome]}</span>
              {probe.title}
              {probe.outcome !== 'works' && <span className="seen t-13 quiet">{probe.detail}</span>}
            </span>
            {probe.outcome === 'works' && <span className="t-13 faint">{probe.detail}</span>}
          </li>
        ))}
      </ol>
    </section>
  )
}

function Links({ proof, elementWeb }: { proof: ProofView; elementWeb: boolean }) {
  const { ready } = useWords()
  return (
    <section className="card pad-2 stack g-12" aria-label={ready.address}>
      <div>
        <h2 className="strong">{elementWeb ? ready.browser : ready.address}</h2>
        {elementWeb && <p className="t-13 quiet">{ready.browserText}</p>}
      </div>
      <p className="flex between g-2 wrap t-13">
        <span className="wraps">{proof.address}</span>
        <ExternalLink button href={proof.address}>
          {elementWeb ? ready.open : ready.openServer}
        </ExternalLink>
      </p>
    </section>
  )
}
