/** The practice Pi as other computers see it, on its own network and from far away: names, certificates and pages. */
import type { Ask, Call, Met, Trouble } from '../../model/outside.ts'
import { verifySignature, type Outside } from '../outside.ts'
import type { Machine } from './machine.ts'
import { request, type CurlFailure } from './web.ts'

/** Names that stay at home lead to the Pi itself; every other one leads to the router, which leads it on to the Pi. */
const staysAtHome = (name: string): boolean => name.endsWith('.local')

export function practiceOutside(machine: Machine): Outside {
  const { network, clock } = machine
  const addressOf = (name: string): string => (staysAtHome(name) ? network.address : network.publicAddress)

  const from =
    (outside: boolean): Ask =>
    async (call) => {
      await clock.sleep(0.02)
      const { hostname } = new URL(call.url)
      const names = resolvers.includes(hostname)
      if (names && network.canReach(hostname)) return answered(200, nameReply(call, addressOf))
      // no public tester can reach what is only imagined
      if (names || hostname === 'federationtester.matrix.org')
        return missed('name', `Could not resolve host: ${hostname}`)
      return visit(machine, call, outside)
    }

  return {
    async resolve(name) {
      return name.includes('.') ? [addressOf(name)] : []
    },
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
  const { network } = machine
  const url = new URL(call.url)
  const port = call.at?.port ?? Number(url.port || (url.protocol === 'https:' ? 443 : 80))
  // what another program of the Pi takes, and leads on in clear, is asked there as that program does
  const led = url.protocol === 'https:' ? network.forwarded.get(port) : undefined
  const target = led ?? port
  const clear = led !== undefined || url.protocol === 'http:'
  const asked = `${clear ? 'http' : 'https'}://${url.hostname}:${target}${url.pathname}${url.search}`
  const met = request(
    machine,
    {
      url: asked,
      method: call.method,
      headers: {
        accept: '*/*',
        host: url.host,
        ...(led !== undefined && { 'x-forwarded-proto': 'https' }),
        ...call.headers,
      },
      body: call.body ?? '',
    },
    {
      outside: outside && led === undefined,
      ...(call.ca !== undefined && { authority: call.ca }),
      addresses: [{ host: url.hostname, port: target, address: clear ? '127.0.0.1' : network.address }],
    },
  )
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
function nameReply(call: Call, addressOf: (name: string) => string): unknown {
  const { searchParams } = new URL(call.url)
  const name = searchParams.get('name') ?? ''
  if (staysAtHome(name)) return { Status: 3 }
  if (searchParams.get('type') !== 'A') return { Status: 0 }
  return { Status: 0, Answer: [{ name: `${name}.`, type: 1, TTL: 300, data: addressOf(name) }] }
}
