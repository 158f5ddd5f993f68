/** Reads what Tailscale prints. Total: whatever a program prints, there is an answer, and nothing in it is trusted further. */
import { z } from 'zod'
import { hostName } from '../model/address.ts'
import type { TailnetView } from '../model/reach.ts'

/** Lists longer than this are cut: nobody has so many. */
const MANY = 200
const word = z.string().max(2000)
const orNull = <S extends z.ZodType>(schema: S) => schema.nullish().catch(null)
const record = orNull(z.record(z.string(), z.unknown()))

/** The fields that are used, of Tailscale's ipn/ipnstate/ipnstate.go. */
const statusShape = z.looseObject({
  Version: orNull(word),
  BackendState: orNull(word),
  HaveNodeKey: orNull(z.boolean()),
  AuthURL: orNull(word),
  TailscaleIPs: orNull(z.array(word)),
  Health: orNull(z.array(word)),
  CurrentTailnet: orNull(z.looseObject({ MagicDNSSuffix: orNull(word) })),
  Self: orNull(
    z.looseObject({
      HostName: orNull(word),
      DNSName: orNull(word),
      Tags: orNull(z.array(word)),
      CapMap: record,
      KeyExpiry: orNull(word),
      Expired: orNull(z.boolean()),
    }),
  ),
})

export interface Tailnet {
  /** `not-running`: the daemon gives no answer. */
  readonly state: Exclude<TailnetView['state'], 'absent'>
  /** Version of the daemon; null while it does not run. */
  readonly version: string | null
  /** The machine's whole name, without a dot at its end; null before it has one. */
  readonly name: string | null
  readonly suffix: string | null
  readonly addresses: readonly string[]
  readonly tags: readonly string[]
  /** Whether the tailnet gives certificates. */
  readonly https: boolean
  /** Whether the tailnet's policy allows this machine Funnel. */
  readonly funnel: boolean
  /** From, to; empty where none is allowed. */
  readonly funnelPorts: readonly (readonly [number, number])[]
  /** Seconds since the epoch; null where the key does not end. */
  readonly keyExpires: number | null
  readonly expired: boolean
  /** Whether it was signed in before: its settings are kept, and a key may have ended. */
  readonly known: boolean
  readonly health: readonly string[]
}

const states: Readonly<Record<string, Tailnet['state']>> = {
  NoState: 'starting',
  Starting: 'starting',
  NeedsLogin: 'signed-out',
  NeedsMachineAuth: 'approval',
  Stopped: 'stopped',
  Running: 'running',
}

/** `tailscale status --json`. */
export function parseStatus(text: string): Tailnet {
  const read = statusShape.safeParse(json(text))
  const seen = read.success ? read.data : {}
  const self = seen.Self ?? {}
  const caps = Object.keys(self.CapMap ?? {}).slice(0, 2000)
  const suffix = name(seen.CurrentTailnet?.MagicDNSSuffix)
  return {
    state: states[seen.BackendState ?? ''] ?? 'not-running',
    version: version(seen.Version),
    name: name(self.DNSName),
    suffix,
    addresses: (seen.TailscaleIPs ?? []).filter((one) => /^[\da-f.:]{2,45}$/i.test(one)).slice(0, MANY),
    tags: (self.Tags ?? []).filter((one) => /^tag:[\w-]{1,60}$/.test(one)).slice(0, MANY),
    https: caps.includes('https'),
    funnel: caps.includes('funnel'),
    funnelPorts: caps.flatMap(portsOf),
    keyExpires: time(self.KeyExpiry),
    // with its key ended, a machine is asked to sign in and still has a key; signed out, it has none
    expired: (self.Expired ?? false) || (seen.HaveNodeKey === true && seen.BackendState === 'NeedsLogin'),
    known: seen.HaveNodeKey ?? false,
    health: (seen.Health ?? []).slice(0, MANY),
  }
}

const PORTS = /^https:\/\/tailscale\.com\/cap\/funnel-ports\?ports=([\d,-]{1,400})$/

/** Ports and ranges of them (Tailscale, ipn/serve.go CheckFunnelPort). */
function portsOf(capability: string): [number, number][] {
  return (PORTS.exec(capability)?.[1] ?? '').split(',').flatMap((part): [number, number][] => {
    const found = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(part)
    return found ? [[Number(found[1]), Number(found[2] ?? found[1])]] : []
  })
}

/** A name as it may stand in an address, without the dot at its end; anything else is none. */
function name(text: string | null | undefined): string | null {
  const read = hostName.safeParse((text ?? '').replace(/\.$/, ''))
  return read.success && read.data.includes('.') ? read.data : null
}

const version = (text: string | null | undefined): string | null =>
  /^\d{1,4}\.\d{1,4}\.\d{1,4}/.exec(text ?? '')?.[0] ?? null

/** Go writes a time that was never set as the year 1. */
function time(text: string | null | undefined): number | null {
  const at = Date.parse(text ?? '') / 1000
  return Number.isFinite(at) && at > 0 ? Math.floor(at) : null
}

/** `tailscale version --json`: the program's own version; null for what is none. */
export function parseVersion(text: string): string | null {
  const read = z.looseObject({ majorMinorPatch: word }).safeParse(json(text))
  return read.success ? version(read.data.majorMinorPatch) : null
}

/** `tailscale debug prefs`: Tailscale's ipn/prefs.go. */
const prefsShape = z.looseObject({
  ControlURL: orNull(word),
  Hostname: orNull(word),
  ShieldsUp: orNull(z.boolean()),
  RouteAll: orNull(z.boolean()),
  CorpDNS: orNull(z.boolean()),
  RunSSH: orNull(z.boolean()),
  ExitNodeIP: orNull(word),
  ExitNodeAllowLANAccess: orNull(z.boolean()),
  AdvertiseRoutes: orNull(z.array(word).max(MANY)),
  NoSNAT: orNull(z.boolean()),
  NoStatefulFiltering: orNull(z.boolean()),
  NetfilterMode: orNull(z.number()),
  OperatorUser: orNull(word),
  PostureChecking: orNull(z.boolean()),
  AppConnector: orNull(z.looseObject({ Advertise: orNull(z.boolean()) })),
})

export interface Prefs {
  /** Empty before the first sign-in. */
  readonly control: string
  /** What the machine asks to be called; empty for the system's own name. */
  readonly hostname: string
  readonly shieldsUp: boolean
  /** What the owner has set otherwise than it comes, as options of `up`, which wants them all repeated. */
  readonly options: readonly string[]
}

/** Null for what is none. */
export function parsePrefs(text: string): Prefs | null {
  const read = prefsShape.safeParse(json(text))
  if (!read.success) return null
  const seen = read.data
  const routes = (seen.AdvertiseRoutes ?? []).filter((one) => /^[\da-f.:]+\/\d{1,3}$/i.test(one))
  const everything = (one: string): boolean => one === '0.0.0.0/0' || one === '::/0'
  const own = routes.filter((one) => !everything(one))
  const exit = seen.ExitNodeIP ?? ''
  const operator = seen.OperatorUser ?? ''
  const mode = { 0: 'off', 1: 'nodivert' }[seen.NetfilterMode ?? 2]
  const option = (when: boolean, text: string): string[] => (when ? [text] : [])
  return {
    control: seen.ControlURL ?? '',
    hostname: seen.Hostname ?? '',
    shieldsUp: seen.ShieldsUp ?? false,
    options: [
      ...option(seen.RouteAll === true, '--accept-routes'),
      ...option(seen.CorpDNS === false, '--accept-dns=false'),
      ...option(seen.RunSSH === true, '--ssh'),
      ...option(seen.ShieldsUp === true, '--shields-up'),
      ...option(/^[\da-f.:]+$/i.test(exit), `--exit-node=${exit}`),
      ...option(seen.ExitNodeAllowLANAccess === true, '--exit-node-allow-lan-access'),
      ...option(own.length > 0, `--advertise-routes=${own.join(',')}`),
      ...option(routes.some(everything), '--advertise-exit-node'),
      ...option(seen.AppConnector?.Advertise === true, '--advertise-connector'),
      ...option(seen.NoSNAT === true, '--snat-subnet-routes=false'),
      ...option(seen.NoStatefulFiltering === false, '--stateful-filtering'),
      ...option(mode !== undefined, `--netfilter-mode=${mode ?? ''}`),
      ...option(seen.PostureChecking === true, '--report-posture'),
      ...option(/^[a-z_][\w-]{0,31}$/i.test(operator), `--operator=${operator}`),
    ],
  }
}

/** One path of one port. */
export interface Served {
  readonly port: number
  /** `/` for all of it; empty where no web is served. */
  readonly mount: string
  /** Where it leads, as Tailscale writes it. */
  readonly target: string
  readonly funnel: boolean
  /** Held by a program in somebody's terminal, and gone with it. */
  readonly foreground: boolean
}

const serveShape = z.looseObject({ TCP: record, Web: record, AllowFunnel: record, Foreground: record })
const handlers = z.looseObject({ Handlers: z.record(z.string(), z.unknown()) })
const handler = z.looseObject({ Proxy: orNull(word), Path: orNull(word), Text: orNull(word) })

/** `tailscale serve status --json`: Tailscale's ipn/serve.go. Null for what is none; an empty list for nothing served. */
export function parseServe(text: string): readonly Served[] | null {
  if (text.trim() === '' || text.trim() === 'null') return []
  const read = serveShape.safeParse(json(text))
  if (!read.success) return null
  const inTerminals = Object.values(read.data.Foreground ?? {}).slice(0, MANY)
  return [
    ...servedOf(read.data, false),
    ...inTerminals.flatMap((one) => {
      const nested = serveShape.safeParse(one)
      return nested.success ? servedOf(nested.data, true) : []
    }),
  ].slice(0, MANY)
}

function servedOf(config: z.infer<typeof serveShape>, foreground: boolean): Served[] {
  const open = new Set(
    Object.entries(config.AllowFunnel ?? {}).flatMap(([at, on]) => (on === true ? [portOf(at)] : [])),
  )
  const web = Object.entries(config.Web ?? {}).flatMap(([at, site]) => {
    const read = handlers.safeParse(site)
    return Object.entries(read.success ? read.data.Handlers : {}).map(([mount, one]): Served => {
      const to = handler.safeParse(one)
      const seen = to.success ? to.data : {}
      const target = seen.Proxy ?? seen.Path ?? (typeof seen.Text === 'string' ? 'text' : '')
      return { port: portOf(at), mount, target, funnel: open.has(portOf(at)), foreground }
    })
  })
  const known = new Set(web.map(({ port }) => port))
  const tcp = Object.entries(config.TCP ?? {}).flatMap(([port, one]): Served[] => {
    if (known.has(Number(port))) return []
    const to = z.looseObject({ TCPForward: orNull(word) }).safeParse(one)
    const target = to.success ? `tcp://${to.data.TCPForward ?? ''}` : 'tcp'
    return [{ port: Number(port), mount: '', target, funnel: open.has(Number(port)), foreground }]
  })
  return [...web, ...tcp].filter(({ port }) => port > 0 && port <= 65_535)
}

/** Of `name:443`; 0 for what is none. */
const portOf = (at: string): number => Number(/:(\d{1,5})$/.exec(at)?.[1] ?? 0)

function json(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return null
  }
}
