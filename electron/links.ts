/** Which links of the window the default browser may be asked to open: https, and to places that the app itself speaks of. */

/** Sites that the app's own texts lead to; each with its subdomains. */
const LISTED = [
  'apple.com',
  'auth0.com',
  'discord.com',
  'duckdns.org',
  'element.io',
  'github.com',
  'gitlab.com',
  'google.com',
  'matrix.org',
  'mau.fi',
  'microsoft.com',
  'okta.com',
  'raspberrypi.com',
  'tailscale.com',
  'telegram.org',
]

/**
 * @param url what the window wants to open
 * @param servers addresses of the user's own servers
 * @returns the address as it may be handed to the browser; null for anything else
 */
export function allowedLink(url: string, servers: readonly string[]): string | null {
  if (!URL.canParse(url)) return null
  const { protocol, hostname, username, password, href } = new URL(url)
  if (protocol !== 'https:' || username !== '' || password !== '') return null
  const hosts = [...LISTED, ...servers.map(hostOf)]
  return hosts.some((host) => host !== '' && (hostname === host || hostname.endsWith(`.${host}`)))
    ? href
    : null
}

/** Saved addresses are names or whole URLs. */
function hostOf(address: string): string {
  const url = address.includes('://') ? address : `https://${address}`
  return URL.canParse(url) ? new URL(url).hostname : ''
}
