/** What each command does; every one of them is a few calls of the engine. */
import { EngineError } from '../model/engine-error.ts'
import type { Engine } from '../engine.ts'
import type { Intent } from '../model/intent.ts'
import { readAnswers } from './answers.ts'
import { people, type PeopleOptions } from './people.ts'
import { connectTarget, type TargetOptions } from './target.ts'
import { showEvent, showPlan, showStatus } from './show.ts'

export interface CliOptions extends TargetOptions, PeopleOptions {
  readonly answers: string | undefined
  readonly yes: boolean
  readonly 'take-over': boolean
  readonly json: boolean
  readonly service?: string[] | undefined
  readonly lines: string
}

export interface Terminal {
  readonly say: (line: string) => void
  readonly ask: (question: string, hidden?: boolean) => Promise<string | null>
}

/** @returns the exit status */
export async function runCommand(name: string, options: CliOptions, terminal: Terminal): Promise<number> {
  const commands: Record<
    string,
    (engine: Engine, options: CliOptions, terminal: Terminal) => Promise<number>
  > = {
    plan,
    apply,
    status,
    logs,
    people: async (engine, given, at) => people(engine, await intentOf(engine, given), given, at),
  }
  const command = commands[name]
  if (!command)
    throw new EngineError(
      'not-found',
      `There is no command “${name}”: plan, apply, status, logs and people are there.`,
    )
  const target = await connectTarget(options, terminal)
  try {
    return await command(target.engine, options, terminal)
  } finally {
    await target.close()
  }
}

async function plan(engine: Engine, options: CliOptions, { say }: Terminal): Promise<number> {
  const intent = await intentOf(engine, options)
  const view = await engine.plan(intent)
  if (options.json) say(JSON.stringify(view))
  else showPlan(view).forEach(say)
  return 0
}

async function apply(engine: Engine, options: CliOptions, { say, ask }: Terminal): Promise<number> {
  const intent = await intentOf(engine, options)
  const view = await engine.plan(intent)
  const total = view.changes.length + view.kept.length
  if (view.changes.length === 0) {
    say(options.json ? JSON.stringify({ outcome: 'nothing-to-do', resources: total }) : nothingToDo(total))
    return 0
  }
  if (!options.json) showPlan(view).forEach(say)
  if (!options.yes && !/^y/i.test((await ask('Go ahead? [y/N] ')) ?? '')) {
    say('Nothing was changed.')
    return 1
  }
  const run = await engine.start(intent, { expected: view.id, breakLock: options['take-over'] })
  if (run === null) {
    say(nothingToDo(total))
    return 0
  }
  for await (const event of engine.follow(run, new AbortController().signal)) {
    if (options.json) say(JSON.stringify(event))
    else showEvent(event).forEach(say)
    if (event.kind !== 'finished') continue
    if (event.outcome !== 'verified') return 1
    if (!options.json) say(`verified: ${total} resources`)
    return 0
  }
  return 1
}

const nothingToDo = (total: number): string => `nothing to do: all ${total} resources are as they should be`

async function status(engine: Engine, options: CliOptions, { say }: Terminal): Promise<number> {
  const view = await engine.status(await intentOf(engine, options))
  if (options.json) say(JSON.stringify(view))
  else showStatus(view).forEach(say)
  return view.light === 'works' || view.light === 'worth-knowing' ? 0 : 1
}

async function logs(engine: Engine, options: CliOptions, { say }: Terminal): Promise<number> {
  const stop = new AbortController()
  process.once('SIGINT', () => stop.abort())
  for await (const lines of engine.logs(options.service ?? [], Number(options.lines), stop.signal))
    for (const line of lines)
      say(
        options.json
          ? JSON.stringify(line)
          : `${new Date(line.at * 1000).toISOString()} ${line.service}: ${line.text}`,
      )
  return 0
}

/** The answers of the file, else those on the Pi. */
async function intentOf(engine: Engine, options: CliOptions): Promise<Intent> {
  if (options.answers !== undefined) return readAnswers(options.answers)
  const { stored } = await engine.inspect()
  if (stored.kind === 'state') return stored.state.intent
  if (stored.kind === 'newer') throw new EngineError('state-newer', `version ${stored.version}`)
  throw new EngineError(
    'intent-invalid',
    'There are no answers on this Pi yet: name the file that holds them.',
  )
}
