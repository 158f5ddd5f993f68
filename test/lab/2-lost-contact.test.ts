import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { writeAnswers } from '../../provisioners/cli/answers.ts'
import type { TimedEvent } from '../../provisioners/model/run-event.ts'
import {
  brookside,
  converge,
  emptyPi,
  lab,
  labFacts,
  laptop,
  onPi,
  outcome,
  until,
  type Laptop,
} from './support.ts'

/** Once for each way that a network fails; in turn during Docker's installation and during a download. */
const orders = [
  { first: 'drop', second: 'reset' },
  { first: 'reset', second: 'drop' },
] as const

describe('lost contact', () => {
  let one: Laptop | null = null
  afterEach(async () => {
    await lab('cut', 'off').catch(() => undefined)
    await one?.close()
    one = null
  })

  it.each(orders)(
    'packets $first during Docker’s installation and $second during a download: the Pi goes on, nothing runs twice',
    async ({ first, second }) => {
      await emptyPi()
      await lab('apt-delay', '1')
      await lab('pull-slow', '200mbit')
      one = laptop()
      const titles = new Map<number, string>()
      const cuts: string[] = []
      const events = await converge(one, brookside, async (event) => {
        if (event.kind === 'planned') for (const { step, resource } of event.steps) titles.set(step, resource)
        if (event.kind === 'contact-lost') await lab('cut', 'off')
        if (event.kind !== 'step-started') return
        const resource = titles.get(event.step)
        if (resource === 'docker-engine') await cut(first, resource)
        if (resource === 'image:synapse') await cut(second, resource)
      })
      async function cut(how: string, where: string): Promise<void> {
        cuts.push(where)
        const before = await journalSize()
        await lab('cut', how)
        // Without the laptop the Pi writes on.
        await until('the Pi goes on', 60, async () => (await journalSize()) > before)
      }
      expect(cuts).toEqual(['docker-engine', 'image:synapse'])
      expect(count(events, 'contact-lost')).toBe(2)
      expect(count(events, 'contact-back')).toBe(2)
      expect(outcome(events)).toBe('verified')
      const started = events.filter((event) => event.kind === 'step-started').map(({ step }) => step)
      expect(started).toEqual([...titles.keys()])
      expect(await one.engine.plan(brookside)).toMatchObject({ changes: [] })
    },
  )

  it('the app killed right after Start and kept away: the Pi comes to the end, and another home sees all of it', async () => {
    await emptyPi()
    const folder = mkdtempSync(join(tmpdir(), 'bramble-home-'))
    const { host, user, password, hostKeySha256 } = labFacts()
    writeFileSync(join(folder, 'answers.yaml'), writeAnswers(brookside))
    writeFileSync(join(folder, 'password'), password, { mode: 0o600 })
    const args = ['apply', join(folder, 'answers.yaml'), '--host', host, '--user', user, '--yes', '--json']
    const app = spawn(
      process.execPath,
      ['dist/cli.js', ...args, '--password-file', join(folder, 'password'), '--trust', hostKeySha256],
      { env: { ...process.env, BRAMBLE_HOME: join(folder, 'home') }, stdio: ['ignore', 'pipe', 'inherit'] },
    )
    await new Promise<void>((resolve) => app.stdout.once('data', () => resolve()))
    app.kill('SIGKILL')
    await until('the queue ends', 300, async () => /^\S+ end done$/m.test(await journal()))

    one = laptop({ installation: 'laptop-two' })
    const { stored, runs } = await one.engine.inspect()
    expect(stored).toMatchObject({ kind: 'state', state: { intent: brookside } })
    const seen: TimedEvent[] = []
    for await (const event of one.engine.follow(runs[0]?.run ?? '', new AbortController().signal))
      seen.push(event)
    expect(seen[0]?.kind).toBe('planned')
    expect(outcome(seen)).toBe('verified')
    rmSync(folder, { recursive: true, force: true })
  })

  afterAll(() => lab('cut', 'off').catch(() => undefined))
})

const count = (events: readonly TimedEvent[], kind: TimedEvent['kind']): number =>
  events.filter((event) => event.kind === kind).length

async function journal(): Promise<string> {
  const { stdout } = await onPi('sh', '-c', 'cat /opt/bramble/runs/*/journal')
  return stdout
}

const journalSize = async (): Promise<number> => (await journal()).length
