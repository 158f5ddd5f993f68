/** Services that a proxy outside the stack leads to: each routed port is published on this machine's own loopback, and nowhere else. */
import type { Contribution, Route } from './contribution.ts'
import type { Upstream } from './routes/table.ts'
import type { SiteId } from './site.ts'

/**
 * The port on the host. It follows from the service's own port alone, so that what a person has written into a proxy stays
 * true whatever is added later. Services for identities have a range of their own: Keycloak and MAS both listen on 8080.
 */
export const loopbackPort = (site: SiteId, port: number): number =>
  port + (site === 'identity' ? 20_000 : 10_000)

export const byLoopback: Upstream = (_service, port, site) => `127.0.0.1:${loopbackPort(site, port)}`

/**
 * The same components, with the ports published that the table leads to.
 *
 * @throws TypeError for two services that would have the same port
 */
export function onLoopback(parts: readonly Contribution[], routes: readonly Route[]): Contribution[] {
  const wanted = [
    ...new Set(
      routes.flatMap(({ site, to }) =>
        to.kind === 'service' ? [`${to.service} 127.0.0.1:${loopbackPort(site, to.port)}:${to.port}`] : [],
      ),
    ),
  ].map((line) => line.split(' ') as [string, string])
  const taken = new Map<string, string>()
  for (const [service, entry] of wanted) {
    const address = entry.slice(0, entry.lastIndexOf(':'))
    const other = taken.get(address)
    if (other !== undefined)
      throw new TypeError(`${service} and ${other} would both be published at ${address}`)
    taken.set(address, service)
  }
  return parts.map((part) => ({
    ...part,
    services: part.services.map((service) => {
      const ports = wanted.flatMap(([of, entry]) => (of === service.id ? [entry] : []))
      if (ports.length === 0) return service
      const before = service.compose['ports']
      return {
        ...service,
        compose: { ...service.compose, ports: [...(Array.isArray(before) ? before : []), ...ports] },
      }
    }),
  }))
}
