/** Where the Pi is on the internet: as services outside see it, as it sees itself, and as its router says. Pure. */
import type { Fact } from '../engine/resource.ts'
import type { Answer } from '../host/host.ts'
import { sh, type Command } from '../shell/command.ts'
import { canonical, kindOf, parseIp, sameNetwork } from './ip.ts'

export type Family = 4 | 6

interface EchoService {
  readonly id: string
  readonly url: Readonly<Record<Family, string>>
  /** @returns what it says, whatever that is */
  read(text: string): string
}

/** Each tells who asks (ipify, "API"; Cloudflare, "/cdn-cgi/trace"). */
export const echoServices: readonly EchoService[] = [
  {
    id: 'ipify',
    url: { 4: 'https://api.ipify.org', 6: 'https://api6.ipify.org' },
    read: (text) => text,
  },
  {
    id: 'cloudflare',
    url: { 4: 'https://www.cloudflare.com/cdn-cgi/trace', 6: 'https://www.cloudflare.com/cdn-cgi/trace' },
    read: (text) => /^ip=(\S+)\s*$/m.exec(text)?.[1] ?? '',
  },
]

/** @returns the public address that a service said, or null for anything else */
export function readEcho(service: EchoService, family: Family, text: string): string | null {
  const address = canonical(service.read(text.slice(0, 4096)), family)
  return address !== null && kindOf(address) === 'public' ? address : null
}

const askEcho = (url: string, family: Family): Command =>
  sh`curl ${family === 4 ? '-4' : '-6'} --silent --fail --connect-timeout 3 --max-time 5 --max-filesize 4096 ${url}`

const echoFact = (service: EchoService, family: Family): Fact<string | null> => ({
  id: `ingress.echo.${service.id}.${family}`,
  command: askEcho(service.url[family], family),
  timeoutSeconds: 7,
  capBytes: 4096,
  parse: ({ status, stdout }) => (status === 0 ? readEcho(service, family, stdout) : null),
})

export interface OwnAddress {
  readonly address: string
  readonly family: Family
  readonly device: string
  /** Lives for hours only, or is on its way out (RFC 8981): no record may name it. */
  readonly passing: boolean
}

/** Devices that lead to nobody outside: loopback, Docker, tunnels of Tailscale and their like. */
const INNER = /^(lo|docker|br-|veth|tailscale|wg|tun|tap|virbr|dummy|ifb)/
/** Tailscale's own (Tailscale, net/tsaddr). */
const TAILSCALE = 'fd7a:115c:a1e0:'

/** @returns null where `ip` did not answer with its JSON */
export function readOwnAddresses(answer: Answer): OwnAddress[] | null {
  if (answer.status !== 0) return null
  let devices: unknown
  try {
    devices = JSON.parse(answer.stdout)
  } catch {
    return null
  }
  if (!Array.isArray(devices)) return null
  return (devices as unknown[]).flatMap((entry) => {
    const device = field(entry, 'ifname')
    const addresses = field(entry, 'addr_info')
    if (typeof device !== 'string' || INNER.test(device) || !Array.isArray(addresses)) return []
    return (addresses as unknown[]).flatMap((one): OwnAddress[] => {
      const local = field(one, 'local')
      const ip = typeof local === 'string' ? parseIp(local) : null
      if (!ip || field(one, 'scope') !== 'global') return []
      const address = canonical(String(local), ip.family) ?? ''
      if (address.startsWith(TAILSCALE)) return []
      const passing = field(one, 'temporary') === true || field(one, 'deprecated') === true
      return [{ address, family: ip.family, device, passing }]
    })
  })
}

const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined

const ownAddresses: Fact<readonly OwnAddress[] | null> = {
  id: 'ingress.own-addresses',
  command: sh`ip -j addr`,
  parse: readOwnAddresses,
}

/** The address of the router's other side, where a program that asks it is there (miniupnpc, upnpc.c); null where it is not. */
const routerAddress: Fact<string | null> = {
  id: 'ingress.router-address',
  command: sh`upnpc -s`,
  timeoutSeconds: 6,
  capBytes: 16_384,
  parse: ({ stdout }) => canonical(/^ExternalIPAddress = (\S+)\s*$/m.exec(stdout)?.[1] ?? '', 4),
}

export const whereaboutsFacts = {
  echo4a: echoFact(echoServices[0] as EchoService, 4),
  echo4b: echoFact(echoServices[1] as EchoService, 4),
  echo6a: echoFact(echoServices[0] as EchoService, 6),
  echo6b: echoFact(echoServices[1] as EchoService, 6),
  ownAddresses,
  routerAddress,
}

export interface PiSeen {
  readonly echo4a: string | null
  readonly echo4b: string | null
  readonly echo6a: string | null
  readonly echo6b: string | null
  readonly ownAddresses: readonly OwnAddress[] | null
  readonly routerAddress: string | null
}

/** What was said together. `several`: services saw different addresses, so none is taken. */
export interface Whereabouts {
  readonly ipv4: string | null
  readonly ipv6: string | null
  readonly several: readonly string[]
  /** Whether the outside was reached at all: only then does a missing address mean that there is none. */
  readonly reached: boolean
  /** Any of these is the Pi itself. */
  readonly own6: readonly string[]
  /** Null where nobody told. */
  readonly wan: string | null
  /** Public IPv4 addresses that the Pi has itself: no router is between. */
  readonly own4: readonly string[]
}

export function whereabouts(seen: PiSeen): Whereabouts {
  const four = distinct([seen.echo4a, seen.echo4b])
  const six = distinct([seen.echo6a, seen.echo6b])
  const own = seen.ownAddresses ?? []
  const lasting = own.filter(({ family, passing }) => family === 6 && !passing).map(({ address }) => address)
  const own6 = own
    .filter(({ address, family, passing }) => family === 6 && !passing && kindOf(address) === 'public')
    .map(({ address }) => address)
  const asked = oneHome(six) ? (six[0] ?? null) : null
  const stable = asked === null ? null : (lasting.find((address) => sameNetwork(address, asked)) ?? asked)
  // homes with a carrier's address on the Pi itself, as by a modem stick
  const shared = own.find(({ address }) => kindOf(address) === 'shared')?.address ?? null
  return {
    ipv4: four.length === 1 ? (four[0] ?? null) : null,
    ipv6: stable,
    several: [...(four.length > 1 ? four : []), ...(six.length > 1 && !oneHome(six) ? six : [])],
    reached: four.length + six.length > 0,
    own6: stable === null ? [] : [...new Set([stable, ...own6])],
    wan: seen.routerAddress ?? shared,
    own4: own
      .filter(({ address, family }) => family === 4 && kindOf(address) === 'public')
      .map(({ address }) => address),
  }
}

/** Two passing addresses of one Pi are seen one after the other. */
const oneHome = (addresses: readonly string[]): boolean =>
  addresses.every((address) => sameNetwork(addresses[0] ?? '', address))

const distinct = (values: readonly (string | null)[]): string[] => [
  ...new Set(values.filter((value) => value !== null)),
]
