/** Texts that a person puts somewhere else: on the web server of the permanent name, and into a proxy of their own. Pure. */
import type { Intent } from '../model/intent.ts'
import type { FileForPeople } from '../model/reach.ts'
import type { Route } from '../stack/contribution.ts'
import { byLoopback } from '../stack/loopback.ts'
import { caddyfile } from '../stack/routes/caddyfile.ts'
import { nginxConfig } from '../stack/routes/nginx.ts'
import { traefikConfig } from '../stack/routes/traefik.ts'
import { addressesOf, type Addresses } from './address.ts'
import { apexSnippets, wellKnown } from './apex.ts'

/** @param routes the whole table of the intent */
export function filesFor(intent: Intent, routes: readonly Route[]): FileForPeople[] {
  const addresses = addressesOf(intent)
  return [
    ...(addresses.apexElsewhere ? apexFiles(addresses) : []),
    ...(addresses.front.kind === 'theirs'
      ? [proxyFile(addresses.front.proxy, addresses, routes, intent.server.uploadMiB)]
      : []),
  ]
}

function apexFiles(addresses: Addresses): FileForPeople[] {
  const { client, server } = wellKnown(addresses)
  const { serverName } = addresses
  const snippet = (name: string, of: keyof typeof apexSnippets, program: string): FileForPeople => ({
    name,
    text: apexSnippets[of](addresses),
    where: `If ${program} answers for ${serverName}, this can go into its configuration instead of the two files.`,
  })
  return [
    {
      name: 'well-known-client.json',
      text: `${client}\n`,
      where: `It must be what https://${serverName}/.well-known/matrix/client answers, with the header “Access-Control-Allow-Origin: *”.`,
    },
    {
      name: 'well-known-server.json',
      text: `${server}\n`,
      where: `It must be what https://${serverName}/.well-known/matrix/server answers.`,
    },
    snippet('apex-caddy.txt', 'caddy', 'Caddy'),
    snippet('apex-nginx.txt', 'nginx', 'nginx'),
    {
      ...snippet('apex-traefik.yaml', 'traefik', 'Traefik'),
      where: `If Traefik answers for ${serverName}, this can go into its directory of dynamic configuration instead of the first file.`,
    },
    {
      ...snippet('apex-apache.txt', 'apache', 'Apache'),
      where: `If Apache answers for ${serverName}, put the two files into /var/www/matrix and this into its configuration.`,
    },
  ]
}

function proxyFile(
  proxy: 'caddy' | 'nginx' | 'traefik',
  { sites }: Addresses,
  routes: readonly Route[],
  uploadMiB: number,
): FileForPeople {
  switch (proxy) {
    case 'caddy':
      return {
        name: 'Caddyfile',
        text: `# The proxy has to run on the same machine as Bramble’s services, and outside a container.\n\n${caddyfile(sites, routes, byLoopback)}`,
        where: 'It goes at the end of Caddy’s own Caddyfile, usually /etc/caddy/Caddyfile.',
      }
    case 'nginx':
      return {
        name: 'nginx.conf',
        text: `# The proxy has to run on the same machine as Bramble’s services, and outside a container.
# Put in the paths of your own certificates. If another proxy stands before nginx, see its documentation on real_ip.

${nginxConfig(sites, routes, { upstream: byLoopback, uploadMiB })}`,
        where: 'It goes into a file of its own, such as /etc/nginx/conf.d/matrix.conf.',
      }
    case 'traefik':
      return {
        name: 'traefik.yaml',
        text: `# The proxy has to run on the same machine as Bramble’s services, and outside a container or in the host’s network.
# Matrix needs these in the static configuration too, at the entry point “websecure”: paths as they were sent, and
# time for long uploads. Add “certResolver” under “tls” if your certificates come from one.
#   http:
#     sanitizePath: false
#     encodedCharacters:
#       allowEncodedSlash: true
#   transport:
#     respondingTimeouts:
#       readTimeout: 0s
${traefikConfig(sites, routes, byLoopback)}`,
        where: 'It goes into the directory of Traefik’s file provider, as a file of its own.',
      }
  }
}
