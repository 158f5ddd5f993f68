/** Where the public sites are, and who ends their encryption. Data; each renderer of the routing table reads it. */
import type { ProxyKind, ProxyReach } from '../model/address.ts'

/** `main`: what Matrix apps and browsers ask; `sign-in`: the sign-in service; `identity`: a service for identities on this machine. */
export type SiteId = 'main' | 'sign-in' | 'identity'

export interface Site {
  readonly id: SiteId
  readonly host: string
  /** The public port. */
  readonly port: number
  /** Begins and ends with a slash. Behind anything but `/` the services get the path without it. */
  readonly path: string
  /** The port inside Caddy's container; 0 where Caddy is not run. */
  readonly listen: number
  /** Compose's short form of the published port, or null. */
  readonly publish: string | null
}

export type Front =
  /** Caddy, with certificates of an authority of its own. */
  | { readonly kind: 'own-authority' }
  /** Caddy, with certificates that it asks for by ACME. */
  | { readonly kind: 'acme'; readonly email: string | null }
  /** Caddy in clear, behind a program that ends the encryption and says so in X-Forwarded-Proto. */
  | { readonly kind: 'behind' }
  /** A proxy that was there before, which gets a piece of configuration. */
  | { readonly kind: 'theirs'; readonly proxy: ProxyKind; readonly reach: ProxyReach }
