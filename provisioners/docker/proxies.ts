/** Proxies that run on the machine already, by what Docker and the machine's listeners say. Pure. */
import type { Fact } from '../engine/resource.ts'
import type { ProxyKind } from '../model/address.ts'
import type { FoundProxy } from '../model/reach.ts'
import type { Listener } from '../system/parse.ts'
import * as commands from './commands.ts'
import { parseContainers } from './facts.ts'
import { joinable, type Network } from './networks.ts'

/** A running container, as far as it may be a proxy. */
export interface Running {
  readonly name: string
  readonly project: string
  readonly image: string
  readonly networks: readonly string[]
  readonly ports: readonly number[]
}

/** Every running container, whoever owns it; none while the daemon does not answer. */
export const running: Fact<readonly Running[]> = {
  id: 'docker.running-containers',
  command: commands.listContainers(),
  capBytes: 1024 * 1024,
  parse: (answer) => (answer.status === 0 ? parseRunning(answer.stdout) : []),
}

/** Reads `docker ps --no-trunc --format json`: one object a line. */
export function parseRunning(text: string): Running[] {
  return text.split('\n').flatMap((line) => {
    const [container] = parseContainers(line)
    if (!container?.running) return []
    const { Image = '', Networks = '' } = JSON.parse(line) as { Image?: string; Networks?: string }
    const { name, project, ports } = container
    return [{ name, project, ports, image: Image, networks: Networks.split(',').filter(Boolean) }]
  })
}

/**
 * By the last part of an image's name, whoever published it. Of those with nginx in their name only these are proxies: many
 * programs bring an nginx for their own pages.
 */
const kinds: readonly (readonly [RegExp, ProxyKind])[] = [
  [/^nginx-proxy-manager$/, 'nginx-proxy-manager'],
  [/^(nginx|nginx-unprivileged|nginx-proxy|swag|openresty)$/, 'nginx'],
  [/^(traefik|traefik-[a-z0-9-]+)$/, 'traefik'],
  [/^(caddy|caddy-[a-z0-9-]+)$/, 'caddy'],
]

const PUBLIC = [80, 443]

/** @returns the kind of proxy that an image is, such as `docker.io/library/traefik:v3`; null for anything else */
export function kindOf(image: string): ProxyKind | null {
  const [path = ''] = image.split('@')
  const last = (path.split('/').at(-1) ?? '').replace(/:.*$/, '').toLowerCase()
  return kinds.find(([pattern]) => pattern.test(last))?.[1] ?? null
}

/** Names of programs, as `ss` tells them. */
const programs: Readonly<Record<string, ProxyKind>> = { caddy: 'caddy', nginx: 'nginx', traefik: 'traefik' }

/**
 * Only what holds port 80 or 443: whoever serves pages elsewhere is no way in. A container in the host's network publishes
 * nothing, and its program is among the machine's listeners.
 *
 * @param networks every network of Docker's
 * @param listeners null where nobody could tell
 * @param project whose containers are this server's own
 */
export function proxiesAmong(
  containers: readonly Running[],
  networks: readonly Network[],
  listeners: readonly Listener[] | null,
  project: string,
): FoundProxy[] {
  const held = (kind: ProxyKind): number[] => {
    return unique(
      (listeners ?? []).flatMap(({ port, process }) =>
        PUBLIC.includes(port) && process === programOf(kind) ? [port] : [],
      ),
    )
  }
  const inDocker = containers.flatMap((container): FoundProxy[] => {
    const kind = container.project === project ? null : kindOf(container.image)
    if (kind === null) return []
    const onHost = container.networks.includes('host')
    const ports = onHost ? held(kind) : container.ports
    if (!ports.some((port) => PUBLIC.includes(port))) return []
    const joined = networks.filter((one) => container.networks.includes(one.name) && joinable(one))
    return [
      {
        kind,
        name: container.name,
        where: onHost ? 'host' : 'docker',
        networks: joined.map(({ name }) => name),
        ports: [...ports],
      },
    ]
  })
  const named = (program: string): boolean =>
    inDocker.some(
      ({ where, kind }) => where === 'host' && held(kind).length > 0 && programOf(kind) === program,
    )
  const onHost = Object.entries(programs).flatMap(([name, kind]): FoundProxy[] => {
    const ports = held(kind)
    return ports.length === 0 || named(name) ? [] : [{ kind, name, where: 'host', networks: [], ports }]
  })
  return [...inDocker, ...onHost]
}

const programOf = (kind: ProxyKind): string => (kind === 'nginx-proxy-manager' ? 'nginx' : kind)
const unique = (ports: readonly number[]): number[] =>
  [...new Set(ports)].toSorted((one, other) => one - other)
