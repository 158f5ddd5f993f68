/** The only reader: asks every fact of a set of resources or checks in one wave. */
import type { Host, Question } from '../host/host.ts'
import { EngineError } from '../model/engine-error.ts'
import type { Fact } from './resource.ts'

type Facts = Readonly<Record<string, Fact<unknown>>>

/** What was seen, by fact id. */
export type Seen = ReadonlyMap<string, unknown>

/**
 * Asks each distinct fact once, all of them in one round trip.
 *
 * @throws EngineError step-failed when an answer makes no sense, and what the host throws
 */
export async function look(host: Host, askers: Iterable<{ readonly facts: Facts }>): Promise<Seen> {
  const facts = new Map<string, Fact<unknown>>()
  for (const asker of askers) for (const fact of Object.values(asker.facts)) facts.set(fact.id, fact)
  const questions = new Map<string, Question>()
  for (const fact of facts.values()) questions.set(sameness(fact), question(fact))
  const order = [...questions.keys()]
  const answers = await host.ask([...questions.values()])
  const seen = new Map<string, unknown>()
  for (const fact of facts.values()) {
    const answer = answers[order.indexOf(sameness(fact))]
    if (!answer) throw new EngineError('connection-lost', `no answer to ${fact.id}`)
    try {
      seen.set(fact.id, fact.parse(answer))
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      throw new EngineError('step-failed', `The answer to “${fact.id}” makes no sense: ${reason}`, [
        `status ${answer.status}`,
        answer.stderr.slice(0, 2000),
      ])
    }
  }
  return seen
}

/** The facts of one resource or check by its own names for them. */
export function seenBy(asker: { readonly facts: Facts }, seen: Seen): Record<string, unknown> {
  return Object.fromEntries(Object.entries(asker.facts).map(([name, fact]) => [name, seen.get(fact.id)]))
}

/** Facts that ask the same question share one answer; what reads input is a question of its own. */
const sameness = ({ id, command, timeoutSeconds, capBytes }: Fact<unknown>): string =>
  command.kind === 'exec' && command.input === undefined
    ? JSON.stringify([command.argv, timeoutSeconds, capBytes])
    : id

/** As the host is asked it. */
export const question = (fact: Fact<unknown>): Question => ({
  command: fact.command,
  timeoutSeconds: fact.timeoutSeconds ?? 20,
  capBytes: fact.capBytes ?? 256 * 1024,
})
