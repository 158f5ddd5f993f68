/** The practice Pi as other computers see it, on its own network and from far away: names, certificates and pages. */
import type { Ask, Call, Met, Trouble } from '../../model/outside.ts'
import { verifySignature, type Outside } from '../outside.ts'
import type { Machine } from './machine.ts'
import { request, type CurlFailure } from './web.ts'

/** Of Tailscale's, where visitors of a funnel come in; and the Pi's own in the tailnet. */
const FUNNEL_ADDRESS = '198.51.100.7'
const TAILNET_ADDRESS = '100.64.0.1'

export function practiceOutside(machine: Machine): Outside {
  const { network, clock, tailscaled } = machine
  const staysAtHome = (name: string): boolean => name.endsWith('.local')
  /** What stays at home leads to the Pi itself, every other name to the router, which leads it on to the Pi. */
  const ownLookup = (name: string): string[] => {
    if (!name.includes('.')) return []
    // this computer is in the tailnet
    if (name === tailscaled.name) return [TAILNET_ADDRESS]
    return [staysAtHome(name) ? network.address : network.publicAddress]
  }
  const publicNames = (name: string): string[] => {
    if (staysAtHome(name)) return []
    if (name !== tailscaled.name) return ownLookup(name)
    return tailscaled.funnelled.size > 0 ? [FUNNEL_ADDRESS] : []
  }

  const from =
    (outside: boolean): Ask =>
    async (call) => {
      await clock.sleep(0.02)
      const { hostname } = new URL(call.url)
      const names = resolvers.includes(hostname)
      if (names && network.canReach(hostname)) return answered(200, nameReply(call, publicNames))
      // no public tester can reach what is only imagined
      if (names || hostname === 'federationtester.matrix.org')
        return missed('name', `Could not resolve host: ${hostname}`)
      return visit(machine, call, outside)
    }

  return {
    resolve: async (name) => ownLookup(name),
    ask: from(true),
    through: () => from(false),
    // nothing of it takes real time
    within: (_seconds, work) =>
      work.then(
        (value) => value,
        () => null,
      ),
    verify: verifySignature,
  }
}

function visit(machine: Machine, call: Call, outside: boolean): Met {
  const url = new URL(call.url)
  const clear = url.protocol === 'http:'
  const port = call.at?.port ?? Number(url.port || (clear ? 80 : 443))
  const { host, hostname, pathname, search } = url
  const headers = { accept: '*/*', host, ...call.headers }
  const message = { method: call.method, body: call.body ?? '' }
  if (!clear && hostname === machine.tailscaled.name) {
    const door = machine.tailscaled.doorOf(hostname, port)
    if (door === null) return missed('refused', `Failed to connect to ${host}: Connection refused`)
    if (call.at?.host === FUNNEL_ADDRESS && !door.open)
      return missed('reset', 'Recv failure: Connection reset by peer')
    // tailscaled ends the encryption, keeps the name and says who was encrypted (Tailscale, ipn/ipnlocal/serve.go)
    const led = { ...headers, 'x-forwarded-proto': 'https', 'x-forwarded-host': host }
    const behind = request(
      machine,
      { ...message, url: `${door.target}${pathname}${search}`, headers: led },
      { addresses: [] },
    )
    // as Go's reverse proxy answers where nobody is behind it
    return 'code' in behind ? answered(502, null) : told(behind)
  }
  return told(
    request(
      machine,
      { ...message, url: `${clear ? 'http' : 'https'}://${hostname}:${port}${pathname}${search}`, headers },
      {
        outside,
        ...(call.ca !== undefined && { authority: call.ca }),
        addresses: [{ host: hostname, port, address: clear ? '127.0.0.1' : machine.network.address }],
      },
    ),
  )
}

function told(met: ReturnType<typeof request>): Met {
  if ('code' in met) return missed(troubleOf(met), met.message)
  return { ok: true, ...met, milliseconds: 20, certificate: null }
}

/** curl's own numbers (curl, libcurl-errors). */
function troubleOf({ code }: CurlFailure): Trouble {
  const known: Readonly<Record<number, Trouble>> = {
    6: 'name',
    7: 'refused',
    35: 'not-tls',
    56: 'reset',
    60: 'unknown-authority',
  }
  return known[code] ?? 'closed'
}

const missed = (why: Trouble, detail: string): Met => ({ ok: false, why, detail, certificate: null })

const answered = (status: number, value: unknown): Met => ({
  ok: true,
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(value),
  milliseconds: 20,
  certificate: null,
})

const resolvers = ['dns.google', 'cloudflare-dns.com']

/** Google Public DNS, "JSON API for DNS over HTTPS"; the numbers are those of the record types (RFC 1035, 3.2.2). */
function nameReply(call: Call, addressesOf: (name: string) => string[]): unknown {
  const { searchParams } = new URL(call.url)
  const name = searchParams.get('name') ?? ''
  const found = addressesOf(name)
  if (found.length === 0) return { Status: 3 }
  if (searchParams.get('type') !== 'A') return { Status: 0 }
  return { Status: 0, Answer: found.map((data) => ({ name: `${name}.`, type: 1, TTL: 300, data })) }
}
