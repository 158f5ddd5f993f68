/** Which proxies run on the Pi already. */
import { networks } from './docker/networks.ts'
import { proxiesAmong, running } from './docker/proxies.ts'
import { look } from './engine/look.ts'
import type { Host } from './host/host.ts'
import type { FoundProxy } from './model/reach.ts'
import { PROJECT } from './stack/paths.ts'
import { listeners } from './system/facts.ts'

/** Looks as root: names of listening programs are told to nobody else. */
export async function findProxies(host: Host): Promise<FoundProxy[]> {
  const seen = await look(host, [{ facts: { running, networks, listeners } }])
  return proxiesAmong(
    seen.get(running.id) as ReturnType<typeof running.parse>,
    (seen.get(networks.id) as ReturnType<typeof networks.parse>) ?? [],
    seen.get(listeners.id) as ReturnType<typeof listeners.parse>,
    PROJECT,
  )
}
