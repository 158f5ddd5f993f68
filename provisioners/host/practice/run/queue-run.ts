/** Works off a queue on the practice Pi, by itself: the laptop may close meanwhile. Same order of acts as the real runner. */
import { WAIT_STOPPED, paths, type Queue, type Step } from '../../host.ts'
import type { Faults } from '../faults.ts'
import type { Machine } from '../machine.ts'
import { PracticeError } from '../practice-error.ts'
import { doWait } from './do-wait.ts'
import { doWork } from './do-work.ts'
import type { Journal } from './journal.ts'
import { readLock, releaseLock } from './lock.ts'

export interface RunMeans {
  readonly machine: Machine
  readonly faults: Faults
  readonly journal: Journal
  /** The practice Pi itself was asked something that it does not know. */
  onBug(error: unknown): void
}

type Outcome = 'done' | 'failed' | 'stopped' | 'interrupted'

/** Resolves when the run is over; never rejects. */
export async function workOff(queue: Queue, means: RunMeans): Promise<void> {
  const { machine, journal } = means
  const off = new AbortController()
  const forget = machine.power.onOff(() => off.abort())
  let outcome: Outcome
  try {
    journal.line(`plan ${machine.files.read(`${paths.run(queue.id)}/plan.json`)}`)
    // the answer to starting goes out first
    await machine.clock.sleep(0.1, off.signal)
    outcome = await workSteps(queue, means, off.signal)
  } catch (error) {
    means.onBug(error)
    outcome = 'failed'
    if (error instanceof PracticeError) journal.output(0, `${error.message}\n`)
  }
  forget()
  // after a power cut nobody is there to write how it went
  if (off.signal.aborted) return
  removePayload(machine, queue.id)
  releaseLock(machine, queue.id)
  journal.line(`end ${outcome}`)
  machine.units.remove(paths.unit(queue.id))
}

async function workSteps(queue: Queue, means: RunMeans, off: AbortSignal): Promise<Outcome> {
  const { machine, faults, journal } = means
  let counted = false
  for (const step of queue.steps) {
    if (readLock(machine)?.run !== queue.id) return 'interrupted'
    if (machine.files.exists(`${paths.run(queue.id)}/stop`)) return 'stopped'
    if (machine.units.find(paths.unit(queue.id))?.active !== 'active') return 'interrupted'
    if (!counted) countRevision(machine)
    counted = true
    journal.line(`start ${step.number}`)
    faults.onStep(step.number)
    const status = off.aborted ? 143 : await workStep(queue.id, step, means, off)
    if (off.aborted) return 'interrupted'
    journal.flush(step.number)
    journal.line(`exit ${step.number} ${status}`)
    if (status === WAIT_STOPPED) return 'stopped'
    if (status !== 0) return 'failed'
  }
  return 'done'
}

/** A run that may change anything counts once: whoever planned from an older look is told. */
function countRevision({ files }: Machine): void {
  const before = Number.parseInt(files.readIfThere(paths.revision) ?? '0', 10) || 0
  files.write(paths.revision, `${before + 1}\n`, { reserved: true })
}

async function workStep(
  run: string,
  step: Step,
  { machine, faults, journal }: RunMeans,
  off: AbortSignal,
): Promise<number> {
  const out = (text: string) => journal.output(step.number, text)
  const broken = faults.failureOf(step.number)
  if (broken) {
    out(`${broken.text}\n`)
    return broken.status
  }
  for (const work of step.work) {
    const status =
      work.kind === 'wait'
        ? await doWait(work, {
            machine,
            run,
            step: step.number,
            line: (text) => journal.line(text),
            out,
            signal: off,
          })
        : await doWork(machine, work, out, off)
    if (status !== 0) return status
  }
  return 0
}

/** Secrets do not linger: only the plan and the journal stay. */
export function removePayload({ files }: Machine, run: string): void {
  for (const name of ['steps', 'files', 'secrets', 'lines.pl', 'stop', 'runner.sh', 'end.sh']) {
    const path = `${paths.run(run)}/${name}`
    if (files.exists(path)) files.remove(path, { recursive: true })
  }
}
