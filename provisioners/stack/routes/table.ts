/** The public routing table as lines in the order of their test, one list for each name: what every renderer starts from. */
import type { Route } from '../contribution.ts'
import type { Site, SiteId } from '../site.ts'

export type Target =
  | Route['to']
  /** The same name, another path. */
  | { readonly kind: 'redirect'; readonly path: string }

export interface Line {
  readonly site: SiteId
  /** From the root of the name; against the path with its escapes, dots and double slashes resolved. First match wins. */
  readonly match:
    { readonly kind: 'regex' | 'prefix' | 'exact'; readonly pattern: string } | { readonly kind: 'all' }
  readonly to: Target
  /** The start of the path that the service does not get, without a slash at its end; often nothing. */
  readonly strip: string
}

export interface Name {
  /** The first site of the name: what the renderer calls it. */
  readonly id: SiteId
  readonly host: string
  readonly port: number
  readonly listen: number
  readonly lines: readonly Line[]
}

/** Where a service is reached by the proxy: `host:port`. */
export type Upstream = (service: string, port: number, site: SiteId) => string

/** In a network of containers each service has its own name. */
export const byServiceName: Upstream = (service, port) => `${service}:${port}`

/** Sites that something answers on: one without routes is neither listened on nor published. */
export const sitesInUse = (sites: readonly Site[], routes: readonly Route[]): Site[] =>
  sites.filter(({ id }) => routes.some(({ site }) => site === id))

/**
 * Sites that share a name and a port share a list: what is blocked, then sites under a path, since the one at the root takes
 * the rest.
 *
 * @throws TypeError for a route whose prefix or pattern no renderer could write down literally
 */
export function namesOf(sites: readonly Site[], routes: readonly Route[]): Name[] {
  const used = sitesInUse(sites, routes)
  const groups = [...new Set(used.map(({ host, port }) => `${host}:${port}`))].map((key) =>
    used.filter(({ host, port }) => `${host}:${port}` === key),
  )
  return groups.flatMap((group) => {
    const [first] = group
    if (!first) return []
    const { id, host, port, listen } = first
    const deepest = group.toSorted((one, other) => other.path.length - one.path.length)
    const lines = deepest.flatMap((site) => linesOf(site, routes))
    const blocks = lines.filter(({ to, match }) => to.kind === 'not-found' && match.kind !== 'all')
    // no pattern of another service can open what one has closed
    return [{ id, host, port, listen, lines: [...blocks, ...lines.filter((line) => !blocks.includes(line))] }]
  })
}

function linesOf(site: Site, routes: readonly Route[]): Line[] {
  const strip = site.path.replace(/\/$/, '')
  const own = routes
    .filter((route) => route.site === site.id)
    .map(({ match, to }): Line => ({ site: site.id, match: under(strip, match), to, strip }))
  if (strip === '') return own
  return [
    {
      site: site.id,
      match: { kind: 'exact', pattern: strip },
      to: { kind: 'redirect', path: site.path },
      strip: '',
    },
    ...own,
  ]
}

function under(strip: string, match: Route['match']): Line['match'] {
  switch (match.kind) {
    case 'all':
      return strip === '' ? match : { kind: 'prefix', pattern: `${strip}/` }
    case 'prefix':
      if (!/^\/[A-Za-z0-9/._~-]*$/.test(match.pattern))
        throw new TypeError(`not a literal path: ${match.pattern}`)
      return { kind: 'prefix', pattern: strip + match.pattern }
    case 'regex':
      if (!match.pattern.startsWith('^/') || /["`{}\s]/.test(match.pattern))
        throw new TypeError(`not a pattern that every proxy reads alike: ${match.pattern}`)
      return { kind: 'regex', pattern: `^${literal(strip)}${match.pattern.slice(1)}` }
  }
}

/** A text as a regular expression that matches it alone. */
export const literal = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)

/**
 * A block must also hold for the path as it was sent. Proxies resolve `..` before they compare, Synapse does not: with
 * `/_synapse/admin/v1/x/..%2F..%2F..%2F..%2F_matrix` a proxy sees a path of Matrix and Synapse one of its administration.
 *
 * @returns a regular expression for decoded paths that nobody has resolved
 */
export const unresolved = (prefix: string): string => `^${literal(prefix).replaceAll('/', '/+')}`

/** The services' own text, as a proxy may put it between double quotes. */
export function plainText(body: string): string {
  if (/["\\$`{}]/.test(body)) throw new TypeError(`not a plain text: ${body}`)
  return body
}
