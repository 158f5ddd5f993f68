/** Works off a queue on the practice Pi, by itself: the laptop may close meanwhile. */
import { paths, type HostFile, type Queue, type Step, type Work } from '../../host.ts'
import { reveal } from '../../../model/text.ts'
import type { Faults } from '../faults.ts'
import { Errno } from '../files/errno.ts'
import { rootUser } from '../files/node.ts'
import type { Machine } from '../machine.ts'
import { PracticeError } from '../practice-error.ts'
import { runCommand } from '../process/run.ts'
import { Journal } from './journal.ts'
import { readLock, releaseLock } from './lock.ts'

/** What ends a step whose lock was broken meanwhile. */
const NOT_OURS = 97

export interface RunMeans {
  readonly machine: Machine
  readonly faults: Faults
  /** The practice Pi itself was asked something that it does not know. */
  onBug(error: unknown): void
}

/** Resolves when the run is over; never rejects. */
export async function workOff(queue: Queue, { machine, faults, onBug }: RunMeans): Promise<void> {
  const journal = new Journal(machine, queue)
  const stop = new AbortController()
  const noPower = machine.power.onOff(() => stop.abort())
  let outcome: 'done' | 'failed' | 'stopped' = 'done'
  try {
    for (const step of queue.steps) {
      if (stop.signal.aborted) return
      if (isStopped(machine, queue)) {
        outcome = 'stopped'
        break
      }
      journal.start(step.number)
      faults.onStep(step.number)
      const status = stop.signal.aborted ? 143 : await workStep(machine, queue, step, journal, stop.signal, faults)
      // after a power cut nobody is there to write how it went
      if (stop.signal.aborted) return
      journal.exit(step.number, status)
      if (status !== 0) {
        outcome = 'failed'
        break
      }
    }
  } catch (error) {
    onBug(error)
    if (stop.signal.aborted) return
    outcome = 'failed'
    if (error instanceof PracticeError) journal.output(0, `${error.message}\n`)
  } finally {
    noPower()
    machine.units.remove(paths.unit(queue.id))
  }
  journal.end(outcome)
  releaseLock(machine, queue.id)
}

/** Cancelled by a person, or by systemd. */
function isStopped(machine: Machine, queue: Queue): boolean {
  const unit = machine.units.find(paths.unit(queue.id))
  return unit?.active !== 'active' || machine.files.exists(`${paths.run(queue.id)}/stop`)
}

async function workStep(
  machine: Machine,
  queue: Queue,
  step: Step,
  journal: Journal,
  signal: AbortSignal,
  faults: Faults,
): Promise<number> {
  const out = (text: string) => journal.output(step.number, text)
  if (readLock(machine)?.run !== queue.id) return NOT_OURS
  const broken = faults.failureOf(step.number)
  if (broken) {
    out(`${broken.text}\n`)
    return broken.status
  }
  for (const work of step.work) {
    const status = await doWork(machine, work, out, signal)
    if (status !== 0) return status
  }
  return 0
}

async function doWork(
  machine: Machine,
  work: Work,
  out: (text: string) => void,
  signal: AbortSignal,
): Promise<number> {
  if (work.kind === 'files') {
    await machine.clock.sleep(0.15, signal)
    return putFiles(machine, work.files, work.ifAbsent, out)
  }
  const shell = {
    machine,
    who: rootUser,
    directory: '/',
    environment: {},
    signal,
    deadline: machine.clock.now() + work.timeoutSeconds,
  }
  return runCommand(shell, work.command, { out, err: out })
}

/** Stages each file beside its target and renames it; what is there already may be kept. */
function putFiles(
  machine: Machine,
  files: readonly HostFile[],
  ifAbsent: boolean,
  out: (text: string) => void,
): number {
  for (const { path, content, mode, uid, gid } of files) {
    if (ifAbsent && machine.files.exists(path)) continue
    const staged = `${path}.bramble-new`
    try {
      machine.files.mkdir(path.slice(0, path.lastIndexOf('/')) || '/', { parents: true })
      if (machine.files.find(staged, { follow: false })) machine.files.remove(staged)
      machine.files.write(staged, reveal(content), { mode })
      machine.files.chown(staged, { uid, gid })
      machine.files.rename(staged, path)
    } catch (error) {
      if (!(error instanceof Errno)) throw error
      out(`${path}: ${error.message}\n`)
      return 1
    }
  }
  return 0
}
