/** Anything else? What can be ticked, and what it costs in memory and disk. */
import type { CatalogEntry } from '../../provisioners/model/proof.ts'
import { useState } from 'react'
import { Picks } from '../bridges/picks.tsx'
import { useBridgeAnswers, useOnceComplete } from '../bridges/use-bridge-answers.ts'
import { useAnswer } from '../hooks.ts'
import { Tick } from '../ui/choice.tsx'
import { OpenRow } from '../ui/disclosure.tsx'
import { Ask, Loading } from '../ui/screen.tsx'
import { useFormat, useWords } from '../words/index.tsx'
import { wrongServers } from './checks.ts'
import { extraAnswers } from './extra-answers.ts'
import type { ScreenProps } from './screen.ts'
import { ServerSettings } from './server-settings.tsx'
import { isDirty, type Answers } from './state.ts'
import { Continue, StepFrame, StepProblem } from './step-frame.tsx'
import { Sums, ticked } from './sums.tsx'

export function Extras({ state, dispatch }: ScreenProps) {
  const { extras, common, setup, options, bridges } = useWords()
  const format = useFormat()
  const { answer, again } = useAnswer('setup.catalog', {})
  const all = answer.state === 'ready' ? answer.value : []
  // An entry that has no answer in the intent yet cannot be ticked, so it is not offered.
  const offered = all.filter((entry) => entry.choice === 'extra' && entry.id in extraAnswers)
  const always = all.filter((entry) => entry.choice === 'always')
  const { server } = state.answers
  const known = useBridgeAnswers(state.link?.connection ?? null, state.answers.bridges)
  const [shown, setShown] = useState(false)
  const wrong = wrongServer(server)
  const goOn = useOnceComplete(known, () => dispatch({ type: 'next' }))
  const next = () => {
    setShown(true)
    if (!wrong) goOn()
  }
  return (
    <StepFrame
      onBack={() => dispatch({ type: 'back' })}
      note={isDirty(state) ? setup.dirty : undefined}
      buttons={<Continue disabled={answer.state !== 'ready' || known.views === null} onPress={next} />}
    >
      <Ask title={extras.title} lead={extras.lead} />
      {answer.state === 'loading' && <Loading label={common.loading} />}
      {answer.state === 'problem' && (
        <StepProblem problem={answer.problem} onRetry={again} dispatch={dispatch} />
      )}
      {answer.state === 'ready' && (
        <div className="with-aside">
          <div className="stack g-3">
            <section>
              <h2 className="group-label mb-1">{extras.extras}</h2>
              <div className="card rows">
                {offered.map((entry) => (
                  <Tick
                    key={entry.id}
                    className="opt"
                    checked={ticked(state.answers, entry)}
                    onChecked={(value) => {
                      const key = extraAnswers[entry.id]
                      if (key !== undefined) dispatch({ type: 'answer', patch: { [key]: value } })
                    }}
                  >
                    <Described entry={entry} memory={format.memory(entry.memoryMiB)} />
                  </Tick>
                ))}
              </div>
            </section>
            <section>
              <h2 className="group-label mb-1">{bridges.pickTitle}</h2>
              <p className="t-13 quiet mb-1">{bridges.pickLead}</p>
              <Picks
                known={known}
                bridges={state.answers.bridges}
                shown={shown}
                onBridges={(chosen) => dispatch({ type: 'answer', patch: { bridges: chosen } })}
              />
            </section>
            <section>
              <h2 className="group-label mb-1">{options.title}</h2>
              {shown && wrong && (
                <p className="help bad mb-1" role="alert">
                  {extras.wrong}
                </p>
              )}
              <div className="card clip">
                <OpenRow
                  className="more-line"
                  line={
                    <>
                      <span className="strong">{options.row}</span>
                      <span className="meta">
                        {options.now(options.memorySizes[server.memory], format.memory(server.uploadMiB))}
                      </span>
                    </>
                  }
                >
                  <div className="more-body">
                    <ServerSettings
                      server={server}
                      shown={shown}
                      onServer={(patch) =>
                        dispatch({ type: 'answer', patch: { server: { ...server, ...patch } } })
                      }
                    />
                  </div>
                </OpenRow>
              </div>
            </section>
            <section>
              <h2 className="group-label mb-1">{extras.always}</h2>
              <ul className="card rows">
                {always.map((entry) => (
                  <li key={entry.id} className="opt">
                    <Described entry={entry} memory={format.memory(entry.memoryMiB)} />
                  </li>
                ))}
              </ul>
            </section>
          </div>
          <Sums
            catalog={all}
            answers={state.answers}
            adds="extra"
            bridges={known.views?.filter(({ id }) => id in state.answers.bridges) ?? []}
            memoryBytes={state.link?.signedIn?.memoryBytes ?? null}
          />
        </div>
      )}
    </StepFrame>
  )
}

function Described({ entry, memory }: { entry: CatalogEntry; memory: string }) {
  return (
    <span className="grow">
      <span className="opt-t">
        {entry.name}
        <em>{memory}</em>
      </span>
      <span className="why">{entry.what}</span>
    </span>
  )
}

const wrongServer = ({ federation }: Answers['server']): boolean =>
  federation.with === 'listed' &&
  (federation.servers.length === 0 || wrongServers(federation.servers).length > 0)
