/** Texts that a person puts somewhere else: on the web server of the permanent name, and into a proxy of their own. Pure. */
import type { Intent } from '../model/intent.ts'
import type { FileForPeople } from '../model/reach.ts'
import type { Route } from '../stack/contribution.ts'
import { byServiceName, sitesInUse } from '../stack/routes/table.ts'
import { addressesOf, type Addresses } from './address.ts'
import { apexSnippets, wellKnown } from './apex.ts'
import { proxyFiles } from './for-proxies.ts'

/** @param routes the whole table of the intent */
export function filesFor(intent: Intent, routes: readonly Route[]): FileForPeople[] {
  const addresses = addressesOf(intent)
  return [
    ...(addresses.apexElsewhere ? apexFiles(addresses) : []),
    ...(addresses.front.kind === 'theirs'
      ? proxyFiles(addresses.front, addresses, routes, intent.server.uploadMiB)
      : []),
    ...(intent.address.mode === 'cloudflare' ? [tunnelFile(addresses, routes)] : []),
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

/** Names and pages as Cloudflare's documentation has them (Cloudflare One, Tunnel, Published applications; Network; Bots). */
function tunnelFile({ sites }: Addresses, routes: readonly Route[]): FileForPeople {
  const used = sitesInUse(sites, routes)
  const names = [
    ...new Set(used.map(({ host, listen }) => `${host}  ->  ${byServiceName('caddy', listen, 'main')}`)),
  ]
  return {
    name: 'cloudflare.txt',
    text: `What to enter at Cloudflare

1. Zero Trust, Networks, Tunnels: create a tunnel of the kind Cloudflared. The long text
   behind “--token” in the command that is shown there is the tunnel’s token. Bramble asks
   for it, and runs cloudflared for you: install nothing.

2. In that tunnel, under “Published application routes” (older pages: “Public hostnames”),
   add one route for each line below. On the left is the hostname, with its domain; the
   path stays empty. On the right is the service, of the type HTTP.

${names.map((name) => `     ${name.replace('->  ', '->  http://')}`).join('\n')}

3. For these names, leave off or switch off what asks visitors to prove that they are
   people. Apps and other servers cannot:
     - Security, Bots: Bot Fight Mode off. It is for the whole domain; only paid plans can
       leave names out of it.
     - Security level “I’m Under Attack”, and managed challenges: off.
     - Access: no application for these names.
   Leave off “Normalize URLs to origin”, and every rule that caches or changes what is
   under /_matrix.
   Leave WebSockets on.

What stays as it is
     - Cloudflare ends the encryption: it could read what is not encrypted between devices,
       such as who talks to whom.
     - Nothing larger than 100 MB comes in on the free plan. Bramble lets nobody choose more
       than 95 MB for files.
     - A request that takes longer than 100 seconds is cut off.
     - Port 8448 is not there. Other servers are told to use 443.
`,
    where: 'You enter this on Cloudflare’s own pages, at dash.cloudflare.com.',
  }
}
