/** What two components may not both want. */
import { describe, expect, it } from 'vitest'
import type { Contribution, Service } from '../../provisioners/stack/contribution.ts'
import { fold, publishedPorts } from '../../provisioners/stack/fold.ts'

const service = (id: string, more: Partial<Service> = {}): Service => ({
  id,
  name: id,
  what: '',
  image: 'example.org/x:1',
  user: { uid: 0, gid: 0 },
  compose: {},
  memoryLimitMiB: 1,
  memoryUseMiB: 1,
  downloadMiB: 1,
  diskMiB: 1,
  after: [],
  ...more,
})
const part = (id: string, more: Partial<Contribution> = {}): Contribution => ({
  id,
  services: [],
  databases: [],
  routes: [],
  secrets: [],
  checks: [],
  ...more,
})
const secret = (id: string) => ({ id, label: id, kind: 'token' as const })
const database = (name: string, role: string) => ({ name, role, passwordSecret: 's', locale: 'C' as const })
const file = (name: string) => ({ name, mode: 0o600, render: () => [] })
const everything = { site: 'main', match: { kind: 'all' }, to: { kind: 'not-found' } } as const

describe('fold', () => {
  it.each<[string, Contribution[], RegExp]>([
    ['component', [part('a'), part('a')], /component a/],
    [
      'service',
      [part('a', { services: [service('x')] }), part('b', { services: [service('x')] })],
      /service x/,
    ],
    [
      'port',
      [
        part('a', { services: [service('x', { compose: { ports: ['80:80'] } })] }),
        part('b', { services: [service('y', { compose: { ports: ['127.0.0.1:80:8080'] } })] }),
      ],
      /port 80/,
    ],
    ['secret', [part('a', { secrets: [secret('s')] }), part('b', { secrets: [secret('s')] })], /secret s/],
    [
      'database',
      [part('a', { secrets: [secret('s')], databases: [database('d', 'r'), database('d', 'q')] })],
      /database d/,
    ],
    [
      'role',
      [part('a', { secrets: [secret('s')], databases: [database('d', 'r'), database('e', 'r')] })],
      /role r/,
    ],
    [
      'data',
      [
        part('a', {
          services: [
            service('x', {
              data: [
                { name: 'd', mount: '/a' },
                { name: 'd', mount: '/b' },
              ],
            }),
          ],
        }),
      ],
      /d is/,
    ],
    ['route', [part('a', { routes: [everything] }), part('b', { routes: [everything] })], /route/],
    [
      'file',
      [part('a', { services: [service('x', { store: { mount: '/', files: [file('f'), file('f')] } })] })],
      /file of x f/,
    ],
    [
      'path as a file',
      [part('a', { services: [service('x', { store: { mount: '/', files: [file('../f')] } })] })],
      /called/,
    ],
    [
      'unknown neighbour',
      [part('a', { services: [service('x', { after: ['y'] })] })],
      /y, which does not exist/,
    ],
    [
      'route to nowhere',
      [part('a', { routes: [{ ...everything, to: { kind: 'service', service: 'y', port: 1 } }] })],
      /leads to y/,
    ],
    ['unknown secret', [part('a', { databases: [database('d', 'r')] })], /wants the secret s/],
  ])('refuses the same %s twice or what is not there', (_, parts, message) => {
    expect(() => fold(parts)).toThrow(message)
  })

  it('keeps the order of the components, which is the order of the routes', () => {
    const folded = fold([part('a', { services: [service('x')] }), part('b', { services: [service('y')] })])
    expect(folded.services.map(({ id }) => id)).toEqual(['x', 'y'])
  })

  it('reads published ports, and knows protocols apart', () => {
    const of = (...ports: string[]) => publishedPorts(service('x', { compose: { ports } }))
    expect(of('443:443', '443:443/udp', '127.0.0.1:8448:8080')).toEqual(['443/tcp', '443/udp', '8448/tcp'])
    expect(() => of('8080')).toThrow(TypeError)
  })
})
