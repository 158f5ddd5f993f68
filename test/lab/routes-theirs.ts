/** The pieces for proxies of others, as such a proxy reads them: on the machine itself, or in Docker in a network of theirs. */
import { images } from '../../provisioners/images.ts'
import { filesFor } from '../../provisioners/matrix/for-people.ts'
import type { Intent } from '../../provisioners/model/intent.ts'
import type { Route } from '../../provisioners/stack/contribution.ts'
import { NGINX, TRAEFIK } from './proxy-support.ts'

/** The network of others that the services join: as it is called in the list of addresses. */
export const JOINED = 'web-1_x.proxy'

interface Theirs {
  readonly name: string
  /** Where the Pi is asked. */
  readonly port: number
  /** What a person does to have the configuration looked at. */
  readonly validate: readonly string[]
}

const nginx = ['nginx', '-t', '-c', '/routes/main.conf']
const caddy = ['caddy', 'validate', '--adapter', 'caddyfile', '--config', '/routes/Caddyfile']
/** Traefik has no such command: that it answers is what there is to see. */
const traefik = ['traefik', 'version']

export const theirsThere: readonly Theirs[] = [
  { name: 'proxy-nginx', port: 443, validate: nginx },
  { name: 'proxy-nginx-network', port: 9543, validate: nginx },
  { name: 'proxy-nginx-proxy-manager-network', port: 9743, validate: nginx },
  { name: 'proxy-caddy', port: 9443, validate: caddy },
  { name: 'proxy-caddy-network', port: 9643, validate: caddy },
  { name: 'proxy-traefik', port: 9843, validate: traefik },
  { name: 'proxy-traefik-network', port: 9853, validate: traefik },
  { name: 'proxy-traefik-labels', port: 9863, validate: traefik },
]

interface Runs {
  readonly files: Record<string, string>
  readonly options: string
  readonly command: string
}

/** @returns null for a layout that is no proxy of others */
export function runsTheirs(name: string, intent: Intent, routes: readonly Route[]): Runs | null {
  const found = theirsThere.find((one) => one.name === name)
  if (!found) return null
  const pieces = filesFor(intent, routes).filter(({ name: of }) => !/^(apex|well-known)/.test(of))
  const piece = pieces[0]?.text ?? ''
  const onHost = intent.address.mode === 'proxy' && intent.address.reach.by === 'loopback'
  const options = onHost ? '--network host' : `--network ${JOINED} -p ${found.port}:443`
  if (name.startsWith('proxy-nginx-proxy-manager'))
    return {
      files: { 'main.conf': asManagerWrites(pieces.map(({ text }) => text)) },
      options,
      command: `${NGINX} nginx -c /routes/main.conf -g 'daemon off;'`,
    }
  if (name.startsWith('proxy-nginx'))
    return {
      files: {
        // the certificate of no authority in the place of the owner's own
        'matrix.conf': piece.replaceAll(
          /\/etc\/letsencrypt\/live\/(\w+)\.example\.org\/(fullchain|privkey)\.pem/g,
          (_, host: string, what: string) => `/routes/${host}.${what === 'privkey' ? 'key' : 'crt'}`,
        ),
        'main.conf': `events {}\nhttp {\n${COMPRESSING}  include /routes/matrix.conf;\n}\n`,
      },
      options,
      command: `${NGINX} nginx -c /routes/main.conf -g 'daemon off;'`,
    }
  if (name.startsWith('proxy-caddy')) {
    const ports = onHost ? `\thttps_port ${found.port}\n\thttp_port 9080\n` : ''
    return {
      files: { Caddyfile: `{\n${ports}\tadmin off\n\tlocal_certs\n\tskip_install_trust\n}\n\n${piece}` },
      options,
      command: `${images.caddy} caddy run --config /routes/Caddyfile --adapter caddyfile`,
    }
  }
  const labels = name === 'proxy-traefik-labels'
  return {
    files: {
      'static.yaml': traefikStatic(onHost ? found.port : 443, labels),
      'certificates.yaml': `tls:\n  certificates:\n${['matrix', 'id']
        .map((host) => `    - { certFile: /routes/${host}.crt, keyFile: /routes/${host}.key }\n`)
        .join('')}`,
      // by labels there is no file of ours
      ...(labels ? {} : { 'matrix.yaml': piece }),
    },
    options: `${options}${labels ? ' -v /var/run/docker.sock:/var/run/docker.sock' : ''}`,
    command: `${TRAEFIK} --configFile=/routes/static.yaml`,
  }
}

const COMPRESSING = '  gzip on;\n  gzip_types application/json;\n  gzip_min_length 1;\n  gzip_proxied any;\n'

/**
 * Server blocks around the pieces as Nginx Proxy Manager writes them (backend/templates/proxy_host.conf), with its switch for
 * WebSockets on, which sets what the pieces set too.
 */
const asManagerWrites = (pieces: readonly string[]): string => `events {}
http {
${COMPRESSING}  client_max_body_size 2000m;
${pieces
  .map((text, index) => {
    const host = index === 0 ? 'matrix' : 'id'
    return `  server {
    set $forward_scheme http;
    set $server "bramble-synapse";
    set $port 8008;
    listen 443 ssl;
    server_name ${host}.example.org;
    ssl_certificate /routes/${host}.crt;
    ssl_certificate_key /routes/${host}.key;
    proxy_set_header Upgrade $http_upgrade;
    proxy_set_header Connection $http_connection;
    proxy_http_version 1.1;
    access_log /tmp/access.log;
${text}
  }
`
  })
  .join('')}}
`

const traefikStatic = (port: number, labels: boolean): string => `entryPoints:
  websecure:
    address: ":${port}"
    http:
      sanitizePath: false
      encodeQuerySemicolons: true
      encodedCharacters:
        allowEncodedSlash: true
    transport:
      respondingTimeouts:
        readTimeout: 0s
certificatesResolvers:
  le:
    acme: { email: owner@example.org, storage: /tmp/acme.json, caServer: "https://127.0.0.1:1/", tlsChallenge: {} }
providers:
  file: { directory: /routes, watch: false }
${labels ? '  docker: {}\n' : ''}`
