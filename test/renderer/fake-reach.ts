/** What a tailnet, a domain and a proxy answer in the tests of the window. */
import type { DomainView, FoundProxy, TailnetView } from '../../provisioners/model/reach.ts'
import type { Intent } from '../../provisioners/model/intent.ts'
import { filesFor } from '../../provisioners/matrix/for-people.ts'
import { plan } from './fake-plan.ts'

export const tailnet: TailnetView = {
  version: '1.102.3',
  unfit: false,
  state: 'running',
  name: 'brookside.thrush-maple.ts.net',
  suffix: 'thrush-maple.ts.net',
  addresses: ['100.72.14.9'],
  https: true,
  funnel: 'off',
  keyExpires: null,
  expired: false,
  tags: [],
  controlServer: null,
  served: [],
}

export const domain: DomainView = {
  publicIpv4: '198.51.100.24',
  publicIpv6: null,
  records: [
    {
      name: 'matrix.hollis.example',
      type: 'A',
      should: '198.51.100.24',
      now: ['198.51.100.24'],
      verdict: 'right',
      remedy: '',
    },
  ],
  lines: [],
  ready: true,
}

/** A home behind one address that many share. */
export const cgnat: DomainView = {
  publicIpv4: '198.51.100.24',
  publicIpv6: '2001:db8:52a:10::42',
  records: [
    ...domain.records.map((record) => ({ ...record, name: 'chat.hollis.example' })),
    {
      name: 'chat.hollis.example',
      type: 'AAAA',
      should: '2001:db8:52a:10::42',
      now: ['2001:db8:52a:10::7'],
      verdict: 'wrong',
      remedy: 'Change it at your provider: this address was yours earlier.',
    },
    {
      name: 'login.hollis.example',
      type: 'CNAME',
      should: 'chat.hollis.example',
      now: [],
      verdict: 'missing',
      remedy: 'Add it at your provider.',
    },
    { name: 'hollis.example', type: 'CAA', should: '', now: [], verdict: 'right', remedy: '' },
  ],
  lines: [
    {
      code: 'cgnat',
      verdict: 'in-the-way',
      title: 'Your provider shares one address among many homes',
      detail: 'Your router has 100.72.14.9, the world sees 198.51.100.24. Only IPv6 gets in.',
      remedy: 'Ask your provider for an address of your own, or take the Funnel.',
    },
    {
      code: 'dynamic',
      verdict: 'worth-knowing',
      title: 'The address of your home may change',
      detail: '',
      remedy: 'Let your router tell your provider each time.',
    },
  ],
  ready: false,
}

export const proxies: FoundProxy[] = [
  { kind: 'traefik', name: 'traefik', where: 'docker', networks: ['proxy'], ports: [80, 443] },
]

export const fakeReach = {
  'tailnet.look': () => tailnet,
  'task.plan': () => plan,
  'task.start': () => ({ run: 'run-1' }),
  'domain.check': () => domain,
  'proxy.find': () => proxies,
  'address.files': ({ intent }: { intent: Intent }) => filesFor(intent, []),
}
