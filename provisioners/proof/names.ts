/** Names as the whole world sees them: asked over HTTPS, so that neither a router's nor a tailnet's own names answer. */
import { z } from 'zod'
import type { Call, Met } from '../model/outside.ts'
import type { View } from './view.ts'

/**
 * `none`: the name does not exist, or leads nowhere. `broken`: its own name servers give no usable answer. `unasked`: nobody
 * could be asked.
 */
export type NameFound =
  | { readonly kind: 'found'; readonly addresses: readonly string[] }
  | { readonly kind: 'none' | 'broken' | 'unasked'; readonly addresses: readonly [] }

/** Both speak the same JSON (Google Public DNS, "JSON API for DNS over HTTPS"; Cloudflare 1.1.1.1, "Using JSON"). */
const RESOLVERS = ['https://dns.google/resolve', 'https://cloudflare-dns.com/dns-query']
const SECONDS = 4
/** More than any home has; a funnel's relays are a handful. */
const MOST = 4

const reply = z.object({
  Status: z.number().int(),
  Answer: z.array(z.object({ type: z.number(), data: z.string() })).optional(),
})
/** Numbers of the record types and of the answers: RFC 1035, 3.2.2 and 4.1.1, and RFC 3596. */
const TYPES = { A: 1, AAAA: 28 } as const
const NO_ERROR = 0
const NO_SUCH_NAME = 3

/** Never throws; ends within four seconds. */
export async function lookUp(name: string, view: Pick<View, 'ask'>): Promise<NameFound> {
  const replies = await Promise.all(
    RESOLVERS.flatMap((resolver) =>
      (['A', 'AAAA'] as const).map(async (type) =>
        read(await view.ask(question(resolver, name, type)), type),
      ),
    ),
  )
  const said = replies.filter((one) => one !== null)
  const addresses = [...new Set(said.flatMap((one) => one.addresses))].slice(0, MOST)
  if (addresses.length > 0) return { kind: 'found', addresses }
  if (said.length === 0) return { kind: 'unasked', addresses: [] }
  const known = said.some(({ status }) => status === NO_ERROR || status === NO_SUCH_NAME)
  return { kind: known ? 'none' : 'broken', addresses: [] }
}

const question = (resolver: string, name: string, type: keyof typeof TYPES): Call => ({
  method: 'GET',
  url: `${resolver}?name=${encodeURIComponent(name)}&type=${type}`,
  headers: { accept: 'application/dns-json' },
  seconds: SECONDS,
})

function read(met: Met, type: keyof typeof TYPES): { status: number; addresses: string[] } | null {
  if (!met.ok || met.status !== 200) return null
  try {
    const { Status, Answer = [] } = reply.parse(JSON.parse(met.body))
    const schema = type === 'A' ? z.ipv4() : z.ipv6()
    const addresses = Answer.filter((one) => one.type === TYPES[type])
      .map(({ data }) => data)
      .filter((data) => schema.safeParse(data).success)
    return { status: Status, addresses }
  } catch {
    return null
  }
}

/** Addresses of a home or of a tailnet, which nobody outside can reach (RFC 1918, 6598, 3927, 4193, 4291). */
export function isPrivate(address: string): boolean {
  if (isTailnet(address)) return true
  if (address.includes(':')) return /^(::1$|::$|f[cd]|fe[89ab])/i.test(address)
  const [a = 0, b = 0] = address.split('.').map(Number)
  return (
    [0, 10, 127].includes(a) ||
    (a === 172 && b >= 16 && b <= 31) ||
    (a === 192 && b === 168) ||
    (a === 169 && b === 254)
  )
}

/** Tailscale's own, and that of carriers who give one address to many homes (RFC 6598). */
export function isTailnet(address: string): boolean {
  if (address.includes(':')) return /^fd7a:115c:a1e0:/i.test(address)
  const [a = 0, b = 0] = address.split('.').map(Number)
  return a === 100 && b >= 64 && b <= 127
}
