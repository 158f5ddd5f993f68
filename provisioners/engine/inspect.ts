/** What is known on a Pi before anything is planned: its stored answers, its runs, who works on it. */
import { readHolder, type Host, type LockHolder } from '../host/host.ts'
import { activeRuns, listRuns, readLock } from './commands.ts'
import { look } from './look.ts'
import type { Fact } from './resource.ts'
import { storedState, type Stored } from './state.ts'

export interface KnownRun {
  readonly run: string
  /** Seconds since the epoch of its last journal line. */
  readonly at: number
  readonly alive: boolean
}

/** Whose change the Pi is kept for, and whether its run still works. */
export interface HeldBy extends LockHolder {
  readonly alive: boolean
}

const runList: Fact<readonly { run: string; at: number }[]> = {
  id: 'bramble.runs',
  command: listRuns(),
  parse: (answer) =>
    answer.stdout
      .split('\n')
      .map((line) => /^(\d+(?:\.\d+)?) ([a-z0-9-]+)\/journal$/.exec(line))
      .filter((match) => match !== null)
      .map((match) => ({ at: Number(match[1]), run: match[2] ?? '' }))
      .sort((a, b) => b.run.localeCompare(a.run)),
}

const active: Fact<readonly string[]> = {
  id: 'bramble.active-runs',
  command: activeRuns(),
  parse: (answer) =>
    [...answer.stdout.matchAll(/bramble-run-([a-z0-9-]+)\.service/g)].map((match) => match[1] ?? ''),
}

/** Exit 1 where nobody holds it. */
const lock: Fact<LockHolder | null> = {
  id: 'bramble.lock',
  command: readLock(),
  parse: (answer) => (answer.status === 0 ? readHolder(answer.stdout) : null),
}

/** Newest run first. */
export async function inspect(
  host: Host,
): Promise<{ stored: Stored; runs: KnownRun[]; held: HeldBy | null }> {
  const facts = { stored: storedState, runs: runList, active, lock }
  const seen = await look(host, [{ facts }])
  const alive = seen.get(active.id) as readonly string[]
  const runs = (seen.get(runList.id) as readonly { run: string; at: number }[]).map((known) => ({
    ...known,
    alive: alive.includes(known.run),
  }))
  const holder = seen.get(lock.id) as LockHolder | null
  return {
    stored: seen.get(storedState.id) as Stored,
    runs,
    held: holder && { ...holder, alive: alive.includes(holder.run) },
  }
}
