/** What is seen of the ways to reach a server, before it is installed and after. */
import type { Host } from './host/host.ts'
import type { Address } from './model/address.ts'
import { EngineError } from './model/engine-error.ts'
import { lookAtTailnet } from './reach-tailnet.ts'
import type { DomainView, FoundProxy, TailnetView } from './model/reach.ts'

export interface ReachMeans {
  connect(): Promise<Host>
}

export interface Reach {
  /** What Tailscale on the Pi says. */
  tailnet(): Promise<TailnetView>
  /** Whether the names of an own domain lead to the Pi, and what is in the way. */
  checkDomain(address: Address): Promise<DomainView>
  /** Proxies that run on the Pi already. */
  findProxies(): Promise<readonly FoundProxy[]>
}

export const createReach = (means: ReachMeans): Reach => ({
  tailnet: async () => lookAtTailnet(await means.connect()),
  checkDomain: async () => notYet('domain'),
  findProxies: async () => notYet('proxy'),
})

function notYet(way: string): never {
  throw new EngineError('address-not-yet', `The address is of the kind “${way}”.`)
}
