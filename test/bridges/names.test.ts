/** A bridge does not take a person's name: asked before it is added, over the practice Pi. */
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { bridges } from '../../provisioners/bridges/index.ts'
import { bridgeNamesFree } from '../../provisioners/bridges/names.ts'
import { resources } from '../../provisioners/components.ts'
import { EngineError } from '../../provisioners/model/engine-error.ts'
import { defaultIntent, type Intent } from '../../provisioners/model/intent.ts'
import { means } from '../stack/fake.ts'
import { practiceEngine } from '../support/practice.ts'

const plain: Intent = { ...defaultIntent('pi'), address: { mode: 'home', host: 'brookside.local' } }
const bridged: Intent = { ...plain, bridges: { whatsapp: {}, signal: {} } }

const judge = (
  people: readonly string[],
  stores: ReadonlyMap<string, string> = new Map(),
  intent = bridged,
) => bridgeNamesFree(intent)[0]!.diff({ people, stores }, means)

describe('names that a bridge needs', () => {
  const practised = practiceEngine()
  const { engine, pi } = practised

  beforeAll(async () => {
    await engine.start(plain)
    await pi.idle()
    for (const username of ['anna', 'whatsapp_anna', 'signalbot', 'whatsappfan', 'mywhatsapp_1'])
      await engine.people.create({ username, password: engine.people.newPassword(), admin: false }, plain)
  })

  it('refuse the plan while somebody has one of them, and tell who', async () => {
    await expect(engine.plan(bridged)).rejects.toMatchObject({
      code: 'bridge-name-taken',
      detail: expect.stringMatching(
        /@signalbot:brookside\.local.*Signal bridge.*@whatsapp_anna:brookside\.local.*WhatsApp bridge/,
      ) as string,
    })
    await expect(engine.start(bridged)).rejects.toMatchObject({ code: 'bridge-name-taken' })
    expect((await engine.inspect()).runs).toHaveLength(1)
  })

  it('are free where nobody has one', async () => {
    const { kept } = await engine.plan({ ...plain, bridges: { slack: {} } })
    expect(kept.find(({ resource }) => resource === 'bridge-names')?.reason).toBe('Nobody has one of them.')
  })

  it('are asked for nothing without a bridge', () => {
    expect(resources(plain).map(({ id }) => id)).not.toContain('bridge-names')
    expect(bridgeNamesFree(plain)).toEqual([])
  })

  it('are known of every bridge: bots, ghosts and nobody else', () => {
    for (const { id, bot, name } of bridges) {
      const intent = { ...plain, bridges: { [id]: {} } }
      const of = (person: string) => () => judge([person], new Map(), intent)
      expect(of(`@${bot}:brookside.local`), name).toThrow(EngineError)
      expect(of('@anna:brookside.local')()).toMatchObject({ met: true })
      expect(of(`@${bot}:elsewhere.local`)()).toMatchObject({ met: true })
      expect(of(`@${bot}:brooksidexlocal`)()).toMatchObject({ met: true })
    }
  })
})

const name = fc
  .tuple(
    fc.constantFrom('', 'whatsapp', 'signal', 'whatsappbot', 'signal_', 'x'),
    fc.stringMatching(/^[a-z0-9.=_/+-]{1,12}$/),
  )
  .map((parts) => parts.join(''))

describe('the judgement', () => {
  it('leaves bridges that run already alone', () => {
    const running = new Map([['bridge-whatsapp', 'bridge-whatsapp-1']])
    expect(judge(['@whatsapp_anna:brookside.local'], running)).toMatchObject({ met: true })
    expect(() => judge(['@signalbot:brookside.local'], running)).toThrow(EngineError)
  })

  it('refuses nothing that could not be looked up, before there is a database for one', () => {
    const { people } = bridgeNamesFree(bridged)[0]!.facts as unknown as {
      people: { parse(answer: object): string[] }
    }
    const answer = (status: number, stdout: string) =>
      people.parse({ status, stdout, stderr: '', truncated: false })
    expect(answer(2, '@whatsappbot:brookside.local')).toEqual([])
    expect(answer(127, '')).toEqual([])
    expect(answer(0, '')).toEqual([])
    expect(answer(0, '@whatsapp_1:brookside.local\n')).toEqual(['@whatsapp_1:brookside.local'])
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (stdout) => {
        for (const name of answer(0, stdout)) expect(name).toMatch(/^@\S+:\S+$/)
      }),
    )
  })

  it('agrees with itself over any name that a person can have', () => {
    fc.assert(
      fc.property(name, (username) => {
        const taken = /^(?:whatsapp|signal)(?:bot$|_)/.test(username)
        const look = () => judge([`@${username}:brookside.local`])
        if (taken) expect(look).toThrow(EngineError)
        else expect(look()).toMatchObject({ met: true })
      }),
    )
  })
})
