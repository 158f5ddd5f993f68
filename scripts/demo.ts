/** `npm run demo`: the main job without a window, over the practice Pi: plan, apply, status, a second apply. */
import { randomBytes } from 'node:crypto'
import { createEngine, createPracticePi, defaultIntent } from '../provisioners/index.ts'
import { newRunId, now, sleep } from '../provisioners/computer.ts'
import { keepConnected } from '../provisioners/connection.ts'
import { showEvent, showPlan, showStatus } from '../provisioners/cli/show.ts'

const pi = createPracticePi({ now, speed: 0 })
const connection = keepConnected(() => pi.connect())
const engine = createEngine({
  connect: connection.connect,
  outside: pi.outside,
  address: 'practice',
  installation: 'demo',
  machine: 'this computer',
  now,
  sleep,
  newRunId,
  random: (bytes) => randomBytes(bytes),
})
const intent = defaultIntent('brookside')
const say = (lines: readonly string[]): void => lines.forEach((line) => console.log(line))

const plan = await engine.plan(intent)
say(showPlan(plan))
const run = await engine.start(intent, { expected: plan.id })
if (run === null) throw new Error('a new Pi, and nothing to do')
for await (const event of engine.follow(run, new AbortController().signal)) {
  if (event.kind !== 'output') say(showEvent(event))
  if (event.kind === 'finished' && event.outcome !== 'verified') process.exit(1)
}
const status = await engine.status(intent)
say(showStatus(status))
const { probes } = await engine.prove(intent)
say(probes.map((probe) => `${probe.outcome}: ${probe.title} (${probe.detail})`))
const second = await engine.plan(intent)
await connection.close()
console.log(
  `ready: ${second.kept.length + second.changes.length} resources; second run: ${second.changes.length} changes`,
)
process.exit(status.light === 'works' && second.changes.length === 0 ? 0 : 1)
