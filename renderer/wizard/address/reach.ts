/** How the server is to be reached, as typed: one place for every way, so that trying another loses nothing. Pure. */
import {
  serverNameOf,
  type Address,
  type ProxyKind,
  type ProxyReach,
} from '../../../provisioners/model/address.ts'

export type Way = Address['mode']

export interface Reach {
  way: Way
  /** Its name in the home network. */
  homeHost: string
  /** What the machine is to be called in the tailnet. */
  machineName: string
  /** What it is called there, read back from the tailnet; empty until it has joined. */
  tailnetHost: string
  signIn: 'link' | 'key'
  /** One on a line, with or without `tag:` before it. */
  tags: string
  controlServer: string
  /** An own name: what ids end in, where the server answers, a second name for who signs in, and whom to warn. */
  serverName: string
  host: string
  identityHost: string
  email: string
  /** Which proxy is there, and how it comes to the services. */
  proxy: ProxyKind
  proxyBy: ProxyReach['by']
  network: string
  /** Names in Traefik's own configuration. */
  entryPoint: string
  certResolver: string
  /** The name for ever, typed once more. */
  confirmed: string
}

export const freshReach: Reach = {
  way: 'funnel',
  homeHost: '',
  machineName: '',
  tailnetHost: '',
  signIn: 'link',
  tags: '',
  controlServer: '',
  serverName: '',
  host: '',
  identityHost: '',
  email: '',
  proxy: 'caddy',
  proxyBy: 'loopback',
  network: '',
  entryPoint: 'websecure',
  certResolver: '',
  confirmed: '',
}

export const plainName = (typed: string): string => typed.trim().toLowerCase()

/** `pi, tag:server` → `tag:pi`, `tag:server`; each once. */
export const tagsOf = (typed: string): string[] => [
  ...new Set(
    typed
      .split(/[\s,;]+/)
      .filter((tag) => tag !== '')
      .map((tag) => (tag.startsWith('tag:') ? tag : `tag:${tag}`)),
  ),
]

/** The address that the answers make; it may be one that the model does not take yet. */
export function addressOf(reach: Reach): Address {
  const tailscale = { signIn: reach.signIn, tags: tagsOf(reach.tags) }
  const identityHost = plainName(reach.identityHost)
  const own = {
    serverName: plainName(reach.serverName),
    host: plainName(reach.host),
    ...(identityHost === '' ? {} : { identityHost }),
  }
  const controlServer = reach.controlServer.trim()
  const email = reach.email.trim()
  switch (reach.way) {
    case 'home':
      return { mode: 'home', host: plainName(reach.homeHost) }
    case 'tailnet':
      return {
        mode: 'tailnet',
        host: plainName(reach.tailnetHost),
        tailscale: { ...tailscale, ...(controlServer === '' ? {} : { controlServer }) },
      }
    case 'funnel':
      return { mode: 'funnel', host: plainName(reach.tailnetHost), tailscale }
    case 'domain':
      return { mode: 'domain', ...own, ...(email === '' ? {} : { email }) }
    case 'proxy':
      return { mode: 'proxy', ...own, proxy: reach.proxy, reach: proxyReachOf(reach) }
    case 'cloudflare':
      return { mode: 'cloudflare', ...own }
  }
}

function proxyReachOf(reach: Reach): ProxyReach {
  const network = reach.network.trim()
  const certResolver = reach.certResolver.trim()
  switch (reach.proxyBy) {
    case 'loopback':
      return { by: 'loopback' }
    case 'network':
      return { by: 'network', network }
    case 'labels':
      return {
        by: 'labels',
        network,
        entryPoint: reach.entryPoint.trim(),
        ...(certResolver === '' ? {} : { certResolver }),
      }
  }
}

/** The other way round: what an address looks like as answers, beside those to other ways. */
export function reachOf(address: Address, beside: Reach = freshReach): Reach {
  const reach = { ...beside, way: address.mode }
  switch (address.mode) {
    case 'home':
      return { ...reach, homeHost: address.host }
    case 'tailnet':
    case 'funnel': {
      const { signIn, tags } = address.tailscale
      const controlServer =
        'controlServer' in address.tailscale ? (address.tailscale.controlServer ?? '') : ''
      return {
        ...reach,
        machineName: firstLabel(address.host),
        tailnetHost: address.host,
        signIn,
        tags: tags.join('\n'),
        controlServer,
      }
    }
    case 'domain':
    case 'proxy':
    case 'cloudflare': {
      const { serverName, host, identityHost = '' } = address
      const own = { ...reach, serverName, host, identityHost }
      if (address.mode === 'domain') return { ...own, email: address.email ?? '' }
      if (address.mode === 'cloudflare') return own
      return { ...own, proxy: address.proxy, ...proxyAnswers(address.reach) }
    }
  }
}

function proxyAnswers(by: ProxyReach): Partial<Reach> {
  if (by.by === 'loopback') return { proxyBy: by.by }
  if (by.by === 'network') return { proxyBy: by.by, network: by.network }
  const { entryPoint, certResolver = '' } = by
  return { proxyBy: by.by, network: by.network, entryPoint, certResolver }
}

export const firstLabel = (name: string): string => name.split('.')[0] ?? ''

/** What the Pi proposes for the answers that nobody gave: a name at home, and the same one elsewhere. */
export function proposedReach(base: Address): Reach {
  const host = 'host' in base ? base.host : ''
  const label = firstLabel(host)
  const machineName = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(label) ? label : ''
  const reach = reachOf(base, { ...freshReach, machineName })
  // what the engine proposes to a fresh Pi is a name at home; what is recommended is the Funnel
  return base.mode === 'home' ? { ...reach, way: freshReach.way } : reach
}

export const nameOf = (reach: Reach): string => serverNameOf(addressOf(reach))

/** Whether the name for ever was typed once more, as it is. */
export const isConfirmed = (reach: Reach): boolean =>
  nameOf(reach) !== '' && plainName(reach.confirmed) === nameOf(reach)

/**
 * Which ways a server that lives can take without another name for ever; the engine refuses another name over existing data.
 * A name of a tailnet is nobody else's to serve, and a name that stays at home is known to no public authority.
 */
export function openWays(stored: Address): readonly Way[] {
  const name = serverNameOf(stored)
  switch (stored.mode) {
    case 'tailnet':
    case 'funnel': {
      const own = stored.mode === 'tailnet' && stored.tailscale.controlServer !== undefined
      return isFunnelName(name) && !own ? ['funnel', 'tailnet'] : ['tailnet']
    }
    case 'home':
    case 'domain':
    case 'proxy':
    case 'cloudflare':
      if (!isPublicName(name)) return ['home']
      return ['domain', 'proxy', 'cloudflare', ...(stored.host === name ? (['home'] as const) : [])]
  }
}

/** Answers for another way under the same name for ever. */
export function keepName(reach: Reach, name: string): Reach {
  return {
    ...reach,
    homeHost: name,
    tailnetHost: name,
    machineName: reach.way === 'tailnet' || reach.way === 'funnel' ? firstLabel(name) : reach.machineName,
    serverName: name,
    host: plainName(reach.host) === '' ? name : reach.host,
  }
}

const LABEL = '[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?'
const HOST = new RegExp(`^(?=.*[a-z])${LABEL}(\\.${LABEL})*$`)

export const isHostName = (name: string): boolean =>
  name.length <= 253 && HOST.test(name) && leadsToItself(name)
/** Some that look like names are numbers of an address to every browser: `0x7f.1` is 127.0.0.1. */
export function leadsToItself(host: string): boolean {
  const url = `https://${host}/`
  return URL.canParse(url) && new URL(url).hostname === host
}

export const isMachineName = (name: string): boolean => new RegExp(`^${LABEL}$`).test(name)
export const isPublicName = (name: string): boolean =>
  isHostName(name) && name.includes('.') && !/\.(local|lan|home|internal|localhost|home\.arpa)$/.test(name)
export const isFunnelName = (name: string): boolean =>
  isHostName(name) && /^[^.]+\.[^.]+\.ts\.net$/.test(name)
