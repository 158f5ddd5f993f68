/** Whether the two ports lead to the Pi: what was tried from where, and what follows from it. Pure. */
import type { Knocked } from '../model/web.ts'
import type { Family } from './whereabouts.ts'

/** The first for the certificate authority's question, the second for everybody. */
export const PORTS = [80, 443] as const
export type Port = (typeof PORTS)[number]

/** What one port of one public address did. */
export interface PortTried {
  readonly port: Port
  readonly family: Family
  readonly address: string
  /** From this computer. */
  readonly here: Knocked
  /** From the Pi itself, round by its router. */
  readonly pi: Knocked
}

/** `outside`: known to have another public address than the Pi; `same-home`: the same one. */
export type Standpoint = 'outside' | 'same-home' | 'unknown'
/** By family: a computer may be outside by one of them alone. */
export type Standpoints = Readonly<Record<Family, Standpoint>>

/** What is known of one port. From inside it says less: a firewall of the router is not passed by IPv6. */
export type PortVerdict =
  | { readonly kind: 'open'; readonly from: 'outside' | 'inside' }
  | { readonly kind: 'closed'; readonly how: 'refused' | 'silent' }
  | { readonly kind: 'someone-else'; readonly text: string }
  | { readonly kind: 'unknown' }

/**
 * Many routers do not lead from inside to their own public address, so that from inside a failure proves nothing. It does where
 * the other port came back by the same way.
 *
 * @param ours whether this is what only the Pi says at a port
 * @param standpoints of this computer
 */
export function judgePort(
  tried: PortTried,
  all: readonly PortTried[],
  ours: (port: Port, text: string) => boolean,
  standpoints: Standpoints,
): PortVerdict {
  const standpoint = standpoints[tried.family]
  const came = ({ port }: PortTried, knocked: Knocked): boolean =>
    knocked.kind === 'answered' && ours(port, knocked.text)
  if (came(tried, tried.here)) return { kind: 'open', from: standpoint === 'outside' ? 'outside' : 'inside' }
  if (standpoint === 'outside' && tried.here.kind !== 'no-way') return failing(tried.here)
  // an IPv6 address is the Pi's own: from inside, no router and no firewall of one is passed
  if (tried.family === 6) return { kind: 'unknown' }
  if (came(tried, tried.pi)) return { kind: 'open', from: 'inside' }
  const ways = ['pi', 'here'] as const
  const way = ways.find((from) =>
    all.some((other) => other.family === 4 && other.port !== tried.port && came(other, other[from])),
  )
  return way === undefined ? { kind: 'unknown' } : failing(tried[way])
}

function failing(knocked: Knocked): PortVerdict {
  switch (knocked.kind) {
    case 'answered':
      return { kind: 'someone-else', text: knocked.text }
    case 'refused':
    case 'silent':
      return { kind: 'closed', how: knocked.kind }
    case 'no-way':
      return { kind: 'unknown' }
  }
}
