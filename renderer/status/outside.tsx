/** Whether strangers reach the server: the ladder, asked when the page opens and whenever one wants. */
import { useAnswer } from '../hooks.ts'
import { ProblemCard } from '../problem-card.tsx'
import { Ladder } from '../run/ladder.tsx'
import { rungsOf } from '../run/rungs.ts'
import { Button } from '../ui/button.tsx'
import { Live, Loading, Title } from '../ui/screen.tsx'
import { useWords } from '../words/index.tsx'

export function Outside({ connection }: { connection: string }) {
  const { outside: words, ladder } = useWords()
  const { answer, again } = useAnswer('proof.look', { connection })
  const proof = answer.state === 'ready' ? answer.value : null
  const broken = proof === null ? null : rungsOf(proof).broken
  const title = proof === null ? words.title : broken === null ? words.titleFine : words.titleBroken
  return (
    <div className="page">
      <header className="page-head">
        <div className="grow">
          <Title className="t-22">{title}</Title>
          <p className="t-13 quiet">{words.lead}</p>
        </div>
        <Button icon="again" busy={answer.state === 'loading'} onClick={again}>
          {ladder.again}
        </Button>
      </header>
      <Live>{answer.state === 'loading' ? words.titleLoading : proof === null ? '' : title}</Live>
      {answer.state === 'loading' && (
        <>
          <p className="t-13 quiet">{words.took}</p>
          <Loading label={words.titleLoading} />
        </>
      )}
      {answer.state === 'problem' && <ProblemCard problem={answer.problem} onRetry={again} />}
      {proof !== null && <Ladder proof={proof} />}
    </div>
  )
}
