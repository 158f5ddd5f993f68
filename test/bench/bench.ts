/**
 * `npm run bench`: one line of JSON a figure on standard output, all else on standard error. Needs what the lab needs (see
 * ../lab/README.md), and installs Ansible from Debian where it is missing. Figures are no assertions: the exit status is 0
 * unless one could not be taken.
 *
 * A lab called `bench` is made and taken down again; `BRAMBLE_LAB_NAME` names another one, which is emptied and stays up.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { labIsOurs } from './lab-name.ts'
import { brookside, converge, emptyPi, lab, labFacts, laptop, outcome } from '../lab/support.ts'
import { build, commandLine, help, type CommandLine } from './command-line.ts'
import { atEnd, end, stopped, tell } from './ending.ts'
import { line, ratioOf, type Figure, type Taken } from './figure.ts'
import { medianOf } from './median.ts'
import { rerun } from './rerun.ts'

const seconds = 's'

const figures = (folder: string, cli: CommandLine): Figure[] => [
  {
    name: 'cli_start',
    unit: 'ms',
    take: async () => ({ value: await medianOf(5, async () => (await help()).seconds * 1000) }),
  },
  {
    name: 'plan_empty',
    unit: seconds,
    take: async () => ({ value: await medianOf(5, async () => (await cli.run('plan')).seconds) }),
  },
  { name: 'first_install', unit: seconds, take: firstInstall },
  {
    name: 'rerun_round_trips',
    unit: 'requests',
    goal: { words: 'at most 8', met: ({ value }) => value <= 8 },
    take: roundTrips,
  },
  {
    name: 'rerun',
    unit: seconds,
    goal: { words: 'a ratio of at least 10', met: (taken) => (ratioOf(taken) ?? 0) >= 10 },
    take: () => rerun(folder, labFacts(), brookside, cli),
  },
  {
    name: 'status',
    unit: seconds,
    take: async () => ({ value: await medianOf(5, async () => (await cli.run('status')).seconds) }),
  },
]

/** From an empty Pi to verified, without the sign-in dialogue of a person. */
async function firstInstall(): Promise<Taken> {
  const one = laptop()
  try {
    const began = performance.now()
    const end = outcome(await converge(one))
    const value = (performance.now() - began) / 1000
    if (end !== 'verified') throw new Error(end)
    return { value }
  } finally {
    await one.close()
  }
}

/** Requests that awaited their answer after the sign-in, sudo's included: what apply asks when nothing is to do. */
async function roundTrips(): Promise<Taken> {
  const one = laptop()
  try {
    const { changes } = await one.engine.plan(brookside)
    const requests = one.host()?.requests
    if (changes.length > 0 || requests === undefined) throw new Error('the second apply has something to do')
    return { value: requests }
  } finally {
    await one.close()
  }
}

async function takeAll(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'bramble-bench-'))
  atEnd(() => rm(folder, { recursive: true, force: true }))
  tell('building dist/')
  await build()
  tell('an empty Pi')
  const ready = emptyPi()
  // A lab that is just starting must be whole before it is taken down.
  if (labIsOurs) atEnd(() => ready.catch(() => {}).then(() => lab('down')))
  await ready
  for (const figure of figures(folder, await commandLine(folder, labFacts(), brookside))) {
    stopped.signal.throwIfAborted()
    tell(figure.name)
    try {
      const taken = await figure.take()
      process.stdout.write(`${line(figure, taken)}\n`)
      if (figure.goal && !figure.goal.met(taken)) tell(`${figure.name} misses its goal: ${figure.goal.words}`)
    } catch (error) {
      stopped.signal.throwIfAborted()
      tell(`${figure.name} could not be taken: ${error instanceof Error ? error.message : String(error)}`)
      process.exitCode = 1
    }
  }
}

try {
  await takeAll()
} catch (error) {
  tell(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
} finally {
  await end()
}
// A connection that is still closing must not keep it alive.
process.exit()
