/** One look at everything that a task is about, and the plan that follows from it. */
import type { Host } from '../host/host.ts'
import type { Intent } from '../model/intent.ts'
import { EngineError } from '../model/engine-error.ts'
import type { RunTask } from '../model/task.ts'
import type { Secret, SecretSpec } from '../model/secret.ts'
import type { Check } from './check.ts'
import type { Command } from '../shell/command.ts'
import { readRevision } from './commands.ts'
import { look, seenBy, type Seen } from './look.ts'
import { inOrder } from './order.ts'
import type { Explain, LastWords } from './post-mortem.ts'
import { makePlan, type Estimate, type Plan } from './plan.ts'
import type { Fact, Means, Resource } from './resource.ts'
import { SecretBox, storedSecrets, type GivenSecrets, type MakeSecret } from './secrets.ts'
import { stateResource, storedState, type Stored } from './state.ts'

/** What the components add up to; the engine names none of them. */
export interface Stack {
  resources(intent: Intent): readonly Resource[]
  secretSpecs(intent: Intent): readonly SecretSpec[]
  checks(intent: Intent): readonly Check[]
  estimate(intent: Intent): Estimate
  /** The server’s name that data on the machine belong to; null where there are none. */
  readonly nameOfData: Fact<string | null>
  recall(intent: Intent): Recall
  /** What a task of its own is to bring about. */
  task(task: RunTask): Omit<Task, 'task'>
  explain: Explain
  readonly lastWords: Fact<LastWords>
}

/** How secrets whose files are lost are found again where they are used. */
export interface Recall {
  readonly facts: Readonly<Record<string, Fact<unknown>>>
  find(
    seen: Readonly<Record<string, unknown>>,
    lost: readonly SecretSpec[],
    known: ReadonlyMap<string, Secret>,
  ): ReadonlyMap<string, Secret>
}

/** What a run is to bring about. */
export interface Task {
  /** What the owner calls it, for the journal. */
  readonly name: string
  readonly resources: readonly Resource[]
  readonly secretSpecs: readonly SecretSpec[]
  readonly estimate: Estimate
  /**
   * What is left to do once the run is verified, by who looked again: a run that takes Bramble away cannot remove the folder that
   * it runs from.
   */
  readonly last?: Command
  readonly recall?: Recall
  /** Absent for the answers, which are stored on the Pi by the run itself. */
  readonly task?: RunTask
}

/** The whole server. */
export const serverTask = (intent: Intent, stack: Stack): Task => ({
  name: intent.name,
  resources: [stateResource(intent, stack.nameOfData), ...stack.resources(intent)],
  secretSpecs: stack.secretSpecs(intent),
  estimate: stack.estimate(intent),
  recall: stack.recall(intent),
})

export const ownTask = (task: RunTask, stack: Stack): Task => ({ ...stack.task(task), task })

export interface Examined {
  readonly plan: Plan
  readonly seen: Seen
  readonly revision: number
  /** What the plan's diffs were given. */
  readonly means: Means
}

/** Counts the runs that changed anything; a plan is only valid for the revision that it was made from. */
const revisionFact: Fact<number> = {
  id: 'bramble.revision',
  command: readRevision(),
  parse: (answer) => (answer.status === 0 ? Number.parseInt(answer.stdout, 10) || 0 : 0),
}

/**
 * Looks in one wave and plans.
 *
 * @param also what else is to be seen in the same wave
 * @throws EngineError state-newer where a newer Bramble has been, and what looking throws
 */
export async function examine(
  host: Host,
  task: Task,
  makeSecret: MakeSecret,
  given: GivenSecrets = new Map(),
  also: readonly { readonly facts: Readonly<Record<string, Fact<unknown>>> }[] = [],
): Promise<Examined> {
  const resources = inOrder(task.resources)
  const own = { facts: { secrets: storedSecrets, revision: revisionFact, state: storedState } }
  const seen = await look(host, [...resources, own, ...(task.recall ? [task.recall] : []), ...also])
  const state = seen.get(storedState.id) as Stored
  // a form that is not known may hold what an older plan would take away
  if (state.kind === 'newer') throw new EngineError('state-newer', `version ${state.version}`)
  const stored = seen.get(storedSecrets.id) as ReturnType<typeof storedSecrets.parse>
  const box = new SecretBox(stored, task.secretSpecs, makeSecret, given, recallLost(task, seen, stored))
  return {
    plan: makePlan(resources, seen, box, task.estimate),
    seen,
    revision: seen.get(revisionFact.id) as number,
    means: box,
  }
}

function recallLost(
  { recall, secretSpecs }: Task,
  seen: Seen,
  stored: ReadonlyMap<string, Secret>,
): ReadonlyMap<string, Secret> {
  const lost = secretSpecs.filter(({ id }) => !stored.has(id))
  return recall && lost.length > 0 ? recall.find(seenBy(recall, seen), lost, stored) : new Map()
}
