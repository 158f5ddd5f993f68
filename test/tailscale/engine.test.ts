/** The whole engine over a practice Pi: joining, a server behind Funnel, its view and its health. */
import { afterEach, describe, expect, it } from 'vitest'
import type { Engine } from '../../provisioners/engine.ts'
import { createReach } from '../../provisioners/reach.ts'
import type { Intent } from '../../provisioners/model/intent.ts'
import { TAILSCALE_KEY } from '../../provisioners/model/reach.ts'
import type { RunTask } from '../../provisioners/model/task.ts'
import type { TimedEvent } from '../../provisioners/model/run-event.ts'
import { Secret } from '../../provisioners/model/secret.ts'
import { intent as home } from '../stack/fake.ts'
import { practiceEngine } from '../support/practice.ts'

const DAY = 86_400
const joining: RunTask = { kind: 'tailnet', settings: { machineName: 'brookside', signIn: 'link', tags: [] } }
const funnel: Intent = {
  ...home,
  address: {
    mode: 'funnel',
    host: 'brookside.practice.ts.net',
    tailscale: { signIn: 'link', tags: [] },
  },
}

let close: () => Promise<void> = async () => {}
afterEach(() => close())

function practice() {
  const made = practiceEngine()
  close = made.close
  return made
}

/** To its end; `seen` is told each event. */
async function follow(
  engine: Engine,
  run: string | null,
  seen: (event: TimedEvent) => void = () => {},
): Promise<TimedEvent[]> {
  const events: TimedEvent[] = []
  if (run === null) return events
  for await (const event of engine.follow(run, new AbortController().signal)) {
    events.push(event)
    seen(event)
  }
  return events
}

const asked = (events: readonly TimedEvent[]): (string | null)[] =>
  events.flatMap((event) => (event.kind === 'asked' ? [event.ask?.purpose ?? null] : []))

describe('joining', () => {
  it('shows the way there, and is seen at every moment', async () => {
    const { engine } = practice()
    expect(await engine.tailnet()).toMatchObject({ state: 'absent', version: null, name: null, served: [] })
    const plan = await engine.planTask(joining)
    expect(plan.changes.map(({ phase }) => phase)).toEqual(Array<string>(5).fill('tailnet'))
    const events = await follow(engine, await engine.startTask(joining, { expected: plan.id }))
    expect(events.at(-1)).toMatchObject({ kind: 'finished', outcome: 'verified' })
    expect(asked(events)).toEqual(['tailscale-sign-in', null])
    expect(await engine.tailnet()).toMatchObject({
      state: 'running',
      version: '1.102.3',
      unfit: false,
      name: 'brookside.practice.ts.net',
      suffix: 'practice.ts.net',
      https: false,
      funnel: 'off',
      controlServer: null,
    })
    expect(await engine.startTask(joining)).toBeNull()
  })

  it('goes on without the laptop while somebody signs in', async () => {
    const { engine, pi } = practice()
    let cut = false
    const events = await follow(engine, await engine.startTask(joining), (event) => {
      if (event.kind !== 'asked' || cut) return
      cut = true
      pi.cutConnections('the laptop was closed', 6)
    })
    expect(events.map(({ kind }) => kind)).toContain('contact-lost')
    expect(events.at(-1)).toMatchObject({ kind: 'finished', outcome: 'verified' })
  })

  it('says what was wrong with a key, and needs one', async () => {
    const { engine } = practice()
    const task: RunTask = { ...joining, settings: { ...joining.settings, signIn: 'key' } }
    await expect(engine.planTask(task)).rejects.toMatchObject({ code: 'secret-missing' })
    const given = new Map([[TAILSCALE_KEY, new Secret('tskey-auth-other', 'key')]])
    const events = await follow(engine, await engine.startTask(task, { given }))
    expect(events.at(-1)).toMatchObject({
      outcome: 'failed',
      problem: { code: 'tailscale-key-refused' },
    })
    expect(JSON.stringify(events)).not.toContain('tskey-auth-other')
    expect([...(await engine.keptSecrets())]).toEqual([])
  })
})

describe('a server behind Funnel', () => {
  it('is verified, has nothing left to do, and is well', async () => {
    const { engine, pi } = practice()
    const events = await follow(engine, await engine.start(funnel))
    expect(events.at(-1)).toMatchObject({ kind: 'finished', outcome: 'verified' })
    expect(asked(events)).toEqual(['tailscale-sign-in', null, 'tailscale-funnel', null])
    expect(await engine.start(funnel)).toBeNull()
    expect([...(await engine.keptSecrets())]).not.toContain(TAILSCALE_KEY)
    const { served, funnel: allowed } = await engine.tailnet()
    expect(allowed).toBe('allowed')
    expect(served).toEqual([
      { port: 443, target: 'http://127.0.0.1:18080', funnel: true, ours: true },
      { port: 8443, target: 'http://127.0.0.1:18081', funnel: true, ours: true },
    ])
    const { light, findings, passed } = await engine.status(funnel)
    expect([light, findings]).toEqual(['works', []])
    expect(passed).toEqual(
      expect.arrayContaining(['tailscale.runs', 'tailnet.signed-in', 'tailnet.name', 'tailnet.served']),
    )

    const { tailscaled, clock } = pi.machine
    const found = async (): Promise<string[]> => {
      await clock.sleep(60)
      await engine.status(funnel)
      await clock.sleep(60)
      return (await engine.status(funnel)).findings.map(({ code, severity }) => `${code} ${severity}`)
    }
    tailscaled.keyExpires = Math.floor(Date.now() / 1000) + 20 * DAY
    expect(await found()).toEqual(['tailnet.key-ends-soon notes'])
    tailscaled.keyExpires = Math.floor(Date.now() / 1000) + 3 * DAY
    expect(await found()).toEqual(['tailnet.key-ends warns'])
    tailscaled.keyExpires = null
  })
})

it('without a program there, nothing of the tailnet is known', async () => {
  const { connect } = practice()
  const means = { connect, random: (bytes: number) => new Uint8Array(bytes), sleep: async () => {} }
  expect(await createReach(means).tailnet()).toMatchObject({ state: 'absent', funnel: 'off' })
})
