/** Texts that a person puts somewhere else: on the web server of the permanent name, and into a proxy of their own. Pure. */
import type { Intent } from '../model/intent.ts'
import type { FileForPeople } from '../model/reach.ts'
import type { Route } from '../stack/contribution.ts'
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
