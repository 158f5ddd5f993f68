/** The public routing table as nginx's server blocks, for an nginx that was there before. */
import type { Route } from '../contribution.ts'
import type { Site } from '../site.ts'
import { literal, namesOf, plainText, type Line, type Name, type Upstream } from './table.ts'

export interface NginxOptions {
  readonly upstream: Upstream
  /** Largest file that Synapse takes. */
  readonly uploadMiB: number
}

/** Above Synapse's own limit, so that its answer, which apps understand, comes before nginx's. */
const HEADROOM_MIB = 16

/**
 * Every location is a regular expression: nginx takes the first of those that fits, which is the order of the table, where
 * of plain prefixes it takes the longest (nginx, ngx_http_core_module, location). The part of `proxy_pass` behind the
 * port stays empty, or nginx writes the path anew (Synapse, docs/reverse_proxy.md).
 */
export function nginxConfig(sites: readonly Site[], routes: readonly Route[], options: NginxOptions): string {
  const names = namesOf(sites, routes)
  const stripped = [...new Set(names.flatMap(({ lines }) => lines.map(({ strip }) => strip)))].filter(Boolean)
  return [
    `map $http_upgrade $bramble_connection {
    default upgrade;
    ''      '';
}
`,
    ...stripped.map(
      (strip) => `# the path behind ${strip}/, byte for byte as it was sent
map $request_uri ${restOf(strip)} {
    default '';
    "~*^${asSent(strip)}(?:/|%2f)(?<bramble_rest>.*)$" $bramble_rest;
}
`,
    ),
    ...names.map((name) => server(name, options)),
  ].join('\n')
}

const server = ({ host, lines }: Name, options: NginxOptions): string => `server {
    listen 443 ssl;
    listen [::]:443 ssl;
    # http2 on;  # from nginx 1.25.1 on
    server_name ${host};
    ssl_certificate     /etc/letsencrypt/live/${host}/fullchain.pem;
    ssl_certificate_key /etc/letsencrypt/live/${host}/privkey.pem;

    client_max_body_size ${options.uploadMiB + HEADROOM_MIB}m;
    proxy_request_buffering off;
    proxy_read_timeout 600s;
    proxy_send_timeout 600s;
    proxy_http_version 1.1;
    proxy_set_header Upgrade $http_upgrade;
    proxy_set_header Connection $bramble_connection;
    proxy_set_header Host $host;
    # written anew: Synapse believes the first address in it
    proxy_set_header X-Forwarded-For $remote_addr;
    proxy_set_header X-Forwarded-Proto $scheme;
    proxy_buffer_size 16k;
    proxy_buffers 8 16k;
    # both change ETags, and signing in by QR code compares them
    gzip off;
    proxy_cache off;

${lines.flatMap((line) => location(line, options)).join('\n')}
}
`

function location(line: Line, { upstream }: NginxOptions): string[] {
  const { match, to } = line
  const body = answer(line, upstream)
  const where = `    location ${condition(match)} {\n        ${body.join('\n        ')}\n    }`
  return to.kind === 'not-found' && match.kind === 'prefix'
    ? [
        // nginx resolves dots before it compares, Synapse does not: a block holds for the path as it was sent, too
        `    if ($request_uri ~* "^${asSent(match.pattern)}") { return 404; }`,
        where,
      ]
    : [where]
}

function condition(match: Line['match']): string {
  switch (match.kind) {
    case 'regex':
      return `~ "${match.pattern}"`
    case 'prefix':
      return `~* "^${literal(match.pattern)}"`
    case 'exact':
      return `= ${match.pattern}`
    case 'all':
      return '/'
  }
}

function answer({ to, strip, site }: Line, upstream: Upstream): string[] {
  switch (to.kind) {
    case 'service':
      return [
        // one header set here would make nginx forget those of the server block: who sends it gets nothing instead
        ...(to.withoutHeaders ?? []).map(
          (name) => `if ($http_${name.toLowerCase().replaceAll('-', '_')}) { return 404; }`,
        ),
        strip === ''
          ? `proxy_pass http://${upstream(to.service, to.port, site)};`
          : `proxy_pass http://${upstream(to.service, to.port, site)}/${restOf(strip)};`,
      ]
    case 'text':
      return ['default_type text/plain;', `return 200 "${plainText(to.body.trimEnd())}\\n";`]
    case 'redirect':
      return [`return 308 ${to.path};`]
    case 'not-found':
      return ['return 404;']
  }
}

const restOf = (strip: string): string => `$bramble_behind${strip.replaceAll(/[^a-z0-9]/g, '_')}`

/** A path in any way to write it with escapes, as a regular expression; without regard to case, for their digits. */
const asSent = (path: string): string =>
  Array.from(path, (character) => {
    const escape = `%${character.charCodeAt(0).toString(16).padStart(2, '0')}`
    return character === '/' ? `(?:/|${escape})+` : `(?:${literal(character)}|${escape})`
  }).join('')
