/** The public routing table as Traefik's dynamic configuration in a file, for a Traefik (version 3) that was there before. */
import { Document } from 'yaml'
import type { Route } from '../contribution.ts'
import type { Site } from '../site.ts'
import { literal, namesOf, type Line, type Upstream } from './table.ts'

/**
 * Traefik has no first match: the highest priority wins. It answers nothing by itself, so what is blocked goes through a
 * list of addresses that nobody is on (Traefik, Routers and Middlewares, IPAllowList).
 */
export function traefikConfig(sites: readonly Site[], routes: readonly Route[], upstream: Upstream): string {
  const placed = namesOf(sites, routes).flatMap(({ host, lines }) =>
    lines.map((line, index) => ({ host, line, priority: (lines.length - index) * 10 })),
  )
  const services = placed.flatMap(({ line: { to, site } }) =>
    to.kind === 'service' ? [[serviceName(to.service), upstream(to.service, to.port, site)] as const] : [],
  )
  const config = {
    http: {
      routers: Object.fromEntries(
        placed.map(({ host, line, priority }, index) => [
          `bramble-${index + 1}`,
          router(host, line, priority),
        ]),
      ),
      middlewares: {
        'bramble-not-found': { ipAllowList: { sourceRange: ['255.255.255.255/32'], rejectStatusCode: 404 } },
        ...Object.fromEntries(placed.flatMap(({ line }) => middleware(line))),
      },
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

function router(host: string, line: Line, priority: number): object {
  const names = middleware(line).map(([name]) => name)
  const { to } = line
  return {
    rule: [`Host(\`${host}\`)`, ...rule(line)].join(' && '),
    priority,
    entryPoints: ['websecure'],
    ...(to.kind === 'service'
      ? { ...(names.length > 0 && { middlewares: names }), service: serviceName(to.service) }
      : { middlewares: names.length > 0 ? names : ['bramble-not-found'], service: 'noop@internal' }),
    tls: {},
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
