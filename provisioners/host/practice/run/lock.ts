/** The lock of the practice Pi: one symbolic link whose target is its content, as on a real one. */
import { paths, type LockHolder } from '../../host.ts'
import type { Machine } from '../machine.ts'

/** Whose the lock is; null when nobody's. */
export function readLock(machine: Machine): LockHolder | null {
  const node = machine.files.find(paths.lock, { follow: false })
  return node?.kind === 'link' ? (JSON.parse(node.target) as LockHolder) : null
}

/** Takes it, also from a dead run of the same installation; else says whose it is. */
export function takeLock(
  machine: Machine,
  holder: LockHolder,
): { taken: true } | { taken: false; holder: LockHolder; alive: boolean } {
  const found = readLock(machine)
  if (found) {
    const alive = machine.units.find(paths.unit(found.run))?.active === 'active'
    if (alive || found.installation !== holder.installation) return { taken: false, holder: found, alive }
    machine.files.remove(paths.lock)
  }
  machine.files.symlink(JSON.stringify(holder), paths.lock)
  return { taken: true }
}

/** Lets go of it, if it is still this run's. */
export function releaseLock(machine: Machine, run: string): void {
  if (readLock(machine)?.run === run) machine.files.remove(paths.lock)
}
