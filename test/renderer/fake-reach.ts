/** What a tailnet, a domain and a proxy answer in the tests of the window. */
import type { DomainView, FoundProxy, TailnetView } from '../../provisioners/model/reach.ts'
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

export const proxies: FoundProxy[] = [
  { kind: 'traefik', name: 'traefik', where: 'docker', networks: ['proxy'], ports: [80, 443] },
]

export const fakeReach = {
  'tailnet.look': () => tailnet,
  'tailnet.plan': () => plan,
  'tailnet.join': () => ({ run: 'run-1' }),
  'domain.check': () => domain,
  'proxy.find': () => proxies,
  'address.files': () => [],
}
