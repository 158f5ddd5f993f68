/** The public routing table as nginx's server blocks, for an nginx that was there before. */
import type { Route } from '../contribution.ts'
import type { Site } from '../site.ts'
import { literal, namesOf, plainText, type Line, type Name, type Upstream } from './table.ts'

export interface NginxOptions {
  readonly upstream: Upstream
  /** Largest file that Synapse takes. */
  readonly uploadMiB: number
  /** Whether services are asked by names that Docker gives: nginx otherwise looks them up once, and ends where one is missing. */
  readonly byDockerName?: boolean
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
  return [
    `map $http_upgrade $bramble_connection {
    default upgrade;
    ''      '';
}
`,
    ...stripped(names.flatMap(({ lines }) => lines)).map(
      (strip) => `# the path behind ${strip}/, byte for byte as it was sent
map $request_uri ${restOf(strip)} {
    default '';
    "~*${behind(strip)}" $bramble_rest;
}
`,
    ),
    ...names.map((name) => server(name, options)),
  ].join('\n')
}

/**
 * The same for inside a server block that somebody else writes, as Nginx Proxy Manager does: one text for each name, and all that
 * a location needs stands in it, since nginx takes nothing twice in one block (Nginx Proxy Manager, backend/templates).
 */
export function nginxInside(
  sites: readonly Site[],
  routes: readonly Route[],
  options: NginxOptions,
): { host: string; text: string }[] {
  return namesOf(sites, routes).map(({ host, lines }) => ({
    host,
    text: [
      ...stripped(lines).map(
        (strip) => `# the path behind ${strip}/, byte for byte as it was sent
set ${restOf(strip)} "";
if ($request_uri ~* "${behind(strip)}") { set ${restOf(strip)} $bramble_rest; }
`,
      ),
      ...lines.map((line) => `${location(line, options, settings(options, '$http_connection'))}\n`),
    ]
      .join('\n')
      .replaceAll(/^ {4}(?=\S| {4})/gm, ''),
  }))
}

const stripped = (lines: readonly Line[]): string[] =>
  [...new Set(lines.map(({ strip }) => strip))].filter(Boolean)

/** What is left of a path as it was sent; without regard to case, for the digits of escapes. */
const behind = (strip: string): string => `^${asSent(strip)}(?:/|%2f)(?<bramble_rest>.*)$`

/** @param connection what the service hears of the wish for another kind of connection */
const settings = ({ uploadMiB, byDockerName }: NginxOptions, connection: string): string[] => [
  ...(byDockerName ? ['# Docker’s own name service', 'resolver 127.0.0.11 valid=10s;'] : []),
  `client_max_body_size ${uploadMiB + HEADROOM_MIB}m;`,
  'proxy_request_buffering off;',
  'proxy_read_timeout 600s;',
  'proxy_send_timeout 600s;',
  'proxy_http_version 1.1;',
  'proxy_set_header Upgrade $http_upgrade;',
  `proxy_set_header Connection ${connection};`,
  'proxy_set_header Host $host;',
  '# written anew: Synapse believes the first address in it',
  'proxy_set_header X-Forwarded-For $remote_addr;',
  'proxy_set_header X-Forwarded-Proto $scheme;',
  'proxy_buffer_size 16k;',
  'proxy_buffers 8 16k;',
  '# both change ETags, and signing in by QR code compares them',
  'gzip off;',
  'proxy_cache off;',
]

const server = ({ host, lines }: Name, options: NginxOptions): string => `server {
    listen 443 ssl;
    listen [::]:443 ssl;
    # http2 on;  # from nginx 1.25.1 on
    server_name ${host};
    ssl_certificate     /etc/letsencrypt/live/${host}/fullchain.pem;
    ssl_certificate_key /etc/letsencrypt/live/${host}/privkey.pem;

${settings(options, '$bramble_connection')
  .map((line) => `    ${line}`)
  .join('\n')}

${lines.map((line) => location(line, options, [])).join('\n')}
}
`

/** @param first what a service's location says before it leads there */
function location(line: Line, options: NginxOptions, first: readonly string[]): string {
  const { match, to } = line
  const body = [...(to.kind === 'service' ? first : []), ...answer(line, options)]
  const where = `    location ${condition(match)} {\n        ${body.join('\n        ')}\n    }`
  return to.kind === 'not-found' && match.kind === 'prefix'
    ? // nginx resolves dots before it compares, Synapse does not: a block holds for the path as it was sent, too
      `    if ($request_uri ~* "^${asSent(match.pattern)}") { return 404; }\n${where}`
    : where
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

function answer({ to, strip, site }: Line, { upstream, byDockerName }: NginxOptions): string[] {
  switch (to.kind) {
    case 'service': {
      const at = upstream(to.service, to.port, site)
      // a name in a variable is looked up when it is asked for
      const asked = byDockerName ? '$bramble_service' : at
      return [
        // one header set here would make nginx forget those of the server block: who sends it gets nothing instead
        ...(to.withoutHeaders ?? []).map(
          (name) => `if ($http_${name.toLowerCase().replaceAll('-', '_')}) { return 404; }`,
        ),
        ...(byDockerName ? [`set $bramble_service ${at};`] : []),
        strip === '' ? `proxy_pass http://${asked};` : `proxy_pass http://${asked}/${restOf(strip)};`,
      ]
    }
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
