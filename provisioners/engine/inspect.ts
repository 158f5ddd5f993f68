/** What is known on a Pi before anything is planned: its stored answers, its runs, who works on it. */
import type { Host } from '../host/host.ts'
import { activeRuns, listRuns } from './commands.ts'
import { look } from './look.ts'
import type { Fact } from './resource.ts'
import { storedState, type Stored } from './state.ts'

export interface KnownRun {
  readonly run: string
  /** Seconds since the epoch of its last journal line. */
  readonly at: number
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

/** Newest run first. */
export async function inspect(host: Host): Promise<{ stored: Stored; runs: KnownRun[] }> {
  const facts = { stored: storedState, runs: runList, active }
  const seen = await look(host, [{ facts }])
  const alive = seen.get(active.id) as readonly string[]
  const runs = (seen.get(runList.id) as readonly { run: string; at: number }[]).map((known) => ({
    ...known,
    alive: alive.includes(known.run),
  }))
  return { stored: seen.get(storedState.id) as Stored, runs }
}
