/** Plays the scenarios over one machine and writes down what can be compared between machines. */
import type { Engine } from '../../provisioners/engine.ts'
import type { Host } from '../../provisioners/host/host.ts'
import { finalFacts, type Scenario } from './scenarios.ts'

export interface Played {
  readonly scenario: string
  /** Changes of the plan: resource, kind and what it says. */
  readonly plan: readonly string[]
  readonly outcome: string
  /** Changes that a second plan still sees. */
  readonly second: readonly string[]
  readonly facts: Readonly<Record<string, readonly string[]>>
}

export async function play(
  scenario: Scenario,
  engine: Engine,
  connect: () => Promise<Host>,
): Promise<Played> {
  const host = await connect()
  for (const command of scenario.fault ?? []) {
    const [answer] = await host.ask([{ command, timeoutSeconds: 120, capBytes: 65_536 }])
    if (answer?.status !== 0) throw new Error(`the fault did not happen: ${answer?.status} ${answer?.stderr}`)
  }
  const plan = await engine.plan(scenario.intent)
  const run = await engine.start(scenario.intent, { expected: plan.id })
  let outcome = 'nothing-to-do'
  if (run !== null)
    for await (const event of engine.follow(run, new AbortController().signal))
      if (event.kind === 'finished')
        outcome = event.problem
          ? `${event.outcome}: ${event.problem.code}, ${event.problem.cause} ${event.problem.evidence.join('\n')}`
          : event.outcome
  const second = await engine.plan(scenario.intent)
  return {
    scenario: scenario.name,
    plan: plan.changes.map(shown),
    outcome,
    second: second.changes.map(shown),
    facts: await facts(await connect()),
  }
}

/** Which source Docker came from depends on the network; everything else of a plan does not. */
const shown = (change: { resource: string; kind: string; summary: string }): string =>
  change.resource === 'docker-engine' || change.resource === 'base-packages'
    ? `${change.resource} ${change.kind}`
    : `${change.resource} ${change.kind}: ${change.summary}`

async function facts(host: Host): Promise<Record<string, string[]>> {
  const names = Object.keys(finalFacts)
  const answers = await host.ask(
    Object.values(finalFacts).map((command) => ({ command, timeoutSeconds: 30, capBytes: 1024 * 1024 })),
  )
  return Object.fromEntries(
    names.map((name, index) => {
      const answer = answers[index]
      return [name, [`status ${answer?.status}`, ...normal(name, answer?.stdout ?? '')]]
    }),
  )
}

/** Takes out what differs between any two machines: ids, times. */
function normal(name: string, text: string): string[] {
  const lines = text.split('\n').filter((line) => line !== '')
  if (name !== 'containers') return lines.toSorted()
  return lines
    .map((line) => {
      const { Names, Image, State, Status, Ports } = JSON.parse(line) as Record<string, string>
      return `${Names} ${Image} ${State} ${/\((healthy|unhealthy)\)/.exec(Status ?? '')?.[1] ?? ''} ${ports(Ports ?? '')}`
    })
    .toSorted()
}

const ports = (text: string): string =>
  [...new Set([...text.matchAll(/:(\d+)->/g)].map((match) => Number(match[1])))]
    .toSorted((a, b) => a - b)
    .join(' ')
