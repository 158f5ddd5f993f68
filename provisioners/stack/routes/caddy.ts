/** The public routing table as Caddy's own JSON configuration: an object, serialised once. */
import type { Route } from '../contribution.ts'
import type { Front, Site } from '../site.ts'
import { acmeIssuer, CERTIFICATE_LOG, certificateLog } from './acme.ts'
import { byServiceName, namesOf, unresolved, type Line, type Name } from './table.ts'

export interface CaddyOptions {
  /** Directory for certificates and keys, inside the container. */
  readonly storage: string
  /** Only the container itself can ask here whether Caddy is alive. */
  readonly healthPort: number
  readonly front: Exclude<Front, { kind: 'theirs' }>
}

/**
 * Requests have no largest size here: Synapse counts itself, and its own answer is the one that apps understand (Synapse,
 * docs/usage/configuration/config_documentation.md, max_upload_size). Key names: https://caddyserver.com/docs/json/
 *
 * @param sites those without routes are left out
 */
export function caddyConfig(sites: readonly Site[], routes: readonly Route[], options: CaddyOptions): object {
  const { front } = options
  const names = namesOf(sites, routes)
  const hosts = [...new Set(names.map(({ host }) => host))]
  const servers = [...new Set(names.map(({ listen }) => listen))].map((listen) =>
    names.filter((name) => name.listen === listen),
  )
  return {
    admin: { disabled: true, config: { persist: false } },
    logging: {
      logs: {
        default: { level: 'WARN' },
        ...(front.kind === 'acme' && { certificates: certificateLog(options.storage, CERTIFICATE_LOG) }),
      },
    },
    storage: { module: 'file_system', root: options.storage },
    apps: {
      http: {
        servers: {
          ...Object.fromEntries(servers.map((group) => [group[0]?.id, server(group, front)])),
          // the answers to the certificate authority's question come from this server by themselves
          ...(front.kind === 'behind'
            ? {}
            : { redirect: { listen: [':80'], routes: [{ handle: [toHttps] }] } }),
          health: {
            listen: [`127.0.0.1:${options.healthPort}`],
            automatic_https: { disable: true },
            routes: [{ handle: [{ handler: 'static_response', status_code: 200, body: 'ok' }] }],
          },
        },
      },
      ...certificates(front, hosts),
    },
  }
}

/** Names of a home network have no public certificates: Caddy's own authority signs them (`tls internal`). */
function certificates(front: CaddyOptions['front'], hosts: readonly string[]): object {
  if (front.kind === 'behind') return {}
  const issuer = front.kind === 'own-authority' ? { module: 'internal' } : acmeIssuer(front.email)
  return {
    tls: {
      certificates: { automate: hosts },
      automation: { policies: [{ subjects: hosts, issuers: [issuer] }] },
    },
    // the container has no trust store that anybody asks
    ...(front.kind === 'own-authority'
      ? { pki: { certificate_authorities: { local: { install_trust: false } } } }
      : {}),
  }
}

const toHttps = {
  handler: 'static_response',
  status_code: 308,
  headers: { Location: ['https://{http.request.host}{http.request.uri}'] },
}

const notFound = { handler: 'static_response', status_code: 404 }

function server(names: readonly Name[], front: CaddyOptions['front']): object {
  return {
    listen: [`:${names[0]?.listen}`],
    ...serving(names, front),
    routes: [
      ...names.flatMap(({ host, lines }) =>
        lines.map((line) => ({
          match: matchers(line).map((matcher) => ({ host: [host], ...matcher })),
          handle: handlers(line, front),
          terminal: true,
        })),
      ),
      { handle: [notFound] },
    ],
  }
}

function serving(names: readonly Name[], front: CaddyOptions['front']): object {
  switch (front.kind) {
    case 'own-authority':
      return {
        protocols: ['h1', 'h2'],
        automatic_https: { disable_redirects: true },
        tls_connection_policies: [{ default_sni: names[0]?.host }],
      }
    case 'acme':
      return { protocols: ['h1', 'h2', 'h3'], automatic_https: { disable_redirects: true } }
    case 'behind':
      return {
        protocols: ['h1'],
        automatic_https: { disable: true },
        // who ends the encryption says so in X-Forwarded-Proto; it is believed because it comes from this machine
        trusted_proxies: { source: 'static', ranges: PRIVATE },
        // from the right: what a visitor wrote into the header stands on the left
        trusted_proxies_strict: 1,
      }
  }
}

const PRIVATE = ['192.168.0.0/16', '172.16.0.0/12', '10.0.0.0/8', '127.0.0.1/8', 'fd00::/8', '::1']

/** Any of them is enough. */
function matchers({ match, to }: Line): object[] {
  switch (match.kind) {
    case 'regex':
      return [{ path_regexp: { pattern: match.pattern } }]
    case 'prefix':
      return [
        { path: [`${match.pattern}*`] },
        ...(to.kind === 'not-found'
          ? [{ vars_regexp: { '{http.request.uri.path}': { pattern: unresolved(match.pattern) } } }]
          : []),
      ]
    case 'exact':
      return [{ path: [match.pattern] }]
    case 'all':
      return [{}]
  }
}

/** Caddy overwrites X-Forwarded-* unless the peer is a trusted proxy, and passes the path on as it came. */
function handlers({ to, strip, site }: Line, front: CaddyOptions['front']): object[] {
  switch (to.kind) {
    case 'service': {
      const request = {
        // Synapse believes the first address of the header, and the tunnel may have put its own behind a visitor's
        ...(front.kind === 'behind' && { set: { 'X-Forwarded-For': ['{http.vars.client_ip}'] } }),
        ...(to.withoutHeaders && { delete: to.withoutHeaders }),
      }
      const proxy = {
        handler: 'reverse_proxy',
        upstreams: [{ dial: byServiceName(to.service, to.port, site) }],
        ...(Object.keys(request).length > 0 && { headers: { request } }),
      }
      return strip === '' ? [proxy] : [{ handler: 'rewrite', strip_path_prefix: strip }, proxy]
    }
    case 'text':
      return [
        {
          handler: 'static_response',
          status_code: 200,
          headers: { 'Content-Type': ['text/plain; charset=utf-8'] },
          body: to.body,
        },
      ]
    case 'redirect':
      return [{ handler: 'static_response', status_code: 308, headers: { Location: [to.path] } }]
    case 'not-found':
      return [notFound]
  }
}
