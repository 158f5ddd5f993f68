/** A run's events, folded into what the progress screen shows. Pure: a reloaded window folds the same log again. */
import type { PhaseId } from '../../provisioners/model/plan.ts'
import type { Problem } from '../../provisioners/model/problem.ts'
import type { RunTask } from '../../provisioners/model/task.ts'
import type { Ask, RunEvent, RunEventBody, StepInfo } from '../../provisioners/model/run-event.ts'
import { cleanText, levelOf, type Level } from '../logs/text.ts'
import { phaseOrder } from './phases.ts'

export type PhaseState = 'to-come' | 'busy' | 'done' | 'failed' | 'stopped'
export type Outcome = Extract<RunEventBody, { kind: 'finished' }>['outcome']

export interface PhaseView {
  id: PhaseId
  state: PhaseState
  /** Seconds since the epoch; null before it began. */
  began: number | null
  /** Seconds that it took; null until it has ended. */
  seconds: number | null
}

export interface Download {
  label: string
  done: number
  total: number
}

export interface RunLine {
  /** Counts from 1 for the whole run. */
  number: number
  at: number
  who: string
  level: Level
  text: string
}

export interface RunView {
  /** Number of the last event folded. */
  last: number
  run: string | null
  server: string | null
  /** What it is for, where it is not the stored answers. */
  task: RunTask | null
  steps: readonly StepInfo[]
  /** Steps that ended well. */
  doneSteps: readonly number[]
  current: StepInfo | null
  /** What a person has to do now, while the Pi waits. */
  ask: Ask | null
  phases: readonly PhaseView[]
  downloads: readonly Download[]
  /** When the first bytes were heard of, with how many there were, to tell the pace. */
  pace: { at: number; done: number; lastAt: number } | null
  lines: readonly RunLine[]
  lineCount: number
  /** Since when the Pi is out of reach; null while it answers. */
  lostSince: number | null
  /** The queue has ended, and the Pi is looked at again. */
  looking: boolean
  unmet: readonly string[]
  outcome: Outcome | null
  problem: Problem | null
}

/** Lines kept for the drawer; the whole output stays on the Pi. */
export const MAX_LINES = 2000

export const emptyRun: RunView = {
  last: 0,
  run: null,
  server: null,
  task: null,
  steps: [],
  doneSteps: [],
  current: null,
  ask: null,
  phases: [],
  downloads: [],
  pace: null,
  lines: [],
  lineCount: 0,
  lostSince: null,
  looking: false,
  unmet: [],
  outcome: null,
  problem: null,
}

export const foldAll = (events: readonly RunEvent[]): RunView => events.reduce(fold, emptyRun)

/** An event that was folded before changes nothing, so a replay is harmless. */
export function fold(view: RunView, event: RunEvent): RunView {
  if (event.seq <= view.last) return view
  return { ...told(view, event), last: event.seq }
}

function told(view: RunView, event: RunEvent): RunView {
  switch (event.kind) {
    case 'planned':
      return {
        ...view,
        run: event.run,
        server: event.server,
        task: event.task ?? null,
        steps: event.steps,
        doneSteps: [],
        current: null,
        looking: false,
        phases: plannedPhases(view, event.steps),
      }
    case 'step-started': {
      const step = view.steps.find((each) => each.step === event.step) ?? null
      return step === null
        ? view
        : { ...view, current: step, lostSince: null, phases: entered(view.phases, step.phase, event.at) }
    }
    case 'output':
      return printed(view, event.step, event.text, event.at)
    case 'progress':
      return downloaded(view, event, event.at)
    case 'asked':
      return { ...view, ask: event.ask }
    case 'step-finished':
      return stepEnded(view, event.step, event.status, event.at)
    case 'queue-ended':
      return event.outcome === 'done'
        ? { ...view, current: null, looking: true, phases: entered(view.phases, 'prove', event.at) }
        : { ...view, phases: ended(view.phases, event.outcome === 'failed' ? 'failed' : 'stopped', event.at) }
    case 'contact-lost':
      return { ...view, lostSince: view.lostSince ?? event.at }
    case 'contact-back':
      return { ...view, lostSince: null }
    case 'looked':
      return { ...view, looking: false, unmet: event.unmet }
    case 'finished':
      return finished(view, event.outcome, event.problem ?? null, event.at)
  }
}

/** A run that is planned anew after a question keeps what its earlier phases came to. */
function plannedPhases(view: RunView, steps: readonly StepInfo[]): PhaseView[] {
  const named = new Set<PhaseId>([...steps.map((step) => step.phase), 'prove'])
  return phaseOrder.flatMap((id) => {
    const before = view.phases.find((phase) => phase.id === id)
    if (before !== undefined && !named.has(id)) return [before]
    return named.has(id) ? [{ id, state: 'to-come' as const, began: null, seconds: null }] : []
  })
}

/** One phase at a time: what was busy before is done. */
function entered(phases: readonly PhaseView[], id: PhaseId, at: number): PhaseView[] {
  return phases.map((phase) => {
    if (phase.id === id) return { ...phase, state: 'busy', began: phase.began ?? at, seconds: null }
    return phase.state === 'busy' ? closed(phase, 'done', at) : phase
  })
}

/** The phase that was under way ends in this state. */
const ended = (phases: readonly PhaseView[], state: PhaseState, at: number): PhaseView[] =>
  phases.map((phase) => (phase.state === 'busy' ? closed(phase, state, at) : phase))

const closed = (phase: PhaseView, state: PhaseState, at: number): PhaseView => ({
  ...phase,
  state,
  seconds: phase.began === null ? null : Math.max(0, at - phase.began),
})

function stepEnded(view: RunView, number: number, status: number, at: number): RunView {
  const step = view.steps.find((each) => each.step === number)
  if (step === undefined) return view
  if (status !== 0) return { ...view, ask: null, phases: ended(view.phases, 'failed', at) }
  const doneSteps = [...view.doneSteps, number]
  const left = view.steps.some((each) => each.phase === step.phase && !doneSteps.includes(each.step))
  // The proof goes on after its last step: with the look that follows.
  const phases = left || step.phase === 'prove' ? view.phases : ended(view.phases, 'done', at)
  return { ...view, doneSteps, phases, current: null, ask: null }
}

function finished(view: RunView, outcome: Outcome, problem: Problem | null, at: number): RunView {
  const well = outcome === 'verified' || outcome === 'nothing-to-do'
  const state = well ? 'done' : outcome === 'failed' ? 'failed' : 'stopped'
  const phases = ended(view.phases, state, at).map((phase) =>
    well && phase.state === 'to-come' ? { ...phase, state: 'done' as const } : phase,
  )
  return { ...view, phases, outcome, problem, current: null, ask: null, looking: false, lostSince: null }
}

function downloaded(view: RunView, news: Download, at: number): RunView {
  const { label, done, total } = news
  const known = view.downloads.some((each) => each.label === label)
  const downloads = known
    ? view.downloads.map((each) => (each.label === label ? { label, done, total } : each))
    : [...view.downloads, { label, done, total }]
  const sum = downloads.reduce((all, each) => all + each.done, 0)
  const pace = view.pace === null ? { at, done: sum, lastAt: at } : { ...view.pace, lastAt: at }
  return { ...view, downloads, pace }
}

function printed(view: RunView, step: number, text: string, at: number): RunView {
  const who = view.steps.find((each) => each.step === step)?.resource ?? ''
  const fresh = cleanText(text).map((line, index) => ({
    number: view.lineCount + index + 1,
    at,
    who,
    level: levelOf(line),
    text: line,
  }))
  if (fresh.length === 0) return view
  const lines = [...view.lines, ...fresh].slice(-MAX_LINES)
  return { ...view, lines, lineCount: view.lineCount + fresh.length }
}

/** Bytes of all downloads together, and how fast they come; null where there is nothing to tell. */
export function downloadTotals(
  view: RunView,
): { done: number; total: number; perSecond: number | null } | null {
  if (view.downloads.length === 0) return null
  const done = view.downloads.reduce((sum, each) => sum + each.done, 0)
  const total = view.downloads.reduce((sum, each) => sum + each.total, 0)
  const seconds = view.pace === null ? 0 : view.pace.lastAt - view.pace.at
  const perSecond = seconds >= 5 && view.pace !== null ? (done - view.pace.done) / seconds : null
  return { done, total, perSecond: perSecond !== null && perSecond > 0 ? perSecond : null }
}
