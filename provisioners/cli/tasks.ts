/** `bramble undo` and `bramble uninstall`: acts of their own, each with its plan and its question. */
import type { Engine } from '../engine.ts'
import { EngineError } from '../model/engine-error.ts'
import type { RunTask } from '../model/task.ts'
import { showEvent, showPlan } from './show.ts'

export interface TaskOptions {
  readonly yes: boolean
  readonly 'take-over': boolean
  readonly json: boolean
  readonly 'delete-data'?: boolean
}

interface Terminal {
  readonly say: (line: string) => void
  readonly ask: (question: string) => Promise<string | null>
}

/** @returns the exit status */
export async function undo(engine: Engine, options: TaskOptions, terminal: Terminal): Promise<number> {
  const way = await engine.wayBack()
  if (way === null)
    throw new EngineError('nothing-to-undo', 'There are no earlier settings that were proved good.')
  if (!options.json) {
    terminal.say(`back to settings ${way.to} of ${new Date(way.at * 1000).toISOString()}:`)
    for (const line of way.changes) terminal.say(`  ${line}`)
  }
  return carryOut(engine, { kind: 'undo', to: way.to }, options, terminal)
}

/** Deleting the data has a question of its own. */
export async function uninstall(engine: Engine, options: TaskOptions, terminal: Terminal): Promise<number> {
  const data = options['delete-data'] ? 'delete' : 'keep'
  return carryOut(engine, { kind: 'uninstall', data }, options, terminal, async () => {
    if (data === 'keep') return true
    const answer = await terminal.ask(
      'All messages, pictures and accounts are deleted for good. Type “delete” to do that: ',
    )
    return answer?.trim() === 'delete'
  })
}

async function carryOut(
  engine: Engine,
  task: RunTask,
  options: TaskOptions,
  { say, ask }: Terminal,
  sure: () => Promise<boolean> = async () => true,
): Promise<number> {
  const view = await engine.planTask(task)
  if (view.changes.length === 0) {
    say(options.json ? JSON.stringify({ outcome: 'nothing-to-do' }) : 'nothing to do')
    return 0
  }
  if (!options.json) {
    showPlan(view).forEach(say)
    for (const { title, reason } of view.kept) say(`= ${title}: ${reason}`)
  }
  const go = options.yes || (/^y/i.test((await ask('Go ahead? [y/N] ')) ?? '') && (await sure()))
  if (!go) {
    say('Nothing was changed.')
    return 1
  }
  const run = await engine.startTask(task, { expected: view.id, breakLock: options['take-over'] })
  if (run === null) return 0
  for await (const event of engine.follow(run, new AbortController().signal)) {
    if (options.json) say(JSON.stringify(event))
    else showEvent(event).forEach(say)
    if (event.kind === 'finished') return event.outcome === 'verified' ? 0 : 1
  }
  return 1
}
