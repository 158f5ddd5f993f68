/** Starts a queue on the practice Pi: lock, revision, journal and unit in one act that nothing can get between. */
import { paths, type Queue, type Started } from '../../host.ts'
import { EngineError } from '../../../model/engine-error.ts'
import { Errno } from '../files/errno.ts'
import { Journal } from './journal.ts'
import { releaseLock, takeLock } from './lock.ts'
import { workOff, type RunMeans } from './queue-run.ts'

/** @throws EngineError disk-full */
export function startQueue(queue: Queue, means: RunMeans): Started {
  const { machine } = means
  const { files, units } = machine
  try {
    files.mkdir(paths.runs, { parents: true })
    files.chmod(paths.runs, 0o700)
    const lock = takeLock(machine, queue.holder)
    if (!lock.taken) return { outcome: 'locked', holder: lock.holder, alive: lock.alive }
    const found = Number.parseInt(files.readIfThere(paths.revision) ?? '0', 10) || 0
    if (found !== queue.revision) {
      releaseLock(machine, queue.id)
      return { outcome: 'changed-meanwhile' }
    }
    files.write(paths.revision, `${queue.revision + 1}\n`)
    files.mkdir(paths.run(queue.id), { mode: 0o700 })
  } catch (error) {
    releaseLock(machine, queue.id)
    if (error instanceof Errno && error.code === 'ENOSPC') throw new EngineError('disk-full', error.path)
    throw error
  }
  new Journal(machine, queue).plan()
  units.add({
    name: paths.unit(queue.id),
    description: `Bramble ${queue.id}`,
    active: 'active',
    enabled: 'transient',
  })
  void workOff(queue, means)
  return { outcome: 'started' }
}
