/** One piece of work of a step: a command, or files to put in place. */
import type { HostFile, Work } from '../../host.ts'
import { reveal } from '../../../model/text.ts'
import { Errno } from '../files/errno.ts'
import { rootUser } from '../files/node.ts'
import type { Machine } from '../machine.ts'
import { runCommand } from '../process/run.ts'

/** @returns the exit status */
export async function doWork(
  machine: Machine,
  work: Exclude<Work, { kind: 'wait' }>,
  out: (text: string) => void,
  signal: AbortSignal,
): Promise<number> {
  if (work.kind === 'files') {
    await machine.clock.sleep(0.15, signal)
    return signal.aborted ? 143 : putFiles(machine, work.files, work.ifAbsent, out)
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

/** All are staged beside their targets before the first is renamed, as on a real Pi. */
function putFiles(
  machine: Machine,
  given: readonly HostFile[],
  ifAbsent: boolean,
  out: (text: string) => void,
): number {
  const { files } = machine
  const wanted = given.filter(({ path }) => !ifAbsent || !files.find(path, { follow: false }))
  const stagedPath = (path: string) => path.replace(/([^/]+)$/, '.$1.bramble-new')
  try {
    for (const { path, content, mode, uid, gid } of wanted) {
      const staged = stagedPath(path)
      files.mkdir(path.slice(0, path.lastIndexOf('/')) || '/', { parents: true })
      if (files.find(staged, { follow: false })) files.remove(staged)
      files.write(staged, reveal(content), { mode })
      files.chown(staged, { uid, gid })
    }
    for (const { path } of wanted) files.rename(stagedPath(path), path)
    return 0
  } catch (error) {
    if (!(error instanceof Errno)) throw error
    out(`${error.path}: ${error.message}\n`)
    return 1
  }
}
