/** What each command does; every one of them is a few calls of the engine. */
import { EngineError } from '../model/engine-error.ts'
import type { Engine } from '../engine.ts'
import type { Intent } from '../model/intent.ts'
import type { GivenSecrets } from '../engine/secrets.ts'
import { readAnswers } from './answers.ts'
import { givenOf, readBrought, withGiven } from './given.ts'
import { bridges, type BridgesOptions } from './bridges.ts'
import { people, type PeopleOptions } from './people.ts'
import { diagnose, exitStatus, showDiagnosis } from './doctor.ts'
import { showProviders } from './providers.ts'
import { render } from './render.ts'
import { connectTarget, type TargetOptions } from './target.ts'
import { showEvent, showPlan, showStatus } from './show.ts'
import { undo, uninstall } from './tasks.ts'

export interface CliOptions extends TargetOptions, PeopleOptions, BridgesOptions {
  readonly answers: string | undefined
  /** For `providers`, whose first word is a kind. */
  readonly 'answers-file'?: string | undefined
  readonly secrets?: string | undefined
  readonly out?: string | undefined
  readonly 'with-secrets': boolean
  readonly yes: boolean
  readonly 'take-over': boolean
  readonly json: boolean
  readonly service?: string[] | undefined
  readonly lines: string
  readonly 'delete-data'?: boolean
}

export interface Terminal {
  readonly say: (line: string) => void
  readonly ask: (question: string, hidden?: boolean) => Promise<string | null>
}

type Run = (engine: Engine, options: CliOptions, terminal: Terminal) => Promise<number>

const here: Readonly<Record<string, (options: CliOptions, terminal: Terminal) => Promise<number>>> = {
  render,
  providers: showProviders,
}
const onPi: Readonly<Record<string, Run>> = {
  plan,
  apply,
  status,
  doctor,
  logs,
  undo,
  uninstall,
  bridges: async (engine, options, terminal) =>
    bridges(engine, await intentOf(engine, options), options, terminal),
  people: async (engine, options, terminal) =>
    people(engine, await intentOf(engine, options), options, terminal),
}

/** @returns the exit status */
export async function runCommand(name: string, options: CliOptions, terminal: Terminal): Promise<number> {
  const local = Object.hasOwn(here, name) ? here[name] : undefined
  if (local) return local(options, terminal)
  const command = Object.hasOwn(onPi, name) ? onPi[name] : undefined
  if (!command)
    throw new EngineError(
      'not-found',
      `There is no command “${name}”: ${[...Object.keys(onPi), ...Object.keys(here)].join(', ')} are there.`,
    )
  // What is wrong with a file is told before anybody is asked for a password.
  if (options.answers !== undefined) await readAnswers(options.answers)
  await readBrought(options.secrets)
  const target = await connectTarget(options, terminal)
  try {
    return await command(target.engine, options, terminal)
  } finally {
    await target.close()
  }
}

async function plan(engine: Engine, options: CliOptions, terminal: Terminal): Promise<number> {
  const { say } = terminal
  const intent = await intentOf(engine, options)
  const { result: view } = await withGiven(await given(intent, options), terminal, (have) =>
    engine.plan(intent, have),
  )
  if (options.json) say(JSON.stringify(view))
  else showPlan(view).forEach(say)
  return 0
}

const given = async (intent: Intent, options: CliOptions): Promise<GivenSecrets> =>
  givenOf(await readBrought(options.secrets), intent)

async function apply(engine: Engine, options: CliOptions, terminal: Terminal): Promise<number> {
  const { say, ask } = terminal
  const intent = await intentOf(engine, options)
  const { result: view, given: have } = await withGiven(await given(intent, options), terminal, (secrets) =>
    engine.plan(intent, secrets),
  )
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
  const run = await engine.start(intent, {
    expected: view.id,
    breakLock: options['take-over'],
    given: have,
  })
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
  // whoever asks once wants to know what is now
  const view = await engine.status(await intentOf(engine, options), { atOnce: true })
  if (options.json) say(JSON.stringify(view))
  else showStatus(view).forEach(say)
  return view.light === 'works' || view.light === 'worth-knowing' ? 0 : 1
}

async function doctor(engine: Engine, options: CliOptions, { say }: Terminal): Promise<number> {
  const found = await diagnose(engine, await intentOf(engine, options))
  if (options.json) say(JSON.stringify(found))
  else showDiagnosis(found).forEach(say)
  return exitStatus(found)
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
