/** What words about a cause depend on. */
import type { Cause } from './causes.ts'
import type { Part } from './rungs.ts'
import type { Question } from './view.ts'

export interface Situation extends Pick<
  Question,
  'mode' | 'proxy' | 'host' | 'serverName' | 'matrix' | 'signIn'
> {
  readonly part: Part
  /** What was asked. */
  readonly url: string
}

export type Words = readonly [why: string, remedy: string]
/** Words that are the same everywhere, or that depend. */
export type Told<C extends Cause> = Readonly<Record<C, Words | ((so: Situation) => Words)>>

export const portOf = (url: string): string => new URL(url).port || '443'

/** Whoever stands before the server and answers first. */
export function proxyOf({ mode, proxy }: Situation): string {
  switch (mode) {
    case 'home':
    case 'domain':
      return 'Caddy'
    case 'tailnet':
    case 'funnel':
      return 'Tailscale'
    case 'cloudflare':
      return 'Cloudflare’s tunnel'
    case 'proxy':
      return `Your ${{ caddy: 'Caddy', nginx: 'nginx', traefik: 'Traefik' }[proxy ?? ''] ?? 'proxy'}`
  }
}
