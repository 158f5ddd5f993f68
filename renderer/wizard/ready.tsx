/** It works, proved; and what comes next: the certificate, the first account, the browser. */
import type { ProofView } from '../../provisioners/model/proof.ts'
import { useAnswer } from '../hooks.ts'
import { Button, ExternalLink } from '../ui/button.tsx'
import { Mark } from '../ui/mark.tsx'
import { Ask, Live, Loading } from '../ui/screen.tsx'
import { useWords } from '../words/index.tsx'
import { Ladder } from '../run/ladder.tsx'
import { ApexFiles, ProxyFiles } from './address/files.tsx'
import { Certificate } from './certificate.tsx'
import { FirstAccount } from './first-account.tsx'
import { FirstPerson } from './first-person.tsx'
import type { ScreenProps } from './screen.ts'
import { StepFrame, StepProblem } from './step-frame.tsx'

export function Ready({ state, dispatch, onServer }: ScreenProps) {
  const { ready, ladder } = useWords()
  const connection = state.link?.connection ?? ''
  const { answer, again } = useAnswer('proof.look', { connection })
  const { reach } = state.answers
  // what stands stored is known only when the Pi was asked
  const home = state.base !== null && reach.way === 'home'
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
              <Ladder proof={proof} />
              <Button icon="again" className="start" onClick={again}>
                {reach.way === 'proxy' ? ladder.test : ladder.again}
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
          {state.base !== null && reach.way === 'proxy' && <ProxyFiles state={state} />}
          {state.base !== null && <ApexFiles state={state} />}
          {home && <Certificate connection={connection} />}
        </div>
      )}
    </StepFrame>
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
