/** What `tailscale` prints as JSON, in the shapes of Tailscale's ipn/ipnstate and ipn. */
import type { Tailscaled } from './tailscaled.ts'

export function statusJson(daemon: Tailscaled, version: string, hostname: string): object {
  const known = daemon.hasKey
  const name = daemon.name
  const addresses = known ? ['100.64.0.1', 'fd7a:115c:a1e0::1'] : null
  return {
    Version: `${version}-practice`,
    TUN: true,
    BackendState: daemon.backend,
    HaveNodeKey: known,
    AuthURL: daemon.authUrl,
    TailscaleIPs: addresses,
    Self: {
      ID: known ? 'practice' : '',
      HostName: daemon.prefs.hostname || hostname,
      DNSName: name === null ? '' : `${name}.`,
      OS: 'linux',
      TailscaleIPs: addresses,
      ...(daemon.prefs.tags.length > 0 && known && { Tags: daemon.prefs.tags }),
      Online: daemon.backend === 'Running',
      ...(known && {
        CapMap: Object.fromEntries([...daemon.caps].map((capability) => [capability, null])),
      }),
      ...(daemon.keyExpires !== null && {
        KeyExpiry: new Date(daemon.keyExpires * 1000).toISOString().replace('.000Z', 'Z'),
      }),
    },
    Health: daemon.backend === 'Running' ? [] : ['Tailscale is not in use. This is practice.'],
    MagicDNSSuffix: name?.slice(name.indexOf('.') + 1) ?? '',
    CurrentTailnet:
      name === null
        ? null
        : { Name: 'practice', MagicDNSSuffix: name.slice(name.indexOf('.') + 1), MagicDNSEnabled: true },
    CertDomains: name !== null && daemon.caps.has('https') ? [name] : null,
    Peer: null,
    User: null,
  }
}

export const prefsJson = ({ prefs, backend }: Tailscaled): object => ({
  ControlURL: prefs.control,
  RouteAll: prefs.acceptRoutes,
  CorpDNS: true,
  RunSSH: false,
  WantRunning: backend === 'Running',
  ShieldsUp: prefs.shieldsUp,
  AdvertiseTags: prefs.tags.length > 0 ? prefs.tags : null,
  Hostname: prefs.hostname,
  AdvertiseRoutes: null,
  NoSNAT: false,
  NetfilterMode: 2,
  PostureChecking: false,
})

export function serveJson(daemon: Tailscaled): object {
  const ports = [...daemon.served.keys()].sort((a, b) => a - b)
  const at = (port: number): string => `${daemon.name ?? ''}:${port}`
  if (ports.length === 0) return {}
  const open = ports.filter((port) => daemon.funnelled.has(port))
  return {
    TCP: Object.fromEntries(ports.map((port) => [port, { HTTPS: true }])),
    Web: Object.fromEntries(
      ports.map((port) => [
        at(port),
        {
          Handlers: Object.fromEntries(
            [...(daemon.served.get(port) ?? [])].map(([mount, target]) => [mount, { Proxy: target }]),
          ),
        },
      ]),
    ),
    ...(open.length > 0 && { AllowFunnel: Object.fromEntries(open.map((port) => [at(port), true])) }),
  }
}
