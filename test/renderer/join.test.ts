/** Joining a tailnet: what the screen makes of what Tailscale says, and of a run that it finds again. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { JoinSettings, TailnetView } from '../../provisioners/model/reach.ts'
import { safeLink } from '../../renderer/run/safe-link.ts'
import { foldAll } from '../../renderer/run/fold.ts'
import { qrPath } from '../../renderer/ui/qr-path.ts'
import { freshReach, type Reach } from '../../renderer/wizard/address/reach.ts'
import { joinReason, keyState, nameState, noFunnel } from '../../renderer/wizard/address/tailnet-state.ts'
import { intentOf, reduce, resumeSetup, type SetupAction } from '../../renderer/wizard/state.ts'
import { NOW, intent } from './fake-data.ts'
import { tailnet } from './fake-reach.ts'
import { numbered, toJoin } from './fake-run.ts'

const wants = (patch: Partial<Reach> = {}): Reach => ({ ...freshReach, machineName: 'brookside', ...patch })
const sees = (patch: Partial<TailnetView> = {}): TailnetView => ({ ...tailnet, ...patch })

describe('whether the Pi has to join', () => {
  it.each([
    [{}, {}, null],
    [{ state: 'absent', version: null, name: null }, {}, 'absent'],
    [{ unfit: true, version: '1.102.0' }, {}, 'unfit'],
    [{ state: 'signed-out', name: null }, {}, 'signed-out'],
    [{ state: 'approval' }, {}, 'signed-out'],
    [{ state: 'stopped' }, {}, 'stopped'],
    [{ state: 'starting' }, {}, 'stopped'],
    [{ state: 'not-running' }, {}, 'stopped'],
    [{ expired: true }, {}, 'expired'],
    [{}, { machineName: 'mill' }, 'rename'],
    [{ name: 'brookside-1.thrush-maple.ts.net' }, {}, 'rename'],
    [{}, { way: 'tailnet', controlServer: 'https://head.example.org' }, 'elsewhere'],
    [
      { controlServer: 'https://head.example.org' },
      { way: 'tailnet', controlServer: 'https://head.example.org/' },
      null,
    ],
  ] as const)('%j, wanted %j: %s', (seen, wanted, reason) =>
    expect(joinReason(sees(seen), wants(wanted))).toBe(reason),
  )
})

describe('the name that the tailnet gave', () => {
  it.each([
    ['brookside.thrush-maple.ts.net', 'same'],
    ['brookside-1.thrush-maple.ts.net', 'taken'],
    ['brookside-12.thrush-maple.ts.net', 'taken'],
    ['brookside-mill.thrush-maple.ts.net', 'other'],
    ['mill.thrush-maple.ts.net', 'other'],
    [null, 'unknown'],
  ] as const)('%s is %s', (name, state) => expect(nameState(sees({ name }), 'Brookside ')).toBe(state))

  it('is not read while the Pi is not in', () => {
    expect(nameState(sees({ state: 'signed-out' }), 'brookside')).toBe('unknown')
  })
})

describe('Funnel', () => {
  it.each([
    [{}, {}, null],
    [{ funnel: 'allowed' }, {}, null],
    [{ funnel: 'none' }, {}, 'not-allowed'],
    // nothing is known of it before the Pi is in
    [{ funnel: 'none', state: 'signed-out' }, {}, null],
    [{ controlServer: 'https://head.example.org' }, {}, 'control-server'],
    [{}, { controlServer: 'https://head.example.org' }, 'control-server'],
  ] as const)('%j, wanted %j: %s', (seen, wanted, why) =>
    expect(noFunnel(sees(seen), wants(wanted))).toBe(why),
  )
})

describe('the key', () => {
  const day = 86_400
  it.each([
    [{ keyExpires: null }, { tone: 'ok', days: null }],
    [{ keyExpires: NOW + 100 * day }, { tone: 'notice', days: 100 }],
    [{ keyExpires: NOW + 3 * day + 5 }, { tone: 'warn', days: 3 }],
    [{ keyExpires: NOW - day }, { tone: 'warn', days: 0 }],
    [
      { keyExpires: NOW - day, expired: true },
      { tone: 'bad', days: 0 },
    ],
  ] as const)('%j', (seen, says) => expect(keyState(sees(seen), NOW)).toEqual(says))
})

describe('a run that joins', () => {
  const settings: JoinSettings = { machineName: 'mill', signIn: 'link', tags: ['tag:pi'] }
  const joined: SetupAction = { type: 'join', run: 'run-1', settings }

  it('says what it is for, so that a window that comes anew finds the address again', () => {
    const view = foldAll(numbered(toJoin))
    expect(view.task).toMatchObject({ kind: 'tailnet', settings: { machineName: 'brookside' } })
    expect(view.ask?.purpose).toBe('tailscale-sign-in')
    expect(foldAll(numbered([...toJoin, { kind: 'asked', step: 2, ask: null }])).ask).toBeNull()
  })

  it('brings its own answers, and is not taken for the install', () => {
    const state = reduce(resumeSetup('c1', false, 'run-1'), joined)
    expect(state).toMatchObject({ step: 'address', furthest: 'address', join: 'run-1', run: null })
    expect(state.answers.reach).toMatchObject({ way: 'funnel', machineName: 'mill', tags: 'tag:pi' })
    const left = reduce(state, { type: 'join-left' })
    expect(left).toMatchObject({ join: null, step: 'address', lives: false, stored: null })
  })

  it('keeps what the person typed when the Pi’s proposal comes after it', () => {
    const state = reduce(reduce(resumeSetup('c1', false, 'run-1'), joined), {
      type: 'proposed',
      base: intent,
    })
    expect(state.answers.reach.machineName).toBe('mill')
    expect(intentOf(state)?.address.mode).toBe('funnel')
  })

  it('at a control server of one’s own leads to the tailnet only', () => {
    const own = { ...settings, controlServer: 'https://head.example.org' }
    const state = reduce(resumeSetup('c1', false, 'run-1'), { type: 'join', run: 'run-1', settings: own })
    expect(state.answers.reach).toMatchObject({ way: 'tailnet', controlServer: 'https://head.example.org' })
  })
})

describe('an install that a reloaded window finds', () => {
  it('is what the Pi says it is, not what the window would recommend', () => {
    const found = reduce(resumeSetup('c1', false, 'r'), { type: 'proposed', base: intent })
    const installed = reduce(found, { type: 'run-ended', well: true })
    expect(installed).toMatchObject({ lives: true, stored: intent })
  })
})

describe('a link from the Pi', () => {
  it.each([
    ['https://login.tailscale.com/a/1f3c9a7e2b40', 'https://login.tailscale.com/a/1f3c9a7e2b40'],
    ['http://10.0.0.1:8080/register/x', 'http://10.0.0.1:8080/register/x'],
    ['javascript:alert(1)', null],
    ['file:///etc/passwd', null],
    ['https://login.tailscale.com@evil.example/', null],
    ['no link', null],
    [null, null],
  ])('%s is opened as %s', (link, opened) => expect(safeLink(link)).toBe(opened))
})

describe('a QR code', () => {
  it('is drawn dark square by dark square', () => {
    const rows = fc.array(fc.array(fc.boolean(), { minLength: 1, maxLength: 12 }), { maxLength: 12 })
    fc.assert(
      fc.property(rows, (data) => {
        const drawn = [...qrPath(data).matchAll(/M(\d+) (\d+)h(\d+)v1h-(\d+)z/g)].flatMap((run) => {
          const [x, y, width] = [Number(run[1]), Number(run[2]), Number(run[3])]
          return Array.from({ length: width }, (_, index) => `${x + index} ${y}`)
        })
        const dark = data.flatMap((row, y) => row.flatMap((on, x) => (on ? [`${x} ${y}`] : [])))
        expect(drawn).toEqual(dark)
      }),
    )
  })
})
