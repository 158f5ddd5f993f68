/** What Tailscale on the Pi says, now. */
import { look, seenBy } from './engine/look.ts'
import type { Host } from './host/host.ts'
import { LOOPBACK } from './matrix/address.ts'
import type { TailnetView } from './model/reach.ts'
import { tailnetFacts, tailnetView, type TailnetSeen } from './tailscale/view.ts'

/** In one round trip; asked again and again while somebody signs in. */
export async function lookAtTailnet(host: Host): Promise<TailnetView> {
  const seen = seenBy({ facts: tailnetFacts }, await look(host, [{ facts: tailnetFacts }]))
  return tailnetView(seen as unknown as TailnetSeen, Object.values(LOOPBACK))
}
