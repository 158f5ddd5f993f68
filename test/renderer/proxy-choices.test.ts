import { describe, expect, it } from 'vitest'
import type { FoundProxy } from '../../provisioners/model/reach.ts'
import { choosing, networksOf, ofKind, standsFor } from '../../renderer/wizard/address/proxy-choices.ts'
import { freshReach } from '../../renderer/wizard/address/reach.ts'

const found = (patch: Partial<FoundProxy>): FoundProxy => ({
  kind: 'caddy',
  name: 'web',
  where: 'docker',
  networks: ['proxy', 'edge'],
  ports: [80, 443],
  ...patch,
})

describe('a proxy that was found', () => {
  it.each([
    [{}, { proxy: 'caddy', proxyBy: 'network', network: 'proxy' }],
    [{ kind: 'traefik' }, { proxy: 'traefik', proxyBy: 'labels', network: 'proxy' }],
    [{ kind: 'nginx-proxy-manager' }, { proxy: 'nginx-proxy-manager', proxyBy: 'network', network: 'proxy' }],
    [
      { where: 'host', networks: [] },
      { proxy: 'caddy', proxyBy: 'loopback', network: '' },
    ],
    // Docker's own networks know no names
    [{ networks: ['bridge', 'host'] }, { proxy: 'caddy', proxyBy: 'loopback', network: '' }],
  ] as const)('%j is answered as %j', (patch, answer) => {
    const proxy = found({
      ...patch,
      networks: [...('networks' in patch ? patch.networks : ['proxy', 'edge'])],
    })
    expect(choosing(proxy)).toEqual(answer)
    expect(standsFor(proxy, { ...freshReach, ...answer })).toBe(true)
  })

  it('stays chosen by whichever of its networks, and not by another’s', () => {
    const reach = { ...freshReach, ...choosing(found({})) }
    expect(standsFor(found({}), { ...reach, network: 'edge' })).toBe(true)
    expect(standsFor(found({}), { ...reach, network: 'elsewhere' })).toBe(false)
    expect(standsFor(found({ kind: 'nginx' }), reach)).toBe(false)
    expect(networksOf(found({ networks: ['bridge', 'proxy', 'bramble_default'] }))).toEqual(['proxy'])
  })

  it('reads labels only where it is Traefik', () => {
    const reach = { ...freshReach, proxy: 'traefik', proxyBy: 'labels', network: 'proxy' } as const
    expect(ofKind(reach, 'nginx')).toEqual({ proxy: 'nginx', proxyBy: 'network' })
    expect(ofKind(reach, 'traefik')).toEqual({ proxy: 'traefik', proxyBy: 'labels' })
  })
})
