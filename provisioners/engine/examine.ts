/** One look at everything that an intent is about, and the plan that follows from it. */
import type { Host } from '../host/host.ts'
import type { Intent } from '../model/intent.ts'
import type { SecretSpec } from '../model/secret.ts'
import type { Check } from './check.ts'
import { readRevision } from './commands.ts'
import { look, type Seen } from './look.ts'
import { inOrder } from './order.ts'
import type { Explain } from './post-mortem.ts'
import { makePlan, type Estimate, type Plan } from './plan.ts'
import type { Fact, Resource } from './resource.ts'
import { SecretBox, storedSecrets, type GivenSecrets, type MakeSecret } from './secrets.ts'
import { stateResource } from './state.ts'

/** What the components add up to; the engine names none of them. */
export interface Stack {
  resources(intent: Intent): readonly Resource[]
  secretSpecs(intent: Intent): readonly SecretSpec[]
  checks(intent: Intent): readonly Check[]
  estimate(intent: Intent): Estimate
  explain: Explain
}

export interface Examined {
  readonly plan: Plan
  readonly seen: Seen
  readonly revision: number
}

/** Counts the runs that changed anything; a plan is only valid for the revision that it was made from. */
const revisionFact: Fact<number> = {
  id: 'bramble.revision',
  command: readRevision(),
  parse: (answer) => (answer.status === 0 ? Number.parseInt(answer.stdout, 10) || 0 : 0),
}

/** Looks in one wave and plans. */
export async function examine(
  host: Host,
  intent: Intent,
  means: { readonly stack: Stack; readonly makeSecret: MakeSecret },
  given: GivenSecrets = new Map(),
): Promise<Examined> {
  const resources = inOrder([stateResource(intent), ...means.stack.resources(intent)])
  const own = { facts: { secrets: storedSecrets, revision: revisionFact } }
  const seen = await look(host, [...resources, own])
  const stored = seen.get(storedSecrets.id) as ReturnType<typeof storedSecrets.parse>
  const box = new SecretBox(stored, means.stack.secretSpecs(intent), means.makeSecret, given)
  const plan = makePlan(resources, seen, box, means.stack.estimate(intent))
  return { plan, seen, revision: seen.get(revisionFact.id) as number }
}
