/** Pieces of configuration for proxies that were there before, each from the one routing table. Pure. */
import { Document } from 'yaml'
import type { FileForPeople } from '../model/reach.ts'
import type { Route } from '../stack/contribution.ts'
import { byJoinedName, type LabelsFor } from '../stack/joined.ts'
import { byLoopback } from '../stack/loopback.ts'
import { caddyfile } from '../stack/routes/caddyfile.ts'
import { nginxConfig, nginxInside, type NginxOptions } from '../stack/routes/nginx.ts'
import { traefikConfig, traefikLabels } from '../stack/routes/traefik.ts'
import type { Front } from '../stack/site.ts'
import type { Addresses } from './address.ts'

type Theirs = Extract<Front, { kind: 'theirs' }>
type Sites = Pick<Addresses, 'sites'>

/** @returns what the owner puts into the proxy, in the order of doing it */
export function proxyFiles(
  front: Theirs,
  { sites }: Sites,
  routes: readonly Route[],
  uploadMiB: number,
): FileForPeople[] {
  const { reach } = front
  const upstream = reach.by === 'loopback' ? byLoopback : byJoinedName
  const options: NginxOptions = { upstream, uploadMiB, byDockerName: reach.by !== 'loopback' }
  const where = `# ${placeOf(reach)}\n`
  switch (front.proxy) {
    case 'caddy':
      return [
        {
          name: 'Caddyfile',
          text: `${where}\n${caddyfile(sites, routes, upstream)}`,
          where: 'It goes at the end of Caddy’s own Caddyfile, usually /etc/caddy/Caddyfile.',
        },
      ]
    case 'nginx':
      return [
        {
          name: 'nginx.conf',
          text: `${where}# Put in the paths of your own certificates. If another proxy stands before nginx, see its documentation on real_ip.

${nginxConfig(sites, routes, options)}`,
          where: 'It goes into a file of its own, such as /etc/nginx/conf.d/matrix.conf.',
        },
      ]
    case 'nginx-proxy-manager':
      return nginxInside(sites, routes, options).map(({ host, text }, index) => ({
        name: index === 0 ? 'nginx-proxy-manager.conf' : 'nginx-proxy-manager-identity.conf',
        text: `${where}# In the proxy host, “Cache Assets” and “Block Common Exploits” have to be off: both change what reaches the server.

${text}`,
        where: `It goes into the custom Nginx configuration of the proxy host for ${host}, in its last tab.`,
      }))
    case 'traefik':
      return reach.by === 'labels'
        ? [entryPoint(reach.entryPoint)]
        : [
            {
              name: 'traefik.yaml',
              text: `${where}# Matrix needs these in the static configuration too, at the entry point “websecure”: paths as they were sent, and
# time for long uploads. Add “certResolver” under “tls” if your certificates come from one.
${STATIC.map((line) => `#   ${line}\n`).join('')}${traefikConfig(sites, routes, upstream)}`,
              where: 'It goes into the directory of Traefik’s file provider, as a file of its own.',
            },
          ]
  }
}

/** What Traefik reads from every container of the stack; nothing for any other proxy. */
export function labelsFor(
  { front, sites }: Sites & Pick<Addresses, 'front'>,
  routes: readonly Route[],
): LabelsFor {
  if (front.kind !== 'theirs' || front.proxy !== 'traefik') return () => ({})
  const { reach } = front
  // led to by its file alone, it must not make routes of its own for what it finds in its network
  return reach.by === 'labels' ? traefikLabels(sites, routes, reach) : () => ({ 'traefik.enable': 'false' })
}

function placeOf(reach: Theirs['reach']): string {
  return reach.by === 'loopback'
    ? 'The proxy has to run on the same machine as Bramble’s services, and outside a container or in the host’s network.'
    : `The proxy has to be in the Docker network “${reach.network}” on the same machine as Bramble’s services.`
}

/** Traefik, Entrypoints: paths as they were sent, and no limit to how long an upload takes. */
const STATIC = [
  'http:',
  '  sanitizePath: false',
  '  # a semicolon would become an ampersand',
  '  encodeQuerySemicolons: true',
  '  # from Traefik 3.6.4 on; older ones do not know this name, and need it not',
  '  encodedCharacters:',
  '    allowEncodedSlash: true',
  'transport:',
  '  respondingTimeouts:',
  '    readTimeout: 0s',
]

/** A name such as `true` or `80` is otherwise no text to who reads YAML. */
const key = (name: string): string =>
  new Document(name, { compat: 'yaml-1.1' }).toString({ singleQuote: true }).trimEnd()

const entryPoint = (name: string): FileForPeople => ({
  name: 'traefik-static.yaml',
  text: `# The routes themselves are labels of Bramble’s containers. Beside your own lines for this entry point, Matrix needs these:
# paths as they were sent, and time for long uploads.
entryPoints:
  ${key(name)}:
${STATIC.map((line) => `    ${line}\n`).join('')}`,
  where:
    'These lines go to your entry point in Traefik’s static configuration, and Traefik is then restarted.',
})
