/** Phases with their state and time; the download shows its bytes, image by image. */
import { useEffect, useRef, useState } from 'react'
import { Sign, type Tone } from '../ui/icon.tsx'
import { Bar, Progress } from '../ui/meters.tsx'
import { Live } from '../ui/screen.tsx'
import { useFormat, useWords, type Words } from '../words/index.tsx'
import { downloadTotals, type PhaseState, type PhaseView, type RunView } from './fold.ts'

const toneOf: Record<PhaseState, Tone | 'wait'> = {
  'to-come': 'wait',
  busy: 'busy',
  done: 'ok',
  failed: 'bad',
  stopped: 'off',
}

export function PhaseList({ view, now }: { view: RunView; now: number }) {
  const { install, review } = useWords()
  return (
    <>
      <ol className="phases" aria-label={install.phases}>
        {view.phases.map((phase) => (
          <Phase key={phase.id} phase={phase} view={view} now={now} />
        ))}
      </ol>
      <Announced phases={view.phases} titles={titlesOf(view, review)} />
    </>
  )
}

/** A run that only takes away is not headed by words of setting up. */
const titlesOf = ({ task }: RunView, { phases, phasesOfLeaving }: Words['review']) =>
  task?.kind === 'uninstall' || task?.kind === 'forget' ? phasesOfLeaving : phases

interface PhaseProps {
  phase: PhaseView
  view: RunView
  now: number
}

function Phase({ phase, view, now }: PhaseProps) {
  const { install, review, asked } = useWords()
  const format = useFormat()
  const busy = phase.state === 'busy'
  const waits = busy && view.ask !== null
  const totals = phase.id === 'download' ? downloadTotals(view) : null
  const seconds = phase.seconds ?? (busy && phase.began !== null ? now - phase.began : null)
  return (
    <li
      className={phase.state === 'to-come' ? 'phase to-come' : 'phase'}
      aria-current={busy ? 'step' : undefined}
    >
      <span>
        <Sign tone={waits ? 'notice' : toneOf[phase.state]} />
      </span>
      <div className="grow stack g-1">
        <p className="flex between base g-2">
          <span className={busy || phase.state === 'failed' ? 'strong' : undefined}>
            <span className="vh">{install.phaseStates[phase.state]}</span>
            {titlesOf(view, review)[phase.id]}
          </span>
          <span className={waits ? 'state notice' : busy ? 't-13 quiet' : 't-13 faint'}>
            {waits
              ? asked.waitsForYou
              : busy && totals !== null
                ? [
                    format.bytesOf(totals.done, totals.total),
                    totals.perSecond !== null && install.bytesPerSecond(format.bytes(totals.perSecond)),
                  ]
                    .filter(Boolean)
                    .join(', ')
                : seconds !== null && seconds >= 1 && format.duration(seconds)}
          </span>
        </p>
        {busy && <CurrentStep view={view} phase={phase} />}
        {busy && totals !== null && <Images view={view} totals={totals} />}
      </div>
    </li>
  )
}

function CurrentStep({ view, phase }: { view: RunView; phase: PhaseView }) {
  const { install } = useWords()
  if (view.looking && phase.id === 'prove') return <p className="t-13 quiet">{install.looking}</p>
  if (view.current === null || view.current.phase !== phase.id) return null
  return (
    <p className="t-13 quiet">{install.step(view.current.title, view.current.step, view.steps.length)}</p>
  )
}

function Images({ view, totals }: { view: RunView; totals: { done: number; total: number } }) {
  const { install, review } = useWords()
  const format = useFormat()
  return (
    <>
      <Progress
        label={review.phases.download}
        part={totals.total === 0 ? 0 : totals.done / totals.total}
        text={format.bytesOf(totals.done, totals.total)}
      />
      <ul className="images">
        {view.downloads.map(({ label, done, total }) => (
          <li key={label}>
            <span>{label}</span>
            <Bar part={total === 0 ? 0 : done / total} />
            <span className={done === 0 ? 'have faint' : 'have'}>
              {done === 0 ? install.next : done >= total ? format.bytes(total) : format.bytesOf(done, total)}
            </span>
          </li>
        ))}
      </ul>
    </>
  )
}

interface AnnouncedProps {
  phases: readonly PhaseView[]
  titles: Words['review']['phases']
}

/** A phase that changes its state is said once, in a few words. */
function Announced({ phases, titles }: AnnouncedProps) {
  const { install } = useWords()
  const before = useRef<readonly PhaseView[]>([])
  const [said, setSaid] = useState('')
  useEffect(() => {
    const news = phases.filter((phase) => {
      const earlier = before.current.find((each) => each.id === phase.id)
      return earlier !== undefined && earlier.state !== phase.state
    })
    before.current = phases
    const words = news.flatMap(({ id, state }) =>
      state === 'to-come' || state === 'stopped' ? [] : [install.announce[state](titles[id])],
    )
    if (words.length > 0) setSaid(words.join(' '))
  }, [phases, install, titles])
  return <Live>{said}</Live>
}
