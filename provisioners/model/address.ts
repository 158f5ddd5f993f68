/** Where the server is reached, and under which name it is known for ever. */
import { z } from 'zod'

/**
 * Whether a URL with this host leads to this host: some that look like names are numbers of an address there (`0x7f.1` is
 * 127.0.0.1), and some that begin with `xn--` spell nothing (WHATWG, URL Standard, Host parsing).
 */
function namesItself(host: string): boolean {
  try {
    return new URL(`https://${host}/`).hostname === host
  } catch {
    return false
  }
}

/** A host name as it may stand in a URL: letters, digits, hyphens, dots; no leading hyphen (it could be read as an option). */
export const hostName = z
  .string()
  .trim()
  .toLowerCase()
  .max(253)
  .regex(/^(?=.*[a-z])[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/, {
    error: 'address.invalid',
    abort: true,
  })
  .refine(namesItself, { error: 'address.invalid', abort: true })

/** A name that the public DNS can know: at least two labels, and none of the endings that stay at home. */
export const publicName = hostName
  .refine((name) => name.includes('.'), { error: 'address.not-public' })
  .refine((name) => !/\.(local|lan|home|internal|localhost|home\.arpa)$/.test(name), {
    error: 'address.not-public',
  })

/** A machine's name in a tailnet. Headscale's own names end otherwise than in ts.net. */
const tailnetName = hostName.refine((name) => name.includes('.'), { error: 'address.not-public' })

/** What an own name needs besides its host: three ways lead to it. */
const ownName = {
  /** What stands behind the colon of every id; it may be an apex whose web pages are elsewhere. */
  serverName: publicName,
  /** Where the server itself answers. */
  host: publicName,
  /** A second name, for Pocket ID or Keycloak on this Pi: they need an address of their own. */
  identityHost: publicName.optional(),
}

export const proxyKinds = ['caddy', 'nginx', 'traefik', 'nginx-proxy-manager'] as const
export type ProxyKind = (typeof proxyKinds)[number]

/** Docker's own networks know no names, and the last one is this server's (Docker's documentation, Network drivers). */
const NOT_TO_JOIN = ['bridge', 'host', 'none', 'default', 'bramble_default']

/** A network of containers, by the characters that Docker allows in names of its own things (moby, daemon/names). */
export const networkName = z
  .string()
  .trim()
  .max(100)
  .regex(/^[a-zA-Z0-9][a-zA-Z0-9_.-]*$/, { error: 'proxy.network' })
  .refine((name) => !NOT_TO_JOIN.includes(name), { error: 'proxy.network' })

/** A name in Traefik's static configuration; neither a comma nor an `@` can be in it. */
const traefikName = z
  .string()
  .trim()
  .regex(/^[a-zA-Z0-9][a-zA-Z0-9_-]{0,62}$/, { error: 'proxy.traefik-name' })

/** How the proxy comes to this server's services. */
export const proxyReach = z.discriminatedUnion('by', [
  /** It runs on the machine itself, or in the host's network: the services are published on the machine's own loopback. */
  z.strictObject({ by: z.literal('loopback') }),
  /** It runs in Docker on the machine: the services that it leads to join a network of its containers. */
  z.strictObject({ by: z.literal('network'), network: networkName }),
  /** The same for Traefik, which reads its routes from the labels of containers. */
  z.strictObject({
    by: z.literal('labels'),
    network: networkName,
    entryPoint: traefikName.default('websecure'),
    /** Which of Traefik's resolvers gets the certificates; none where they come from elsewhere. */
    certResolver: traefikName.optional(),
  }),
])
export type ProxyReach = z.infer<typeof proxyReach>

/** A tag of the tailnet's policy (Tailscale's documentation, Tags). */
export const tailnetTag = z
  .string()
  .trim()
  .regex(/^tag:[a-zA-Z][a-zA-Z0-9-]{0,49}$/, { error: 'tailnet.tag' })

/** Whether a browser and curl find the host in it that is written there. */
export function isWebAddress(text: string): boolean {
  const host = /^https?:\/\/([^/:?#]+)/.exec(text)?.[1]?.toLowerCase()
  return URL.canParse(text) && new URL(text).hostname === host
}

/** How the machine joins the tailnet. */
export const tailscaleSettings = z.strictObject({
  /** By a link that the owner opens, or by an auth key that is given once. */
  signIn: z.enum(['link', 'key']).default('link'),
  tags: z.array(tailnetTag).max(10).default([]),
  /** A control server of one's own, such as Headscale; it knows no Funnel. */
  controlServer: z
    .string()
    .trim()
    .max(300)
    // no name and password in it: it stands in a command, which others on the machine can read
    .regex(/^https?:\/\/[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?(:[0-9]{1,5})?(\/[A-Za-z0-9._~-]*)*$/, {
      error: 'tailnet.control-server',
      abort: true,
    })
    .refine(isWebAddress, { error: 'tailnet.control-server' })
    .optional(),
})
const joined = { signIn: 'link' as const, tags: [] }

export const address = z
  .discriminatedUnion('mode', [
    /** A name on the home network, with certificates of the server's own authority. */
    z.strictObject({ mode: z.literal('home'), host: hostName }),
    /** Inside the tailnet, by `tailscale serve`. */
    z.strictObject({
      mode: z.literal('tailnet'),
      host: tailnetName,
      tailscale: tailscaleSettings.default(joined),
    }),
    /** From everywhere, by Tailscale Funnel. */
    z.strictObject({
      mode: z.literal('funnel'),
      host: hostName.refine((name) => /^[^.]+\.[^.]+\.ts\.net$/.test(name), { error: 'address.not-funnel' }),
      tailscale: tailscaleSettings.omit({ controlServer: true }).default(joined),
    }),
    /** An own domain, with public certificates and ports 80 and 443 open. */
    z.strictObject({
      mode: z.literal('domain'),
      ...ownName,
      /** Told to the certificate authority, for its own notices. */
      email: z.email({ error: 'email.invalid' }).max(254, { error: 'email.invalid' }).optional(),
    }),
    /** Behind a proxy that is there already: it gets a piece of configuration, and Bramble's own proxy is not run. */
    z.strictObject({
      mode: z.literal('proxy'),
      ...ownName,
      proxy: z.enum(proxyKinds),
      reach: proxyReach.default({ by: 'loopback' }),
    }),
    /** Through Cloudflare's tunnel, which ends the encryption at Cloudflare. */
    z.strictObject({ mode: z.literal('cloudflare'), ...ownName }),
  ])
  .superRefine((value, context) => {
    if (value.mode === 'proxy' && value.reach.by === 'labels' && value.proxy !== 'traefik')
      context.addIssue({ code: 'custom', path: ['reach', 'by'], message: 'proxy.labels' })
    if (!('identityHost' in value)) return
    if (value.identityHost === value.host || value.identityHost === value.serverName)
      context.addIssue({ code: 'custom', path: ['identityHost'], message: 'address.same-host' })
  })

export type Address = z.infer<typeof address>
export const addressModes = ['home', 'tailnet', 'funnel', 'domain', 'proxy', 'cloudflare'] as const

/** The server's name for ever: behind the colon of every id. */
export const serverNameOf = (of: Address): string => ('serverName' in of ? of.serverName : of.host)
