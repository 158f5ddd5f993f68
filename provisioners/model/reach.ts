/** How a server is reached: what is seen of the tailnet, of a domain, and of proxies that are there already. */
import { z } from 'zod'
import { proxyKinds, tailscaleSettings } from './address.ts'
import { testLine } from './test-line.ts'

/** Joining a tailnet is a run of its own, before the address is decided: only then is the machine's name known. */
export const joinSettings = tailscaleSettings.extend({
  /** What the machine is to be called; the tailnet may append a number when the name is taken. */
  machineName: z
    .string()
    .trim()
    .toLowerCase()
    .regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/, { error: 'tailnet.machine-name' }),
})
export type JoinSettings = z.infer<typeof joinSettings>

/** Id of the secret with which a machine joins a tailnet without a person; used once and kept nowhere. */
export const TAILSCALE_KEY = 'tailscale-auth-key'

/** One port of the machine's serve configuration. */
export const servedPort = z.strictObject({
  port: z.number().int(),
  /** Where it leads to, as Tailscale writes it. */
  target: z.string(),
  /** Whether the whole internet reaches it. */
  funnel: z.boolean(),
  /** Whether it is this server's. */
  ours: z.boolean(),
})

export const tailnetView = z.strictObject({
  /** Null where Tailscale is not installed. */
  version: z.string().nullable(),
  /** Whether this version is known not to serve. */
  unfit: z.boolean(),
  state: z.enum(['absent', 'not-running', 'signed-out', 'approval', 'stopped', 'starting', 'running']),
  /** The machine's whole name in the tailnet, without a dot at its end. */
  name: z.string().nullable(),
  /** What every name in the tailnet ends in. */
  suffix: z.string().nullable(),
  addresses: z.array(z.string()),
  /** Whether the tailnet gives certificates. */
  https: z.boolean(),
  /** `off`: it would be turned on during the install, with one click of the owner. */
  funnel: z.enum(['allowed', 'off', 'none']),
  /** Seconds since the epoch; null where the key does not end. */
  keyExpires: z.number().nullable(),
  expired: z.boolean(),
  tags: z.array(z.string()),
  /** Null for Tailscale's own. */
  controlServer: z.string().nullable(),
  served: z.array(servedPort),
})
export type TailnetView = z.infer<typeof tailnetView>

export const recordTypes = ['A', 'AAAA', 'CNAME', 'CAA'] as const

/** One record at the domain's provider, as it should be and as it is. */
export const recordView = z.strictObject({
  /** The whole name. */
  name: z.string(),
  type: z.enum(recordTypes),
  /** Empty where there should be none. */
  should: z.string(),
  now: z.array(z.string()),
  verdict: z.enum(['right', 'wrong', 'missing', 'unknown']),
  /** Why, and what to do; empty where it is right. */
  remedy: z.string(),
})
export type RecordView = z.infer<typeof recordView>

export const domainView = z.strictObject({
  /** As the world sees the Pi; null where nobody could tell. */
  publicIpv4: z.string().nullable(),
  publicIpv6: z.string().nullable(),
  records: z.array(recordView),
  /** CGNAT, double NAT, ports, who answers there now, dynamic addresses. */
  lines: z.array(testLine),
  /** Whether anything is in the way. */
  ready: z.boolean(),
})
export type DomainView = z.infer<typeof domainView>

/** A proxy that runs on the machine already. */
export const foundProxy = z.strictObject({
  kind: z.enum(proxyKinds),
  /** Name of its container, or of its program. */
  name: z.string(),
  where: z.enum(['docker', 'host']),
  /** Docker networks that it is in, which Bramble’s services could join. */
  networks: z.array(z.string()),
  /** Ports that it holds. */
  ports: z.array(z.number().int()),
})
export type FoundProxy = z.infer<typeof foundProxy>

/** A text to put somewhere else, and where. */
export const fileForPeople = z.strictObject({
  name: z.string(),
  text: z.string(),
  /** In one sentence. */
  where: z.string(),
})
export type FileForPeople = z.infer<typeof fileForPeople>
