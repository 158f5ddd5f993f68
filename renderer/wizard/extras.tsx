/** Anything else? What can be ticked, and what it costs in memory and disk. */
import type { CatalogEntry } from '../../provisioners/model/proof.ts'
import { useAnswer } from '../hooks.ts'
import { Tick } from '../ui/choice.tsx'
import { MemoryDots } from '../ui/meters.tsx'
import { Ask, Loading } from '../ui/screen.tsx'
import { nominalMemory } from '../words/format.ts'
import { useFormat, useWords } from '../words/index.tsx'
import { extraAnswers } from './extra-answers.ts'
import type { ScreenProps } from './screen.ts'
import { isDirty } from './state.ts'
import { Continue, StepFrame, StepProblem } from './step-frame.tsx'

export function Extras({ state, dispatch }: ScreenProps) {
  const { extras, common, setup } = useWords()
  const format = useFormat()
  const { answer, again } = useAnswer('setup.catalog', {})
  const all = answer.state === 'ready' ? answer.value : []
  // An entry that has no answer in the intent yet cannot be ticked, so it is not offered.
  const offered = all.filter((entry) => entry.choice === 'extra' && entry.id in extraAnswers)
  const chosen = offered.filter((entry) => ticked(state.answers, entry.id))
  const always = all.filter((entry) => entry.choice === 'always')
  const memoryBytes = state.link?.signedIn?.memoryBytes ?? null
  return (
    <StepFrame
      onBack={() => dispatch({ type: 'back' })}
      note={isDirty(state) ? setup.dirty : undefined}
      buttons={<Continue disabled={answer.state !== 'ready'} onPress={() => dispatch({ type: 'next' })} />}
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
                    checked={ticked(state.answers, entry.id)}
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
          <Sums always={always} chosen={chosen} memoryBytes={memoryBytes} />
        </div>
      )}
    </StepFrame>
  )
}

const ticked = (answers: ScreenProps['state']['answers'], id: string): boolean => {
  const key = extraAnswers[id]
  return key !== undefined && answers[key]
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

interface SumsProps {
  always: readonly CatalogEntry[]
  chosen: readonly CatalogEntry[]
  memoryBytes: number | null
}

function Sums({ always, chosen, memoryBytes }: SumsProps) {
  const { extras } = useWords()
  const format = useFormat()
  const sum = (entries: readonly CatalogEntry[], key: 'memoryMiB' | 'diskMiB' | 'downloadMiB') =>
    entries.reduce((total, entry) => total + entry[key], 0)
  const [used, mine] = [sum(always, 'memoryMiB'), sum(chosen, 'memoryMiB')]
  const total = memoryBytes === null ? null : nominalMemory(memoryBytes)
  const inUse = format.memory(used + mine)
  const both = [...always, ...chosen]
  return (
    <section className="stack g-2" aria-label={extras.memoryUnknown}>
      <h2 className="label">{total === null ? extras.memoryUnknown : extras.memory(format.memory(total))}</h2>
      <MemoryDots
        usedMiB={used}
        mineMiB={mine}
        totalMiB={total}
        label={total === null ? extras.dotsUnknown(inUse) : extras.dots(inUse, format.memory(total))}
      />
      <dl className="sum">
        <Line mark="used" label={extras.server} value={format.memory(used)} />
        {chosen.map((entry) => (
          <Line key={entry.id} mark="mine" label={entry.name} value={format.memory(entry.memoryMiB)} />
        ))}
        <Line total label={extras.inUse} value={inUse} />
      </dl>
      <p className="t-13 faint">{extras.oneDot}</p>
      <h2 className="label mt-2">{extras.disk}</h2>
      <dl className="sum">
        <Line label={extras.download} value={format.memory(sum(both, 'downloadMiB'))} />
        <Line total label={extras.all} value={format.memory(sum(both, 'diskMiB'))} />
      </dl>
    </section>
  )
}

interface LineProps {
  mark?: 'used' | 'mine'
  total?: boolean
  label: string
  value: string
}

function Line({ mark, total = false, label, value }: LineProps) {
  return (
    <div className={total ? 'total' : undefined}>
      <dt>
        {mark !== undefined && <span className={`key ${mark}`} />}
        {label}
      </dt>
      <dd>{value}</dd>
    </div>
  )
}
