/** The table itself, for every kind of address. What real proxies make of it is seen in the lab. */
import { describe, expect, it } from 'vitest'
import { addressesOf } from '../../../provisioners/matrix/address.ts'
import { namesOf } from '../../../provisioners/stack/routes/table.ts'
import type { Route } from '../../../provisioners/stack/contribution.ts'
import { modes } from '../modes.ts'
import { withoutElement } from '../fake.ts'
import { stackOf } from '../../../provisioners/components.ts'
import { decide, sentTo } from './decide.ts'
import { asked } from './paths.ts'

const expected = { synapse: 'synapse:8008', mas: 'mas:8080', element: 'element:80', people: 'people:8080' }

describe.each(modes)('$name', ({ intent, stack }) => {
  const { sites } = addressesOf(intent)
  const here = asked.flatMap((one) => {
    const site = sites.find(({ id }) => id === one.at)
    return site && stack.routes.some((route) => route.site === site.id) ? [{ ...one, site }] : []
  })

  it.each(here)('$at $target → $by', ({ site, target, by }) => {
    const answer = decide(sites, stack, site, sentTo(site, { target }))
    expect(answer).toBe(by === 'nobody' ? 'not-found' : expected[by])
  })

  it('asks about every service that there is', () => {
    const services = stack.routes.flatMap(({ to }) => (to.kind === 'service' ? [to.service] : []))
    expect(new Set(here.map(({ by }) => by))).toEqual(new Set([...services, 'nobody']))
  })

  it('leads from the sign-in path without its slash to the one with it', () => {
    const site = sites.find(({ id }) => id === 'sign-in')
    if (site && site.path !== '/') expect(decide(sites, stack, site, site.path.slice(0, -1))).toBe('redirect')
  })
})

describe('the table', () => {
  const { sites } = addressesOf(withoutElement)

  it('says what it is where no page was wanted', () => {
    const main = sites[0]
    if (!main) throw new Error('there is no site')
    expect(decide(sites, stackOf(withoutElement), main, '/')).toBe('text')
    expect(decide(sites, stackOf(withoutElement), main, '/_synapse/admin')).toBe('not-found')
  })

  it.each([
    [{ kind: 'prefix', pattern: '/a*b' }],
    [{ kind: 'prefix', pattern: 'a' }],
    [{ kind: 'regex', pattern: '/x' }],
    [{ kind: 'regex', pattern: '^/x{2}' }],
    [{ kind: 'regex', pattern: '^/x y"' }],
  ] as const)('refuses what no renderer could write down: %j', (match) => {
    const route: Route = { site: 'main', match, to: { kind: 'not-found' } }
    expect(() => namesOf(sites, [route])).toThrow(TypeError)
  })
})
