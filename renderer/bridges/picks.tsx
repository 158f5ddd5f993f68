/** Bridges to tick in the set-up: what each brings and costs, and its questions as soon as it is ticked. */
import type { BridgeView } from '../../provisioners/model/bridges.ts'
import { ProblemCard } from '../problem-card.tsx'
import { Tick } from '../ui/choice.tsx'
import { OpenRow } from '../ui/disclosure.tsx'
import { Loading } from '../ui/screen.tsx'
import { useFormat, useWords } from '../words/index.tsx'
import { withBridge, withoutBridge, type BridgeAnswers } from './answers.ts'
import { Caveat, Questions } from './questions.tsx'
import type { KnownBridges } from './use-bridge-answers.ts'

interface PicksProps {
  known: KnownBridges
  bridges: BridgeAnswers
  /** Also says what is not answered yet. */
  shown: boolean
  onBridges: (bridges: BridgeAnswers) => void
}

export function Picks({ known, bridges, shown, onBridges }: PicksProps) {
  const { bridges: words, common } = useWords()
  const { views, problem, notGiven } = known
  if (views === null && problem === null) return <Loading label={common.loading} />
  const of = (tier: BridgeView['tier']) => views?.filter((view) => view.tier === tier) ?? []
  const advanced = of('advanced')
  const pick = (view: BridgeView) => (
    <Pick key={view.id} view={view} known={known} bridges={bridges} shown={shown} onBridges={onBridges} />
  )
  return (
    <div className="stack g-1">
      {problem !== null && <ProblemCard problem={problem} onRetry={known.again} />}
      {notGiven !== null && <ProblemCard problem={notGiven} />}
      {shown && known.settled && !known.complete && problem === null && (
        <p className="help bad" role="alert">
          {words.notDone}
        </p>
      )}
      <div className="card rows clip">
        {of('offered').map(pick)}
        {advanced.length > 0 && (
          <div>
            <OpenRow
              className="more-line"
              initiallyOpen={advanced.some(({ id }) => id in bridges)}
              line={
                <>
                  <span className="strong">{words.advanced}</span>
                  <span className="meta">{words.advancedText(advanced.length)}</span>
                </>
              }
            >
              <div className="rows more-rows">{advanced.map(pick)}</div>
            </OpenRow>
          </div>
        )}
      </div>
    </div>
  )
}

interface PickProps extends PicksProps {
  view: BridgeView
}

function Pick({ view, known, bridges, shown, onBridges }: PickProps) {
  const format = useFormat()
  const settings = bridges[view.id]
  return (
    <div>
      <Tick
        className="opt"
        checked={settings !== undefined}
        onChecked={(on) => onBridges(on ? withBridge(bridges, view.id) : withoutBridge(bridges, view.id))}
      >
        <span className="grow">
          <span className="opt-t">
            {view.name}
            <em>{format.memory(view.memoryMiB)}</em>
          </span>
          <span className="why">{view.what}</span>
        </span>
      </Tick>
      {settings !== undefined && (
        <div className="opt-more stack g-2">
          <Caveat view={view} />
          <Questions
            view={view}
            settings={settings}
            known={known}
            shown={shown}
            onSettings={(next) => onBridges(withBridge(bridges, view.id, next))}
          />
        </div>
      )}
    </div>
  )
}
