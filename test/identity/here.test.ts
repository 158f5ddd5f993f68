/** Services for identities on this machine: what browsers see of them, and what only the sign-in service sees. */
import { describe, expect, it } from 'vitest'
import { identityOf, providers } from '../../provisioners/identity/index.ts'
import { addressesOf } from '../../provisioners/matrix/address.ts'
import { intentSchema, type IntentInput } from '../../provisioners/model/intent.ts'

const person = { username: 'anna', firstName: 'Anna', lastName: 'Berg', email: 'anna@example.org' }
const here = providers.filter(({ where }) => where === 'here')
const addresses: readonly IntentInput['address'][] = [
  { mode: 'home', host: 'brookside.local' },
  { mode: 'funnel', host: 'brookside.tail1234.ts.net' },
  { mode: 'domain', serverName: 'example.org', host: 'matrix.example.org', identityHost: 'id.example.org' },
]

const intentWith = (kind: string, address: IntentInput['address'], memory: 'small' | 'large' = 'large') => {
  const known = providers.find(({ id }) => id === kind)?.fields.map(({ name }) => name) ?? []
  const settings = Object.fromEntries(Object.entries(person).filter(([name]) => known.includes(name)))
  return intentSchema.parse({
    version: 2,
    name: 'Brookside',
    address,
    signIn: { accounts: false, providers: [{ key: 'ours', kind, settings, admits: 'everyone' }] },
    server: { memory },
  })
}

describe.each(here.map(({ id }) => id))('%s', (kind) => {
  it.each(addresses)('browsers are sent to public addresses only: $mode', (address) => {
    const intent = intentWith(kind, address)
    const identity = addressesOf(intent).identity ?? ''
    const settings = identityOf(intent).upstreams[0]?.settings
    expect(settings?.discovery_mode).toBe('disabled')
    expect(settings?.authorization_endpoint?.startsWith(identity)).toBe(true)
    expect(`${settings?.issuer}/`.startsWith(identity)).toBe(true)
    // no name, certificate or tunnel has to work yet for these
    for (const inner of [settings?.token_endpoint, settings?.jwks_uri])
      expect(inner).toMatch(/^http:\/\/[a-z-]+:\d+\//)
  })

  it('wants an address of its own', () => {
    const address = { mode: 'domain', serverName: 'example.org', host: 'matrix.example.org' } as const
    expect(() => identityOf(intentWith(kind, address))).toThrow('identityHost')
  })
})

it('only one of them runs on a Pi', () => {
  const [one, other] = here.map(({ id }) => intentWith(id, { mode: 'home', host: 'brookside.local' }))
  if (!one || !other) throw new Error('there are fewer than two')
  const both = [one, other].flatMap(({ signIn }, index) =>
    signIn.providers.map((entry) => ({ ...entry, key: `ours-${index}` })),
  )
  expect(() => identityOf({ ...one, signIn: { ...one.signIn, providers: both } })).toThrow('Only one of')
})
