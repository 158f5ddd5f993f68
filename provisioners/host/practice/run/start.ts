/** Starts a queue on the practice Pi: lock, revision, files and unit in one act that nothing can get between. */
import { paths, type Queue, type Started } from '../../host.ts'
import { queueFiles } from '../../queue-bundle.ts'
import { EngineError } from '../../../model/engine-error.ts'
import { Errno } from '../files/errno.ts'
import type { Machine } from '../machine.ts'
import { Journal } from './journal.ts'
import { readLock, releaseLock, takeLock } from './lock.ts'
import { removePayload, workOff, type RunMeans } from './queue-run.ts'

/** @throws EngineError disk-full, step-failed; TypeError for a queue that cannot be written */
export function startQueue(
  queue: Queue,
  means: Omit<RunMeans, 'journal'>,
): { started: Started; done: Promise<void> } {
  const { machine } = means
  const { files, units } = machine
  const payload = queueFiles(queue)
  const ended = (started: Started) => ({ started, done: Promise.resolve() })
  try {
    files.mkdir(paths.root, { parents: true })
    if (!files.exists(paths.runs)) files.mkdir(paths.runs, { mode: 0o700 })
    // asked again because the answer was lost
    if (readLock(machine)?.run === queue.id && files.exists(`${paths.run(queue.id)}/plan.json`))
      return ended({ outcome: 'started' })
    const lock = takeLock(machine, queue.holder)
    if (!lock.taken) return ended({ outcome: 'locked', holder: lock.holder, alive: lock.alive })
    if (files.exists(paths.run(queue.id)))
      throw new EngineError('step-failed', 'the run could not be started')
    const found = Number.parseInt(files.readIfThere(paths.revision) ?? '0', 10) || 0
    if (found !== queue.revision) {
      releaseLock(machine, queue.id)
      return ended({ outcome: 'changed-meanwhile' })
    }
    clearOldPayloads(machine)
    for (const { path, text } of payload) {
      const full = `${paths.run(queue.id)}/${path}`
      makePrivate(machine, full.slice(0, full.lastIndexOf('/')))
      files.write(full, text, { mode: 0o600 })
    }
  } catch (error) {
    if (files.exists(paths.run(queue.id))) files.remove(paths.run(queue.id), { recursive: true })
    releaseLock(machine, queue.id)
    if (error instanceof Errno && error.code === 'ENOSPC')
      throw new EngineError('disk-full', paths.root, [error.path])
    throw error
  }
  units.add({
    name: paths.unit(queue.id),
    description: `Bramble run ${queue.id}`,
    active: 'active',
    enabled: 'transient',
  })
  const patterns = payload.find(({ path }) => path === 'secrets')?.text ?? ''
  const journal = new Journal(
    machine,
    queue.id,
    patterns.split('\n').filter((line) => line !== ''),
  )
  return { started: { outcome: 'started' }, done: workOff(queue, { ...means, journal }) }
}

/** What a power cut left of earlier runs. The lock is ours, so nobody works on them. */
function clearOldPayloads(machine: Machine): void {
  for (const run of machine.files.list(paths.runs)) removePayload(machine, run)
}

function makePrivate({ files }: Machine, directory: string): void {
  if (files.exists(directory)) return
  files.mkdir(directory, { mode: 0o700, parents: true })
}
