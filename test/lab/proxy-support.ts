/** Proxies of somebody else on the lab's Pi: their programs, their certificate of an authority of their own, their files. */
import { filesForPeople } from '../../provisioners/components.ts'
import { images } from '../../provisioners/images.ts'
import {
  address as addressSchema,
  type ProxyKind,
  type ProxyReach,
} from '../../provisioners/model/address.ts'
import { defaultIntent, type Intent } from '../../provisioners/model/intent.ts'
import { labFacts, onPi } from './support.ts'
import { visitor } from './visitor.ts'

export const HOST = 'matrix.example.org'
export const NGINX = 'docker.io/library/nginx:1.26.3-trixie'
/** Where the owner keeps certificate, key and what their proxies read. */
export const THEIRS = '/srv/web'
/** The network that the owner's proxies in Docker are in. */
export const NETWORK = 'web'
export const TRAEFIK = 'docker.io/library/traefik:v3.7.9'

export const behind = (proxy: ProxyKind, reach: ProxyReach): Intent => ({
  ...defaultIntent('brookside'),
  address: addressSchema.parse({ mode: 'proxy', proxy, serverName: 'example.org', host: HOST, reach }),
})

/** The piece for the proxy itself: it comes after those for the web pages of the permanent name. */
export function piece(intent: Intent): string {
  const file = filesForPeople(intent).at(-1)
  if (!file || !/^(Caddyfile|nginx|traefik)/.test(file.name))
    throw new Error('there is no piece for the proxy')
  return file.text
}

/** @throws Error with what the Pi printed */
export async function surely(script: string): Promise<string> {
  const { status, stdout } = await onPi('sh', '-c', `{ set -e\n${script}\n} 2>&1`)
  if (status !== 0) throw new Error(`on the Pi: ${stdout.slice(-2000)}`)
  return stdout
}

/** Writes a text on the Pi, as its owner would with an editor. */
export const write = (path: string, text: string): Promise<string> =>
  surely(`echo ${Buffer.from(text).toString('base64')} | base64 -d > ${path}`)

/**
 * An authority made for this test, and a certificate of it for the server's name.
 *
 * @returns the authority's own certificate, PEM
 */
export async function certificate(): Promise<string> {
  await surely(`mkdir -p ${THEIRS} && cd ${THEIRS}
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj '/CN=An authority of a test' \\
  -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign -keyout ca.key -out ca.crt
openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=${HOST} -keyout site.key -out site.csr
printf 'subjectAltName=DNS:${HOST}\\n' > site.ext
openssl x509 -req -in site.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 2 -extfile site.ext -out site.crt
chmod 0644 site.key`)
  return surely(`cat ${THEIRS}/ca.crt`)
}

/** nginx's piece with the owner's certificate in the place of the one that it names. */
export const withCertificate = (text: string): string =>
  text
    .replaceAll(`/etc/letsencrypt/live/${HOST}/fullchain.pem`, `${THEIRS}/site.crt`)
    .replaceAll(`/etc/letsencrypt/live/${HOST}/privkey.pem`, `${THEIRS}/site.key`)

/** A whole Caddyfile: the owner's own options, and the piece with their certificate. */
export const caddyfileOf = (text: string): string =>
  `{\n\tadmin off\n\tauto_https disable_redirects\n}\n\n${text.replace(`${HOST} {`, `${HOST} {\n\ttls ${THEIRS}/site.crt ${THEIRS}/site.key`)}`

/** A proxy in a container of the owner's, on their network, at the port of web pages. */
export const inDocker = (name: string, image: string, command: string): Promise<string> =>
  surely(
    `docker run -d --name ${name} --network ${NETWORK} -p 443:443 -v ${THEIRS}:${THEIRS} ${image} ${command}`,
  )

export const CADDY_RUN = `caddy run --config ${THEIRS}/Caddyfile --adapter caddyfile`

/** Copies the real Caddy out of its image, to be run on the machine itself. */
export const caddyOnHost = (): Promise<string> =>
  surely(
    `docker create --name source ${images.caddy} && docker cp source:/usr/bin/caddy ${THEIRS}/caddy && docker rm source`,
  )

interface Expected {
  readonly path: string
  readonly status: number | RegExp
  readonly says?: RegExp
}

/** What apps, browsers and other servers ask first, and what nobody may ask from outside. */
export const publicly: readonly Expected[] = [
  {
    path: '/.well-known/matrix/client',
    status: 200,
    says: /"base_url": ?"https:\/\/matrix\.example\.org\/"/,
  },
  { path: '/_matrix/client/versions', status: 200, says: /"versions"/ },
  { path: '/_matrix/client/v1/auth_metadata', status: 200, says: /https:\/\/matrix\.example\.org\/auth\// },
  { path: '/_matrix/key/v2/server', status: 200, says: /"server_name": ?"example\.org"/ },
  { path: '/_matrix/federation/v1/version', status: 200, says: /Synapse/ },
  { path: '/auth/.well-known/openid-configuration', status: 200, says: /"issuer"/ },
  { path: '/', status: 200, says: /<html|<!doctype/i },
  { path: '/config.json', status: 200, says: /"server_name": ?"example\.org"/ },
  { path: '/auth', status: /^30[18]$/ },
  { path: '/_synapse/admin/v1/server_version', status: 404 },
  { path: '/_synapse/mas/query_user', status: 404 },
  { path: '/_synapse/admin/v1/whois/..%2f..%2f..%2f..%2f_matrix', status: 404 },
  { path: '/auth/api/admin/v1/users', status: 404 },
]

/** Asks everything through the proxy, trusting the test's authority alone. @returns what was not as it should be */
export async function wrongThrough(ca: string): Promise<string[]> {
  const { ask } = visitor(ca, labFacts().host)
  const wrong: string[] = []
  for (const { path, status, says } of publicly) {
    const page = await ask(`https://${HOST}/`, { path })
    const right = typeof status === 'number' ? page.status === status : status.test(String(page.status))
    if (!right || (says && !says.test(page.body)))
      wrong.push(`${path}: ${page.status} ${page.body.slice(0, 200)}`)
  }
  const rendezvous = await ask(`https://${HOST}/`, {
    path: '/_matrix/client/unstable/org.matrix.msc4108/rendezvous',
    method: 'POST',
    headers: { 'content-type': 'text/plain' },
    body: 'hello',
  })
  if (rendezvous.status !== 201 && rendezvous.status !== 200) wrong.push(`rendezvous: ${rendezvous.status}`)
  return wrong
}

export interface Traces {
  /** Name and id. */
  readonly networks: readonly string[]
  /** Name, and the networks that it is in. */
  readonly containers: readonly string[]
  /** Address and port of every listener. */
  readonly ports: readonly string[]
  /** Path and content of the owner's files. */
  readonly files: readonly string[]
}

/** Everything of the owner's that a guest could leave something in. */
export async function traces(): Promise<Traces> {
  const lines = async (script: string): Promise<string[]> =>
    (await surely(script)).split('\n').filter(Boolean).toSorted()
  return {
    networks: await lines(`docker network ls --no-trunc --format '{{.Name}} {{.ID}}'`),
    containers: await lines(
      `docker ps --all --quiet | xargs -r docker inspect --format '{{.Name}} {{range $name, $of := .NetworkSettings.Networks}}{{$name}} {{end}}'`,
    ),
    ports: await lines(`ss -Hltn | awk '{print $4}' | grep -v '^127.0.0.1:4[0-9]*$' | sort -u`),
    files: await lines(`find /etc/nginx ${THEIRS} -type f -print0 | xargs -0 sha256sum`),
  }
}
