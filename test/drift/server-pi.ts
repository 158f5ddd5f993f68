/** One practice Pi that has been set up, for the tests of what happens to it later. */
import { expect } from 'vitest'
import type { Intent } from '../../provisioners/model/intent.ts'
import type { RunTask } from '../../provisioners/model/task.ts'
import { practiceEngine } from '../support/practice.ts'
import { intent } from '../stack/fake.ts'

/** Sets up the server of an intent, and gives what the tests do with it from then on. */
export async function createServerPi(of: Intent = intent) {
  const practice = practiceEngine()
  const { engine, pi } = practice

  const follow = async (run: string | null): Promise<void> => {
    if (run === null) return
    for await (const event of engine.follow(run, new AbortController().signal))
      if (event.kind === 'finished') expect(event).toMatchObject({ outcome: 'verified' })
    expect(pi.bugs).toEqual([])
  }
  /** Brings the Pi to what an intent says; fails unless that is verified. */
  const repair = async (now: Intent = of): Promise<void> => follow(await engine.start(now))
  const act = async (task: RunTask): Promise<void> => follow(await engine.startTask(task))
  const unmet = async (now: Intent = of): Promise<string[]> =>
    (await engine.plan(now)).changes.map(({ resource }) => resource)
  await repair()
  return { ...practice, intent: of, repair, act, unmet, changes: () => engine.changes(of) }
}
