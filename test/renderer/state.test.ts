import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { PresentedKey } from '../../electron/contract/api.ts'
import { defaultIntent, intentSchema } from '../../provisioners/model/intent.ts'
import type { TestLine } from '../../provisioners/model/test-line.ts'
import type { Provider } from '../../provisioners/model/sign-in.ts'
import {
  freshAnswers,
  intentOf,
  isDirty,
  MAIL_TEST,
  reduce,
  resumeSetup,
  startSetup,
  type Answers,
  type SetupAction,
  type SetupState,
} from '../../renderer/wizard/state.ts'
import { freshReach, type Reach } from '../../renderer/wizard/address/reach.ts'
import { addressModes } from '../../provisioners/model/address.ts'
import { indexOf, stepIds } from '../../renderer/wizard/steps.ts'
import { FINGERPRINT, intent, signedIn } from './fake-data.ts'

const key = (verdict: PresentedKey['verdict']): PresentedKey => ({
  connection: 'c1',
  address: 'brookside.local',
  keyType: 'ED25519',
  fingerprint: FINGERPRINT,
  verdict,
  knownFingerprints: [],
})

const run = (actions: readonly SetupAction[], from: SetupState = startSetup(false)) =>
  actions.reduce(reduce, from)

const text = fc.string({ maxLength: 12 })
const entry = (key: string, clientId: string): Provider => ({
  key,
  kind: 'oidc',
  settings: { clientId },
  admits: 'invited',
})
const withProviders = (...providers: Provider[]): Answers['signIn'] => ({ ...intent.signIn, providers })
const mail: NonNullable<Answers['mail']> = {
  host: 'smtp.example.org',
  port: 587,
  security: 'starttls',
  username: null,
  from: 'chat@example.org',
}
const fine: TestLine[] = [{ code: 'a', verdict: 'fine', title: 'It answers', detail: '', remedy: '' }]
const reached = (patch: Partial<Reach>): Reach => ({ ...freshReach, way: 'home', ...patch })
const patch: fc.Arbitrary<Partial<Answers>> = fc.oneof(
  fc.record({ user: text }),
  fc.record({ way: fc.constantFrom('password', 'key', 'agent') }),
  fc.record({ keyPath: text }),
  fc.record({ name: text }),
  fc.record({ reach: fc.record({ homeHost: text, way: fc.constantFrom(...addressModes) }).map(reached) }),
  fc.record({ elementWeb: fc.boolean() }),
  fc.record({ bridges: fc.constantFrom({}, { whatsapp: {} }, { telegram: { apiId: '12' } }) }),
  fc.record({
    signIn: fc.record({ key: text, id: text }).map(({ key, id }) => withProviders(entry(key, id))),
  }),
  fc.record({ mail: fc.constantFrom(null, mail) }),
  fc.record({ branding: fc.record({ imprint: text }) }),
  fc.record({ server: fc.boolean().map((presence) => ({ ...intent.server, presence })) }),
  fc.record({ address: text }),
)
const moving: fc.Arbitrary<SetupAction> = fc.oneof(
  fc.constant({ type: 'back' } as const),
  fc.constant({ type: 'next' } as const),
  fc.record({ type: fc.constant('go' as const), step: fc.constantFrom(...stepIds) }),
  fc.constant({ type: 'presented', key: key('unknown') } as const),
  fc.constant({ type: 'trusted' } as const),
  fc.constant({ type: 'signed-in', signedIn, base: intent } as const),
  fc.constant({ type: 'proposed', base: intent } as const),
  fc.constant({ type: 'run', run: 'r' } as const),
  fc.constant({ type: 'run-ended', well: false } as const),
  fc.constant({ type: 'dropped' } as const),
)
const answering = patch.map((each): SetupAction => ({ type: 'answer', patch: each }))

describe('answers', () => {
  it('are never lost by Back, by anything that happens, or by coming again', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(moving, answering), { maxLength: 60 }), (actions) => {
        let state = startSetup(false)
        const given: Partial<Answers> = {}
        for (const action of actions) {
          if (action.type === 'answer') Object.assign(given, action.patch)
          state = reduce(state, action)
          for (const [name, value] of Object.entries(given)) expect(state.answers).toHaveProperty(name, value)
        }
      }),
    )
  })

  it('stay whatever the Pi proposes, and take its proposal where nothing was said', () => {
    const state = run([
      { type: 'answer', patch: { name: 'Mill', elementWeb: false } },
      { type: 'presented', key: key('known') },
      { type: 'signed-in', signedIn, base: intent },
    ])
    expect(state.answers).toMatchObject({
      name: 'Mill',
      elementWeb: false,
      reach: { way: 'funnel', homeHost: 'brookside.local', machineName: 'brookside', confirmed: '' },
    })
  })

  it('give way to the name for ever of a server that lives', () => {
    const stored = { ...intent, address: { mode: 'home' as const, host: 'old.local' } }
    const state = run([
      { type: 'answer', patch: { reach: reached({ homeHost: 'new.local' }) } },
      { type: 'presented', key: key('known') },
      { type: 'signed-in', signedIn: { ...signedIn, intent: stored }, base: stored },
    ])
    expect(state.answers.reach).toMatchObject({ way: 'home', homeHost: 'old.local' })
    expect(isDirty(state)).toBe(false)
    const moved = run([{ type: 'answer', patch: { address: 'other' } }], state)
    expect(moved).toMatchObject({ stored: null, link: null, furthest: moved.step })
    expect(moved.answers.reach.confirmed).toBe('')
    expect(moved.given).not.toContain('reach')
  })

  it('of a server that lives are the Pi’s after a reload, and after a good run', () => {
    const resumed = reduce(resumeSetup('c1', false, null, true), { type: 'proposed', base: intent })
    expect(resumed).toMatchObject({
      stored: intent,
      answers: { reach: { way: 'home', homeHost: 'brookside.local' } },
    })
    const installed = run([
      { type: 'proposed', base: intent },
      { type: 'answer', patch: { reach: reached({ homeHost: 'brookside.local' }) } },
      { type: 'run', run: 'r' },
      { type: 'run-ended', well: true },
    ])
    expect(installed).toMatchObject({ lives: true, stored: intent, runEnded: true })
  })

  it('make an intent that the model accepts', () => {
    const state = run([
      { type: 'proposed', base: intent },
      {
        type: 'answer',
        patch: { name: '  Mill ', reach: reached({ homeHost: ' Mill.Local ' }), elementWeb: false },
      },
    ])
    expect(intentSchema.parse(intentOf(state))).toEqual({
      ...intent,
      name: 'Mill',
      address: { mode: 'home', host: 'mill.local' },
      extras: { elementWeb: false },
    })
    expect(intentOf(startSetup(false))).toBeNull()
  })
})

describe('steps', () => {
  it('stay inside the set-up, and never beyond the furthest', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(moving, answering), { maxLength: 60 }), (actions) => {
        const state = run(actions)
        expect(stepIds).toContain(state.step)
        expect(indexOf(state.step)).toBeLessThanOrEqual(indexOf(state.furthest))
      }),
    )
  })

  it('cannot be jumped to before they were reached', () => {
    expect(run([{ type: 'go', step: 'install' }]).step).toBe('find')
    expect(run([{ type: 'next' }, { type: 'next' }, { type: 'go', step: 'find' }])).toMatchObject({
      step: 'find',
      furthest: 'check-up',
    })
  })

  it('resume where the work is after a reload', () => {
    expect(resumeSetup('c1', false, 'run-1')).toMatchObject({
      step: 'install',
      run: 'run-1',
      answers: freshAnswers,
    })
    expect(resumeSetup('c1', true, null)).toMatchObject({ step: 'check-up', practice: true })
  })

  it('keep every answer when the sign-in ends by itself', () => {
    const state = run([
      { type: 'answer', patch: { name: 'Mill' } },
      { type: 'presented', key: key('known') },
      { type: 'dropped' },
    ])
    expect(state).toMatchObject({ step: 'find', link: null, dropped: true })
    expect(state.answers.name).toBe('Mill')
  })
})

describe('trust', () => {
  it.each([
    ['known', true],
    ['practice', true],
    ['unknown', false],
    ['changed', false],
  ] as const)('a fingerprint that is %s is answered: %s', (verdict, trusted) => {
    expect(run([{ type: 'presented', key: key(verdict) }]).link?.trusted).toBe(trusted)
  })
})

describe('who signs in', () => {
  const at = (...actions: SetupAction[]) =>
    run([
      { type: 'presented', key: key('known') },
      { type: 'signed-in', signedIn, base: intent },
      { type: 'answer', patch: { signIn: withProviders(entry('a', '1'), entry('b', '1')), mail } },
      { type: 'tested', key: 'a', lines: fine },
      { type: 'tested', key: 'b', lines: fine },
      { type: 'tested', key: MAIL_TEST, lines: fine },
      ...actions,
    ])

  it('starts as the model’s own defaults, with nobody asked', () => {
    const { signIn, mail: none, branding, server } = defaultIntent('raspberrypi')
    expect(freshAnswers).toMatchObject({ signIn, mail: none, branding, server })
  })

  it('is the Pi’s where nobody answered, every part of it', () => {
    const base = intentSchema.parse({
      ...intent,
      signIn: withProviders(entry('a', '1')),
      mail,
      branding: { imprint: 'Brook Lane' },
      bridges: { whatsapp: { encrypt: false } },
      server: { ...intent.server, memory: 'large' },
    })
    const state = run([{ type: 'proposed', base }])
    // a fresh Pi is proposed a name at home; the Funnel is what the window recommends
    expect(intentOf(state)).toMatchObject({ ...base, address: { mode: 'funnel' } })
    const lives = reduce(resumeSetup('c1', false, null, true), { type: 'proposed', base })
    expect(intentOf(lives)).toEqual(base)
    expect(isDirty(lives)).toBe(false)
  })

  it('makes an intent that the model accepts', () => {
    const home = { type: 'answer', patch: { reach: reached({ homeHost: 'brookside.local' }) } } as const
    expect(intentSchema.parse(intentOf(at(home)))).toMatchObject({
      mail,
      signIn: { providers: [{ key: 'a' }, { key: 'b' }] },
    })
  })

  it('forgets the test of what has changed, and of nothing else', () => {
    expect(Object.keys(at().tests)).toEqual(['a', 'b', MAIL_TEST])
    const changed = at({
      type: 'answer',
      patch: { signIn: withProviders(entry('a', '2'), entry('b', '1')) },
    })
    expect(Object.keys(changed.tests)).toEqual(['b', MAIL_TEST])
    expect(Object.keys(at({ type: 'untested', key: 'b' }).tests)).toEqual(['a', MAIL_TEST])
    expect(Object.keys(at({ type: 'answer', patch: { mail: { ...mail, port: 25 } } }).tests)).toEqual([
      'a',
      'b',
    ])
  })

  it('forgets them all when the address moves: the redirect addresses have moved too', () => {
    const other = { type: 'answer', patch: { reach: reached({ homeHost: 'mill.local' }) } } as const
    expect(Object.keys(at(other).tests)).toEqual([MAIL_TEST])
    expect(at({ type: 'answer', patch: { address: 'another' } }).tests).toEqual({})
  })

  it('is gone through again after a change: no later step is open before', () => {
    const next: SetupAction[] = Array.from({ length: 6 }, () => ({ type: 'next' }))
    const later = at(...next, { type: 'go', step: 'people' })
    expect(later.furthest).toBe('review')
    const changed = run(
      [
        { type: 'answer', patch: { signIn: withProviders(entry('a', '2')) } },
        { type: 'go', step: 'review' },
      ],
      later,
    )
    expect(changed).toMatchObject({ step: 'people', furthest: 'people' })
    const gone = run([{ type: 'answer', patch: { signIn: withProviders() } }], later)
    expect(gone.furthest).toBe('review')
  })
})

describe('dirty', () => {
  const at = (patch: Partial<Answers>) =>
    run([
      { type: 'presented', key: key('known') },
      { type: 'signed-in', signedIn: { ...signedIn, intent }, base: intent },
      { type: 'answer', patch },
    ])
  it('is what differs from the Pi', () => {
    expect(isDirty(at({}))).toBe(false)
    expect(isDirty(at({ elementWeb: false }))).toBe(true)
    expect(isDirty(startSetup(false))).toBe(false)
  })
})
