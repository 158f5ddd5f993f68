/** The ids that a person is shown before the name is fixed are those that the server really makes. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { stackOf } from '../../provisioners/components.ts'
import { identifiersOf } from '../../provisioners/model/identifiers.ts'
import { reveal } from '../../provisioners/model/text.ts'
import { takenAddress } from '../reach/hostile.ts'
import { fakeSecretsOf, intent } from '../stack/fake.ts'
import { addresses } from '../stack/modes.ts'

describe('ids of a server', () => {
  it('by a name of its own', () => {
    expect(identifiersOf(addresses['funnel'] ?? expect.unreachable())).toEqual({
      user: '@anna:brookside.tail1234.ts.net',
      room: '#family:brookside.tail1234.ts.net',
      server: 'brookside.tail1234.ts.net',
      address: 'https://brookside.tail1234.ts.net',
      led: false,
    })
  })

  it('by a domain whose web pages are elsewhere', () => {
    expect(identifiersOf(addresses['domain'] ?? expect.unreachable())).toEqual({
      user: '@anna:example.org',
      room: '#family:example.org',
      server: 'example.org',
      address: 'https://matrix.example.org',
      led: true,
    })
  })

  it.each(Object.entries(addresses))('%s: Synapse is told the same name', (_, address) => {
    const of = { ...intent, address }
    const file = stackOf(of)
      .services.find(({ id }) => id === 'synapse')
      ?.store?.files.find(({ name }) => name === 'homeserver.yaml')
    const told = parse(reveal(file?.render(fakeSecretsOf(of)) ?? [])) as Record<string, unknown>
    const ids = identifiersOf(address)
    expect([told['server_name'], told['public_baseurl']]).toEqual([ids.server, `${ids.address}/`])
  })

  it('each has one colon, and the name behind it', () => {
    fc.assert(
      fc.property(takenAddress, (address) => {
        const { user, room, server } = identifiersOf(address)
        expect([user.split(':'), room.split(':')]).toEqual([
          ['@anna', server],
          ['#family', server],
        ])
      }),
    )
  })
})
