/** Every bridge of the catalogue comes up on the practice Pi, with the settings and the health check that Bramble gives it. */
import { expect, it } from 'vitest'
import { bridges } from '../../provisioners/bridges/index.ts'
import { defaultIntent, type Intent } from '../../provisioners/model/intent.ts'
import { Secret } from '../../provisioners/model/secret.ts'
import { practiceEngine } from '../support/practice.ts'

const given = new Map([
  ['bridge-telegram-api-hash', new Secret('0123456789abcdef0123456789abcdef', 'API hash')],
])
/** Answers that have no initial value. */
const needed: Readonly<Record<string, Record<string, string>>> = { telegram: { apiId: '1234567' } }
const withAll = (without: string): Intent => ({
  ...defaultIntent('pi'),
  address: { mode: 'home', host: 'brookside.local' },
  bridges: Object.fromEntries(
    bridges.filter(({ id }) => id !== without).map(({ id }) => [id, needed[id] ?? {}]),
  ),
})

it('all of them, but the two that want the same names, which take turns', async () => {
  const { engine, pi } = practiceEngine()
  for (const without of ['heisenbridge', 'irc']) {
    const intent = withAll(without)
    const run = await engine.start(intent, { given })
    await pi.idle()
    expect(pi.bugs).toEqual([])
    if (run === null) throw new Error('nothing to do')
    for await (const event of engine.follow(run, new AbortController().signal))
      if (event.kind === 'finished') expect(event).toMatchObject({ outcome: 'verified' })
    const cards = await engine.bridges.list(intent)
    expect(
      cards.filter(({ state }) => state !== 'removed').map(({ id, state, why }) => [id, state, why]),
    ).toEqual(Object.keys(intent.bridges).map((id) => [id, 'works', '']))
    expect((await engine.plan(intent, given)).changes).toEqual([])
    // every one whose people sign in here has ways to do it
    for (const { id, signIn } of bridges.filter((bridge) => bridge.id !== without))
      if (signIn.by === 'app')
        expect((await engine.bridges.flows({ bridge: id, user: 'anna' }, intent)).length, id).toBeGreaterThan(
          0,
        )
  }
}, 120_000)
