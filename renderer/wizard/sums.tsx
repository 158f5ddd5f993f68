/** What everything costs, in memory and disk: plum is what the screen beside it adds. */
import type { BridgeView } from '../../provisioners/model/bridges.ts'
import type { CatalogEntry } from '../../provisioners/model/proof.ts'
import { MemoryDots } from '../ui/meters.tsx'
import { nominalMemory } from '../words/format.ts'
import { useFormat, useWords } from '../words/index.tsx'
import { extraAnswers } from './extra-answers.ts'
import type { Answers } from './state.ts'

/** Whether an entry of the catalogue is part of the answers. */
export function ticked(answers: Answers, { id, choice }: CatalogEntry): boolean {
  if (choice === 'always') return true
  if (choice === 'identity') return answers.signIn.providers.some(({ kind }) => kind === id)
  const key = extraAnswers[id]
  return key !== undefined && answers[key]
}

type Sized = Pick<CatalogEntry, 'id' | 'name' | 'memoryMiB' | 'diskMiB' | 'downloadMiB'>

interface SumsProps {
  catalog: readonly CatalogEntry[]
  answers: Answers
  /** What the screen beside it adds. */
  adds: 'identity' | 'extra'
  /** Bridges that are chosen. */
  bridges?: readonly BridgeView[]
  memoryBytes: number | null
}

export function Sums({ catalog, answers, adds, bridges = [], memoryBytes }: SumsProps) {
  const { extras } = useWords()
  const format = useFormat()
  const sum = (entries: readonly Sized[], key: 'memoryMiB' | 'diskMiB' | 'downloadMiB') =>
    entries.reduce((total, entry) => total + entry[key], 0)
  const all = catalog.filter((entry) => ticked(answers, entry))
  const always = all.filter(({ choice }) => choice === 'always')
  const mine: Sized[] = [...all.filter(({ choice }) => choice === adds), ...bridges]
  // What a later screen adds is not spoken of yet.
  const before = adds === 'extra' ? all.filter(({ choice }) => choice === 'identity') : []
  const both = [...always, ...before, ...mine]
  const total = memoryBytes === null ? null : nominalMemory(memoryBytes)
  const inUse = format.memory(sum(both, 'memoryMiB'))
  return (
    <section className="stack g-2" aria-label={extras.memoryUnknown}>
      <h2 className="label">{total === null ? extras.memoryUnknown : extras.memory(format.memory(total))}</h2>
      <MemoryDots
        usedMiB={sum([...always, ...before], 'memoryMiB')}
        mineMiB={sum(mine, 'memoryMiB')}
        totalMiB={total}
        label={total === null ? extras.dotsUnknown(inUse) : extras.dots(inUse, format.memory(total))}
      />
      <dl className="sum">
        <Line mark="used" label={extras.server} value={format.memory(sum(always, 'memoryMiB'))} />
        {[...before, ...mine].map((entry) => (
          <Line
            key={entry.id}
            mark={mine.includes(entry) ? 'mine' : 'used'}
            label={entry.name}
            value={format.memory(entry.memoryMiB)}
          />
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
