/** What is seen of the ways to reach a server, before it is installed and after. */
import type { Host } from './host/host.ts'
import { knockFromHere } from './host/knock.ts'
import { webFromHere } from './host/web.ts'
import type { Address } from './model/address.ts'
import { EngineError } from './model/engine-error.ts'
import type { DomainView, FoundProxy, TailnetView } from './model/reach.ts'
import { checkDomain } from './reach-domain.ts'
import type { FromHere } from './reach-domain-ports.ts'

export interface ReachMeans {
  connect(): Promise<Host>
  random(bytes: number): Uint8Array
  sleep(seconds: number, signal: AbortSignal): Promise<void>
  /** How this computer asks the internet, where it is not the usual way. */
  readonly fromHere?: FromHere | undefined
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
  tailnet: async () => notYet('tailnet'),
  checkDomain: (address) =>
    checkDomain(address, {
      ...means,
      fromHere: means.fromHere ?? { web: webFromHere(), knock: knockFromHere() },
    }),
  findProxies: async () => notYet('proxy'),
})

function notYet(way: string): never {
  throw new EngineError('address-not-yet', `The address is of the kind “${way}”.`)
}
