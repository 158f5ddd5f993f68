/** What each way in adds to the server itself: what must be true before it, what leads visitors to it, and what is watched. */
import type { Check } from './engine/check.ts'
import type { Resource } from './engine/resource.ts'
import { networkThere } from './docker/networks.ts'
import { certificatesRenew } from './ingress/certificates/checks.ts'
import { certificatesRehearsed, certificatesThere, type Names } from './ingress/certificates/resources.ts'
import { domainLeadsHere } from './ingress/gate.ts'
import { addressesOf, LOOPBACK } from './matrix/address.ts'
import type { Intent } from './model/intent.ts'
import type { JoinSettings } from './model/reach.ts'
import type { SecretSpec } from './model/secret.ts'
import type { Stack } from './stack/fold.ts'
import { sitesInUse } from './stack/routes/table.ts'
import * as tailscale from './tailscale/index.ts'

export interface WayIn {
  /** Before anything of the server is written. */
  readonly before: readonly Resource[]
  /** Before new settings are switched to. */
  readonly gates: readonly Resource[]
  /** Once the containers run. */
  readonly proofs: readonly Resource[]
  readonly checks: readonly Check[]
}

export function wayIn(intent: Intent, stack: Stack): WayIn {
  const tailnet = tailnetOf(intent, stack)
  if (tailnet)
    return {
      before: tailscale.beforeResources(tailnet),
      gates: [],
      proofs: tailscale.servingResources(tailnet.serving),
      checks: tailscale.tailscaleChecks(tailnet.serving),
    }
  const names = certifiedNames(intent, stack)
  if (names)
    return {
      before: [domainLeadsHere(names.hosts)],
      gates: [certificatesRehearsed(names)],
      proofs: [certificatesThere(names)],
      checks: [certificatesRenew(names.hosts)],
    }
  const before = stack.joined ? [networkThere(stack.joined.network)] : []
  return { before, gates: [], proofs: [], checks: [] }
}

/** Used once, and kept nowhere: the key to a tailnet. */
export const secretsOnTheWay = ({ address }: Intent): readonly SecretSpec[] =>
  'tailscale' in address && address.tailscale.signIn === 'key' ? [tailscale.tailscaleKey] : []

/** Names for which Caddy asks a public authority; null where it asks none. */
function certifiedNames(intent: Intent, { routes }: Stack): Names | null {
  const { front, sites } = addressesOf(intent)
  if (front.kind !== 'acme') return null
  return { hosts: [...new Set(sitesInUse(sites, routes).map(({ host }) => host))], email: front.email }
}

/** How the tailnet leads to the server; null where it does not. */
function tailnetOf(
  { address }: Intent,
  { routes }: Stack,
): { readonly settings: JoinSettings; readonly serving: tailscale.Serving } | null {
  if (address.mode !== 'tailnet' && address.mode !== 'funnel') return null
  const { sites } = addressesOf({ address })
  const [machineName = ''] = address.host.split('.')
  const controlServer = 'controlServer' in address.tailscale ? address.tailscale.controlServer : undefined
  return {
    settings: { ...address.tailscale, machineName },
    serving: {
      how: address.mode === 'funnel' ? 'funnel' : 'serve',
      host: address.host,
      ...(controlServer !== undefined && { controlServer }),
      doors: sitesInUse(sites, routes).map(({ id, port }) => ({ port, loopback: LOOPBACK[id] })),
      loopbacks: Object.values(LOOPBACK),
    },
  }
}
