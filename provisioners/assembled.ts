/** All components in one place, and what they add up to for an intent. */
import type { Fact } from './engine/resource.ts'
import { type Intent } from './model/intent.ts'
import * as dockerFacts from './docker/facts.ts'
import { bridgesOf } from './bridges/index.ts'
import { identityOf } from './identity/index.ts'
import { addressesOf } from './matrix/address.ts'
import { caddy } from './matrix/caddy.ts'
import { cloudflared } from './matrix/cloudflared.ts'
import { element } from './matrix/element.ts'
import { labelsFor } from './matrix/for-proxies.ts'
import { mas } from './matrix/mas.ts'
import { postgres } from './matrix/postgres.ts'
import { synapse } from './matrix/synapse.ts'
import { fold, type Stack } from './stack/fold.ts'
import { onNetwork } from './stack/joined.ts'
import { onLoopback } from './stack/loopback.ts'
import { PROJECT } from './stack/paths.ts'

/** Everything that the components add for an intent. */
export const stackOf = (intent: Intent): Stack => assemble(intent, identityOf(intent))

/**
 * In the order of the routing table: Element Web takes what is left.
 *
 * @param identity what the intent's providers add
 */
export function assemble(
  intent: Intent,
  identity: Pick<ReturnType<typeof identityOf>, 'contributions' | 'upstreams'>,
): Stack {
  const { front } = addressesOf(intent)
  const bridged = bridgesOf(intent)
  const parts = [
    postgres.contribute(intent),
    ...identity.contributions,
    mas(intent, identity.upstreams),
    synapse(intent, bridged.registrations),
    element.contribute(intent),
    ...bridged.contributions,
  ].filter((part) => part !== null)
  const routes = parts.flatMap((part) => part.routes)
  if (front.kind !== 'theirs') {
    const tunnel = cloudflared.contribute(intent)
    return fold([...parts, caddy.contribute(intent, routes), ...(tunnel ? [tunnel] : [])])
  }
  if (front.reach.by === 'loopback') return fold(onLoopback(parts, routes))
  const { network } = front.reach
  const found = onNetwork(parts, routes, network, labelsFor(addressesOf(intent), routes))
  return fold(found.parts, found.joined)
}

/** Ports that this server's own containers publish already. */
export const ownPorts: Fact<readonly number[]> = {
  ...dockerFacts.containers,
  id: 'stack.own-ports',
  parse: (answer) =>
    dockerFacts.containers
      .parse(answer)
      .filter(({ project }) => project === PROJECT)
      .flatMap(({ ports }) => ports),
}
