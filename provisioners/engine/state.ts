/** /opt/bramble/state.json: the truth that any laptop continues from, with a version. */
import { z } from 'zod'
import { paths } from '../host/host.ts'
import { serverNameOf } from '../model/address.ts'
import { EngineError } from '../model/engine-error.ts'
import { intentSchema, type Intent } from '../model/intent.ts'
import { readCurrent, readState } from './commands.ts'
import { cannot, defineResource, type Fact, type Resource } from './resource.ts'

export const STATE_VERSION = 2

const stateSchema = z.strictObject({ version: z.literal(STATE_VERSION), intent: intentSchema })
export type State = z.infer<typeof stateSchema>

/** What is stored: nothing yet, a state, or one of a newer Bramble, which is read only. */
export type Stored =
  | { readonly kind: 'none' }
  | { readonly kind: 'state'; readonly state: State; readonly text: string }
  | { readonly kind: 'newer'; readonly version: number; readonly name: string | null }

/** From version N to N + 1. Each gets what the older Bramble wrote. */
export type Migrations = Readonly<Record<number, (older: Record<string, unknown>) => Record<string, unknown>>>
export const migrations: Migrations = {
  /** The first Bramble knew one address, one way to sign in and one extra; all that came since has its default. */
  1: ({ intent, ...rest }) => {
    const { signIn: _accounts, ...older } = z.looseObject({}).catch({}).parse(intent)
    return { ...rest, intent: { ...older, version: 2, signIn: {} } }
  },
}

const versioned = z.looseObject({ version: z.number().int().min(1) })

/**
 * Reads a stored state, lifting older versions step by step.
 *
 * @throws EngineError intent-invalid for a file that is no state of any version: it is never overwritten
 */
export function readStored(text: string): Stored {
  if (text.trim() === '') return { kind: 'none' }
  const lifted = lift(text, migrations, STATE_VERSION)
  if (typeof lifted === 'number') return { kind: 'newer', version: lifted, name: nameIn(text) }
  const parsed = stateSchema.safeParse(lifted)
  if (!parsed.success)
    throw new EngineError('intent-invalid', `${paths.state} does not hold a whole intent`, [
      z.prettifyError(parsed.error),
    ])
  return { kind: 'state', state: parsed.data, text }
}

/** What the owner calls it, where a newer Bramble still writes that at the same place. */
function nameIn(text: string): string | null {
  const named = z.looseObject({ intent: z.looseObject({ name: z.string().max(64) }) })
  const found = named.safeParse(JSON.parse(text))
  return found.success ? found.data.intent.name : null
}

/**
 * @returns the value in version `current`, or the version of what is newer than that
 * @throws EngineError intent-invalid for what is no versioned JSON, or a version that nothing reads
 */
export function lift(text: string, steps: Migrations, current: number): Record<string, unknown> | number {
  let value: z.infer<typeof versioned>
  try {
    value = versioned.parse(JSON.parse(text))
  } catch {
    throw new EngineError('intent-invalid', `${paths.state} cannot be read as Bramble's state`)
  }
  if (value.version > current) return value.version
  while (value.version < current) {
    const step = steps[value.version]
    if (!step)
      throw new EngineError(
        'intent-invalid',
        `${paths.state} has version ${value.version}, which nothing reads`,
      )
    value = { ...step(value), version: value.version + 1 }
  }
  return value
}

export const storedState: Fact<Stored> = {
  id: 'bramble.state',
  command: readState(),
  parse: (answer) => readStored(answer.status === 0 ? answer.stdout : ''),
}

/** The state's own bytes for an intent: keys in the schema's order, so the same intent gives the same file. */
export function renderState(intent: Intent): string {
  return `${JSON.stringify(stateSchema.parse({ version: STATE_VERSION, intent }), null, 2)}\n`
}

/** Whether services were ever started under the server's name: from then on it is permanent. */
const settled: Fact<boolean> = {
  id: 'bramble.settled',
  command: readCurrent(),
  parse: (answer) => answer.status === 0,
}

/**
 * The answers are on the Pi before anything else happens there, so that another laptop can go on.
 *
 * @param nameOfData which name the data on the machine belong to: it holds even where the answers are lost
 */
export function stateResource(intent: Intent, nameOfData: Fact<string | null>): Resource {
  return defineResource({
    id: 'answers',
    title: 'Remember your answers on the Pi',
    phase: 'prepare',
    facts: { stored: storedState, settled, ofData: nameOfData },
    diff({ stored, settled: started, ofData }) {
      if (stored.kind === 'newer') cannot('state-newer', `version ${stored.version}`)
      const answered = stored.kind === 'state' && started ? serverNameOf(stored.state.intent.address) : null
      const before = ofData ?? answered
      const after = serverNameOf(intent.address)
      if (before !== null && before !== after)
        cannot('name-permanent', `This server is ${before} for ever; it cannot become ${after}.`)
      const text = renderState(intent)
      if (stored.kind === 'state' && stored.text === text)
        return { met: true, reason: 'They are there already.' }
      return {
        met: false,
        change: stored.kind === 'none' ? 'add' : 'change',
        summary: stored.kind === 'none' ? '1 new file' : '1 changed file',
        actions: [
          { kind: 'upload', files: [{ path: paths.state, content: [text], mode: 0o600, uid: 0, gid: 0 }] },
        ],
      }
    },
  })
}
