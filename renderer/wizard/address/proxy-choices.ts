/** What choosing among the proxies that were found makes of the answers. Pure. */
import type { ProxyKind } from '../../../provisioners/model/address.ts'
import type { FoundProxy } from '../../../provisioners/model/reach.ts'
import type { Reach } from './reach.ts'
import { isNetwork } from './wrong-reach.ts'

/** Stands for a proxy that was not found. */
export const OTHER = 'other'

export const idOf = ({ where, name }: FoundProxy): string => `${where} ${name}`

/** Its networks that the services can join. */
export const networksOf = (proxy: FoundProxy): string[] => proxy.networks.filter(isNetwork)

/** The answers to which choosing it comes: in Docker by its network, else over the machine itself. */
export function choosing(proxy: FoundProxy): Pick<Reach, 'proxy' | 'proxyBy' | 'network'> {
  const [network = ''] = networksOf(proxy)
  const by = network === '' ? 'loopback' : proxy.kind === 'traefik' ? 'labels' : 'network'
  return { proxy: proxy.kind, proxyBy: by, network }
}

/** Another kind of proxy reads no labels. */
export function ofKind(reach: Reach, proxy: ProxyKind): Pick<Reach, 'proxy' | 'proxyBy'> {
  return { proxy, proxyBy: reach.proxyBy === 'labels' && proxy !== 'traefik' ? 'network' : reach.proxyBy }
}

/** Whether the answers stand for this proxy. */
export const standsFor = (proxy: FoundProxy, reach: Reach): boolean =>
  proxy.kind === reach.proxy &&
  (reach.proxyBy === 'loopback' ? networksOf(proxy).length === 0 : networksOf(proxy).includes(reach.network))
