import { describe, expect, it } from 'vitest'
import { intentSchema, type Intent } from '../../provisioners/model/intent.ts'
import { askable } from '../../renderer/wizard/people/askable.ts'
import { pieces } from '../../renderer/wizard/people/pieces.ts'
import { provesIt, stateOf } from '../../renderer/wizard/people/way-state.ts'
import { intent } from './fake-data.ts'
import { badTest, goodTest, places, views } from './fake-ways.ts'

const entry = (kind: string, settings = {}) => ({ key: kind, kind, settings, admits: 'invited' as const })
const view = (kind: string) => views.find(({ id }) => id === kind) ?? views[0]
const facts = (kind: string, settings = {}) => ({
  view: view(kind) as NonNullable<ReturnType<typeof view>>,
  place: places({ address: intent.address, providers: [entry(kind, settings)] })[kind] ?? null,
  secrets: { [`provider-${kind}`]: 'given' as const },
  lines: undefined,
  same: false,
})
const full = { issuer: 'https://id.example.org', clientId: 'a' }

describe('the state of a way to sign in', () => {
  it.each([
    ['asking', { ...facts('oidc', full), place: null }],
    ['unfinished', facts('oidc', { clientId: 'a' })],
    ['unfinished', { ...facts('oidc', full), secrets: { 'provider-oidc': 'missing' as const } }],
    ['untested', facts('oidc', full)],
    ['failed', { ...facts('oidc', full), lines: badTest }],
    ['fine', { ...facts('oidc', full), lines: goodTest }],
    // A test that found nothing fine proves nothing.
    ['untested', { ...facts('oidc', full), lines: badTest.slice(2) }],
    ['kept', { ...facts('oidc', full), same: true, secrets: { 'provider-oidc': 'kept' as const } }],
    ['untested', { ...facts('oidc', full), same: true }],
    ['here', facts('passkeys')],
  ])('is %s', (state, given) => expect(stateOf(given)).toBe(state))
})

it('a test proves something only when something is fine and nothing is in the way', () => {
  expect(provesIt(goodTest)).toBe(true)
  expect(provesIt(badTest)).toBe(false)
  expect(provesIt([])).toBe(false)
})

it('a step is cut into its text and what is to be copied', () => {
  expect(pieces('Give it {https://a.example/b} and no other.')).toEqual([
    { text: 'Give it', copy: false },
    { text: 'https://a.example/b', copy: true },
    { text: 'and no other.', copy: false },
  ])
  expect(pieces('Copy {a}.')).toEqual([
    { text: 'Copy', copy: false },
    { text: 'a', copy: true },
  ])
})

it('what else is half typed does not keep a provider from being tested', () => {
  const half: Intent = {
    ...intent,
    mail: { host: '', port: Number.NaN, security: 'plain', username: '', from: '' },
    branding: { terms: 'no' },
    signIn: {
      ...intent.signIn,
      accounts: false,
      registration: 'email',
      passwordRecovery: true,
      allowedEmails: ['anna'],
      captcha: { service: 'hcaptcha', siteKey: '' },
      providers: [{ ...entry('oidc', full), admits: 'listed' }],
    },
  }
  expect(intentSchema.safeParse(half).success).toBe(false)
  expect(intentSchema.parse(askable(half)).signIn.providers).toMatchObject([{ key: 'oidc', settings: full }])
})
