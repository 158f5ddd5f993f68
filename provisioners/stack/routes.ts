/** The public routing table as Caddy's own JSON configuration: an object, serialised once. */
import type { Route } from './contribution.ts'
import type { Site } from './site.ts'

export interface CaddyOptions {
  /** Directory for certificates and keys, inside the container. */
  readonly storage: string
  /** Only the container itself can ask here whether Caddy is alive. */
  readonly healthPort: number
}

/**
 * Certificates come from Caddy's own authority (`tls internal`): names of a home network have no public ones.
 * Key names: https://caddyserver.com/docs/json/
 */
export function caddyConfig(sites: readonly Site[], routes: readonly Route[], options: CaddyOptions): object {
  const hosts = [...new Set(sites.map((site) => site.host))]
  return {
    admin: { disabled: true, config: { persist: false } },
    logging: { logs: { default: { level: 'WARN' } } },
    storage: { module: 'file_system', root: options.storage },
    apps: {
      http: {
        servers: {
          ...Object.fromEntries(sites.map((site) => [site.id, siteServer(site, routes)])),
          redirect: { listen: [':80'], routes: [{ handle: [redirectHandler] }] },
          health: {
            listen: [`127.0.0.1:${options.healthPort}`],
            automatic_https: { disable: true },
            routes: [{ handle: [{ handler: 'static_response', status_code: 200, body: 'ok' }] }],
          },
        },
      },
      tls: {
        certificates: { automate: hosts },
        automation: { policies: [{ subjects: hosts, issuers: [{ module: 'internal' }] }] },
      },
      // the container has no trust store that anybody asks
      pki: { certificate_authorities: { local: { install_trust: false } } },
    },
  }
}

const redirectHandler = {
  handler: 'static_response',
  status_code: 308,
  headers: { Location: ['https://{http.request.host}{http.request.uri}'] },
}

function siteServer(site: Site, routes: readonly Route[]): object {
  return {
    listen: [`:${site.port}`],
    protocols: ['h1', 'h2'],
    automatic_https: { disable_redirects: true },
    tls_connection_policies: [{ default_sni: site.host }],
    routes: [
      ...routes
        .filter((route) => route.site === site.id)
        .map((route) => ({
          match: [{ host: [site.host], ...matcher(route.match) }],
          handle: [handler(route.to)],
          terminal: true,
        })),
      { handle: [notFound] },
    ],
  }
}

function matcher(match: Route['match']): object {
  switch (match.kind) {
    case 'regex':
      return { path_regexp: { pattern: match.pattern } }
    case 'prefix':
      if (/[*?%]/.test(match.pattern)) throw new TypeError(`not a literal path: ${match.pattern}`)
      return { path: [`${match.pattern}*`] }
    case 'all':
      return {}
  }
}

const notFound = { handler: 'static_response', status_code: 404 }

/** Caddy overwrites X-Forwarded-* unless the peer is a trusted proxy, and passes the path on as it came. */
function handler(to: Route['to']): object {
  switch (to.kind) {
    case 'service':
      return {
        handler: 'reverse_proxy',
        upstreams: [{ dial: `${to.service}:${to.port}` }],
        ...(to.withoutHeaders && { headers: { request: { delete: to.withoutHeaders } } }),
      }
    case 'text':
      return {
        handler: 'static_response',
        status_code: 200,
        headers: { 'Content-Type': ['text/plain; charset=utf-8'] },
        body: to.body,
      }
    case 'not-found':
      return notFound
  }
}
