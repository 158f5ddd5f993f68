/** Every template through the engine that MAS uses, over what the providers really send. */
import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { placeOf, providerOf, providers } from '../../provisioners/identity/index.ts'
import {
  beforeAt,
  localpart,
  organisationClaims,
  ownChoiceClaims,
  shown,
  standardClaims,
} from '../../provisioners/identity/standard.ts'
import type { Claims } from '../../provisioners/matrix/upstream.ts'
import { people, type Person } from './support/claims.ts'
import { entryOf, intentWith } from './support/entry.ts'
import { render } from './support/minijinja.ts'

/** What MAS and Synapse take. */
const VALID = /^[a-z0-9.=_/+-]+$/
const valid = (name: string): boolean => VALID.test(name) && !/^\d+$/.test(name) && !name.startsWith('_')

const template = localpart('user.preferred_username')
const named = (preferred_username: unknown, sub: unknown = 'a-1'): string =>
  render(template, { idToken: { sub, preferred_username } })

const usernames = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 300 }),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({
    unit: fc.constantFrom(...Array.from('äßÉøŁİ #@_/0123456789aZ.=-+😀\u0308\'"{}%')),
    maxLength: 40,
  }),
  fc.stringMatching(/^[0-9]{1,120}$/),
  fc.stringMatching(/^_{0,5}[A-Za-z0-9._=/+-]{1,90}$/),
)

describe('a username', () => {
  it('becomes a valid one, whatever it was', () => {
    fc.assert(
      fc.property(usernames, usernames, (name, sub) => {
        const made = named(name, sub)
        expect(made).toSatisfy(valid)
        expect(made.length).toBeLessThanOrEqual(103)
      }),
      { numRuns: 4000 },
    )
  })

  it('stays as it is, in lower case, when it is valid', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z0-9.=/+-][A-Za-z0-9.=_/+-]{0,98}$/), (name) => {
        fc.pre(valid(name.toLowerCase()))
        expect(named(name)).toBe(name.toLowerCase())
      }),
      { numRuns: 2000 },
    )
  })

  it.each([
    ['Jürgen Groß', 'juergen_gross'],
    ['Ju\u0308rgen', 'jurgen'],
    ['Łukasz', 'lukasz'],
    ['__anna', 'anna'],
    ['@bob', 'bob'],
    ['a#b', 'a_b'],
    ['team/anna', 'team/anna'],
    ['2024', 'u2024'],
    ['😀', 'a-1'],
    ['', 'a-1'],
    [null, 'a-1'],
    [undefined, 'a-1'],
    [7, 'u7'],
    ['{{ 7 * 7 }}', '7_7'],
  ])('%j becomes %s', (name, made) => {
    expect(named(name).replaceAll(/_+/g, '_').replace(/_$/, '')).toBe(made)
  })

  it('loses what stands behind its @ where that is the organisation’s', () => {
    const short = localpart(beforeAt('user.preferred_username'))
    expect(render(short, { idToken: { sub: 'a', preferred_username: 'Mary@contoso.com' } })).toBe('mary')
    expect(render(short, { idToken: { sub: 'a', preferred_username: 'mary' } })).toBe('mary')
    expect(render(short, { idToken: { sub: 'a' } })).toBe('a')
  })

  it('that is shown is never the word for nothing', () => {
    expect(render(shown('user.name'), { idToken: { name: null } })).toBe('')
    expect(render(shown('user.name'), { idToken: {} })).toBe('')
  })
})

function claimsOf(id: string, settings: Person['settings']): Claims {
  const intent = intentWith(id, settings)
  return providerOf(id).upstream(placeOf(entryOf(intent), intent)).claims_imports
}

function becomes(id: string, person: Person): Person['becomes'] {
  const claims = claimsOf(id, person.settings)
  const one = (rule: { action: string; template?: string } | undefined, usual: string): string | null =>
    !rule || rule.action === 'ignore' ? null : render(rule.template ?? usual, person) || null
  return {
    subject: render(claims.subject?.template ?? '{{ user.sub }}', person),
    localpart: one(claims.localpart, '{{ user.preferred_username }}'),
    displayname: one(claims.displayname, '{{ user.name }}'),
    email: one(claims.email, '{{ user.email }}'),
  }
}

describe('people of each provider', () => {
  for (const [id, all] of Object.entries(people))
    it.each(all.map((person) => [JSON.stringify(person.userinfo ?? person.idToken), person] as const))(
      `${id} %s`,
      (_, person) => {
        expect(becomes(id, person)).toEqual(person.becomes)
      },
    )

  it('are there for every provider whose templates are its own', () => {
    const shared = [standardClaims, organisationClaims, ownChoiceClaims]
    const own = providers.filter(
      ({ id, where }) =>
        where === 'elsewhere' && !shared.some((claims) => isDeepStrictEqual(claimsOf(id, {}), claims)),
    )
    expect(own.map(({ id }) => id).filter((id) => !(id in people))).toEqual([])
  })
})
