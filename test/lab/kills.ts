/**
 * SIGKILL of the app at 20 seeded moments and of the whole Pi at 10: after each, the next apply converges and no secret has
 * changed by a byte. Takes most of an hour, so it is a script of its own: `npm run lab:kills`.
 */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeAnswers } from '../../provisioners/cli/answers.ts'
import { sleep, thisComputer } from '../../provisioners/computer.ts'
import { brookside, converge, emptyPi, lab, labFacts, laptop, onPi, outcome, until } from './support.ts'

/** Numbers from 0 to 1 that are the same for the same seed (mulberry32). */
function random(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Where a kill lands: while looking and starting (seconds after the app's start), or after a resource's step began. */
type Moment = { readonly after: number; readonly resource: string | null }

/** At least one in each kind of action: commands, uploads, secrets, pulls, databases, containers, proof. */
const resources = [
  'docker-engine',
  'docker-daemon',
  'docker-running',
  'folders',
  'secrets',
  'settings:synapse',
  'generation',
  'image:postgres',
  'image:synapse',
  'generation-current',
  'databases',
  'containers',
  'client-answered',
]

function moments(count: number, seed: number, looking: number): Moment[] {
  const next = random(seed)
  return Array.from({ length: count }, (_, index) =>
    index < looking
      ? { after: 0.2 + 3 * next(), resource: null }
      : { after: 2 * next(), resource: resources[(index - looking) % resources.length] ?? null },
  )
}

async function secretsOf(): Promise<Map<string, string>> {
  const { stdout } = await onPi('sh', '-c', 'cd /opt/bramble/secrets 2>/dev/null && sha256sum * 2>/dev/null')
  return new Map(
    stdout
      .split('\n')
      .filter(Boolean)
      .map((line) => [line.slice(66), line.slice(0, 64)]),
  )
}

/** Starts the built app as a process of its own, and comes back at the moment. */
async function applyUntil(moment: Moment, home: string): Promise<() => void> {
  const { host, user, hostKeySha256 } = labFacts()
  const args = ['apply', join(home, 'answers.yaml'), '--host', host, '--user', user, '--yes', '--json']
  const app = spawn(
    process.execPath,
    ['dist/cli.js', ...args, '--password-file', join(home, 'password'), '--trust', hostKeySha256],
    { env: { ...process.env, BRAMBLE_HOME: join(home, 'home') }, stdio: ['ignore', 'pipe', 'ignore'] },
  )
  const gone = new Promise<void>((resolve) => app.once('exit', () => resolve()))
  if (moment.resource !== null) {
    let text = ''
    let steps: { step: number; resource: string }[] = []
    await Promise.race([
      gone,
      new Promise<void>((resolve) =>
        app.stdout.on('data', (chunk: Buffer) => {
          text += chunk.toString()
          const lines = text.split('\n')
          text = lines.pop() ?? ''
          for (const line of lines) {
            const event = JSON.parse(line) as { kind?: string; step?: number; steps?: typeof steps }
            if (event.kind === 'planned') steps = event.steps ?? []
            const step = steps.find(({ resource }) => resource === moment.resource)?.step
            if (event.kind === 'step-started' && event.step === step) resolve()
          }
        }),
      ),
    ])
  }
  await sleep(moment.after)
  return () => app.kill('SIGKILL')
}

/** Converges after the kill, and compares what was there with what is. */
async function settle(before: Map<string, string>): Promise<string> {
  const one = laptop({ installation })
  try {
    // A run that still goes on is followed to its end first, as the app would.
    const { runs } = await one.engine.inspect()
    const alive = runs.find((run) => run.alive)
    if (alive) for await (const _ of one.engine.follow(alive.run, new AbortController().signal));
    for (let attempt = 0; attempt < 3; attempt++) {
      const events = await converge(one)
      if (events.length === 0) break
      if (outcome(events) !== 'verified') return outcome(events)
    }
    if ((await one.engine.plan(brookside)).changes.length > 0) return 'does not converge'
    const after = await secretsOf()
    for (const [name, hash] of before) if (after.get(name) !== hash) return `the secret ${name} has changed`
    return 'converged'
  } finally {
    await one.close()
  }
}

/** With names of resources: only the Pi is killed, at least six times, at those. */
const only = process.argv.slice(2)

const home = mkdtempSync(join(tmpdir(), 'bramble-kills-'))
writeFileSync(join(home, 'answers.yaml'), writeAnswers(brookside))
let bad = 0
const say = (what: string, moment: Moment, result: string): void => {
  if (result !== 'converged') bad += 1
  console.log(`${what} ${moment.after.toFixed(2)} s after ${moment.resource ?? 'its start'}: ${result}`)
}

await emptyPi()
writeFileSync(join(home, 'password'), labFacts().password, { mode: 0o600 })
// Made once and kept: a run that the killed app left is then taken over unasked, as the same app would.
const { installation } = await thisComputer(join(home, 'home'))

for (const moment of only.length > 0 ? [] : moments(20, 20261121, 7)) {
  await emptyPi()
  const kill = await applyUntil(moment, home)
  kill()
  say('app killed', moment, await settle(await secretsOf()))
}
const plugs = only.length > 0 ? moments(Math.max(6, only.length), 7, 0) : moments(10, 1121, 0)
for (const [index, drawn] of plugs.entries()) {
  const moment = only.length > 0 ? { ...drawn, resource: only[index % only.length] ?? null } : drawn
  await emptyPi()
  const kill = await applyUntil(moment, home)
  await lab('kill')
  kill()
  await lab('start')
  await until('the Pi answers', 60, async () => (await onPi('true')).status === 0)
  say('Pi killed', moment, await settle(await secretsOf()))
}
rmSync(home, { recursive: true, force: true })
console.log(bad === 0 ? 'all of them converged' : `${bad} did not converge`)
process.exit(bad === 0 ? 0 : 1)
