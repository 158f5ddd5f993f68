/** The public routing table for a Traefik (version 3) that was there before: its dynamic configuration in a file, or as labels. */
import { Document } from 'yaml'
import type { Route } from '../contribution.ts'
import type { Site } from '../site.ts'
import { literal, namesOf, type Line, type Upstream } from './table.ts'

interface Placed {
  readonly name: string
  readonly host: string
  readonly line: Line
  readonly priority: number
}

/**
 * Traefik has no first match: the highest priority wins. It answers nothing by itself, so what is blocked goes through a
 * list of addresses that nobody is on (Traefik, Routers and Middlewares, IPAllowList).
 */
export function traefikConfig(sites: readonly Site[], routes: readonly Route[], upstream: Upstream): string {
  const placed = place(sites, routes)
  const services = placed.flatMap(({ line: { to, site } }) =>
    to.kind === 'service' ? [[serviceName(to.service), upstream(to.service, to.port, site)] as const] : [],
  )
  const config = {
    http: {
      routers: Object.fromEntries(
        placed.map((one) => [one.name, router(one, { entryPoints: ['websecure'], tls: {} })]),
      ),
      middlewares: middlewares(placed),
      services: Object.fromEntries(
        services.map(([name, address]) => [
          name,
          { loadBalancer: { servers: [{ url: `http://${address}` }] } },
        ]),
      ),
    },
  }
  return new Document(config, { aliasDuplicateObjects: false }).toString({ lineWidth: 0, singleQuote: true })
}

export interface LabelOptions {
  /** Of Docker, in which Traefik finds the containers. */
  readonly network: string
  readonly entryPoint: string
  readonly certResolver?: string | undefined
}

/**
 * The same as labels of containers, for Traefik's Docker provider. What is blocked and the middlewares stand on every container
 * that is led to: routes of a container are gone while it does not run, and none may be open without the block before it.
 * What is said twice in the same words counts once (Traefik, pkg/provider/merge.go). The other services are left out by
 * name, since Traefik takes every container unless told otherwise.
 *
 * @returns the labels of each service of the stack
 */
export function traefikLabels(
  sites: readonly Site[],
  routes: readonly Route[],
  { network, entryPoint, certResolver }: LabelOptions,
): (service: string) => Record<string, string> {
  const placed = place(sites, routes)
  return (service) => {
    const ours = placed.filter(({ line: { to } }) => to.kind !== 'service' || to.service === service)
    const port = ours.flatMap(({ line: { to } }) => (to.kind === 'service' ? [to.port] : []))
    if (port.length === 0) return { 'traefik.enable': 'false' }
    if (new Set(port).size > 1) throw new TypeError(`${service} is led to at more than one port`)
    const routers = ours.map((one) => [
      one.name,
      router(one, { entryPoints: [entryPoint], tls: certResolver === undefined ? true : { certResolver } }),
    ])
    return {
      'traefik.enable': 'true',
      'traefik.docker.network': network,
      ...flat('traefik.http', {
        routers: Object.fromEntries(routers) as object,
        middlewares: middlewares(ours),
        services: { [serviceName(service)]: { loadBalancer: { server: { port: port[0] } } } },
      }),
    }
  }
}

/** Capitals do not count in the names of labels, and a list has commas between (Traefik, Docker routing configuration). */
function flat(path: string, value: unknown): Record<string, string> {
  if (Array.isArray(value)) return { [path]: value.join(',') }
  if (typeof value !== 'object' || value === null) return { [path]: String(value) }
  return Object.assign(
    {},
    ...Object.entries(value).map(([key, inner]) => flat(`${path}.${key}`, inner)),
  ) as Record<string, string>
}

const place = (sites: readonly Site[], routes: readonly Route[]): Placed[] =>
  namesOf(sites, routes)
    .flatMap(({ host, lines }) =>
      lines.map((line, index) => ({ host, line, priority: (lines.length - index) * 10 })),
    )
    .map((one, index) => ({ ...one, name: `bramble-${index + 1}` }))

const middlewares = (placed: readonly Placed[]): Record<string, object> => ({
  'bramble-not-found': { ipAllowList: { sourceRange: ['255.255.255.255/32'], rejectStatusCode: 404 } },
  ...Object.fromEntries(placed.flatMap(({ line }) => middleware(line))),
})

function router({ host, line, priority }: Placed, at: { entryPoints: string[]; tls: unknown }): object {
  const names = middleware(line).map(([name]) => name)
  const { to } = line
  return {
    rule: [`Host(\`${host}\`)`, ...rule(line)].join(' && '),
    priority,
    entryPoints: at.entryPoints,
    ...(to.kind === 'service'
      ? { ...(names.length > 0 && { middlewares: names }), service: serviceName(to.service) }
      : { middlewares: names.length > 0 ? names : ['bramble-not-found'], service: 'noop@internal' }),
    tls: at.tls,
  }
}

/** Traefik leaves the escapes of reserved characters alone, and with them those of slashes (Traefik, Path matching). */
function rule({ match, to }: Line): string[] {
  switch (match.kind) {
    case 'regex':
      return [`PathRegexp(\`${match.pattern}\`)`]
    case 'prefix':
      return to.kind === 'not-found'
        ? [`PathRegexp(\`(?i)^${literal(match.pattern).replaceAll('/', '(/|%2f)+')}\`)`]
        : [`PathPrefix(\`${match.pattern}\`)`]
    case 'exact':
      return [`Path(\`${match.pattern}\`)`]
    case 'all':
      return []
  }
}

function middleware({ to, strip }: Line): [string, object][] {
  if (to.kind === 'redirect')
    return [
      [
        `bramble-to${to.path.replaceAll(/[^a-z0-9]+/g, '-').replace(/-$/, '')}`,
        // `$1` keeps the name, and the port if there is one
        { redirectRegex: { regex: '^(https?://[^/]+).*$', replacement: `\${1}${to.path}`, permanent: true } },
      ],
    ]
  if (to.kind !== 'service') return []
  return [
    ...(strip === ''
      ? []
      : [
          [`bramble-strip${strip.replaceAll('/', '-')}`, { stripPrefix: { prefixes: [strip] } }] as [
            string,
            object,
          ],
        ]),
    ...(to.withoutHeaders ?? []).map((name): [string, object] => [
      `bramble-without-${name.toLowerCase()}`,
      // an empty value takes the header away (Traefik, Headers)
      { headers: { customRequestHeaders: { [name]: '' } } },
    ]),
  ]
}

const serviceName = (service: string): string => `bramble-${service}`
