/**
 * Services that a proxy in a container leads to: they join a network of its containers, each under a name that nobody else
 * has, and nothing is published.
 *
 * Compose would give them their short names in that network too, where other people's containers may be called the same
 * (Compose, pkg/compose/create.go, getAliases); so Docker itself connects them. The other way round, a `postgres` of other
 * people in that network would answer to our own services (seen): a link comes before every other name in Docker's name
 * service (moby, libnetwork, Sandbox.ResolveName), so each of them has one to each service of the stack.
 */
import type { Contribution, Route, Service } from './contribution.ts'
import type { Upstream } from './routes/table.ts'
import { containerName, PROJECT } from './paths.ts'

/** A network that others made and that is never removed, and who of ours joins it. */
export interface Joined {
  readonly network: string
  /** Ids of services. */
  readonly services: readonly string[]
}

/** What a service is called in a network that it joins. */
export const joinedName = (service: string): string => `${PROJECT}-${service}`

export const byJoinedName: Upstream = (service, port) => `${joinedName(service)}:${port}`

/** A container that moves to another network, or leaves, is made anew: its connections go with it. */
const NETWORK_LABEL = 'org.bramble.network'

/** Labels that a proxy reads from the containers; nothing where it reads none. */
export type LabelsFor = (service: string) => Readonly<Record<string, string>>

/** @param labels for every service of the stack, joined or not */
export function onNetwork(
  parts: readonly Contribution[],
  routes: readonly Route[],
  network: string,
  labels: LabelsFor,
): { readonly parts: Contribution[]; readonly joined: Joined } {
  const all = parts.flatMap(({ services }) => services.map(({ id }) => id))
  const services = all.filter((id) => routes.some(({ to }) => to.kind === 'service' && to.service === id))
  return {
    parts: parts.map((part) => ({
      ...part,
      services: part.services.map((service) => ({
        ...service,
        compose: {
          ...service.compose,
          ...(services.includes(service.id) && { external_links: linksOf(service, all) }),
          ...labelled(service, {
            ...labels(service.id),
            ...(services.includes(service.id) && { [NETWORK_LABEL]: network }),
          }),
        },
      })),
    })),
    joined: { network, services },
  }
}

/** Compose's and Docker's form of a link: the container, and the name that it has for the one that asks. */
const linksOf = ({ id }: Service, all: readonly string[]): string[] =>
  linked(id, all).map((other) => `${containerName(other)}:${other}`)

/** Whom a service may ask by its short name. */
export const linked = (service: string, all: readonly string[]): string[] =>
  all.filter((other) => other !== service)

function labelled({ compose }: Service, added: Readonly<Record<string, string>>): { labels?: object } {
  if (Object.keys(added).length === 0) return {}
  const before = compose['labels']
  return { labels: { ...(typeof before === 'object' && before !== null ? before : {}), ...added } }
}
