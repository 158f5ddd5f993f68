/** The practice Pi as other computers see it, on its own network and from far away: names, certificates and pages. */
import type { Ask, Call, Met, Trouble } from '../../model/outside.ts'
import { verifySignature, type Outside } from '../outside.ts'
import { FUNNEL_ADDRESS } from './internet.ts'
import type { Machine } from './machine.ts'
import { request, type CurlFailure } from './web.ts'

/** The Pi's own in the tailnet. */
const TAILNET_ADDRESS = '100.64.0.1'

export function practiceOutside(machine: Machine): Outside {
  const { clock, internet, network, tailscaled } = machine
  // the practice network believes every name in .local to be its one Pi's; this computer is in the tailnet
  const addressOf = (name: string): string | null => {
    if (name.endsWith('.local')) return network.address
    if (name === tailscaled.name) return TAILNET_ADDRESS
    return network.leadsHere(name) ? internet.home.ipv4 : null
  }

  const from =
    (outside: boolean): Ask =>
    async (call) => {
      await clock.sleep(0.02)
      const url = new URL(call.url)
      if (internet.knows(url.hostname)) {
        const answer = network.canReach(url.hostname) ? internet.serve(url, internet.home, null) : null
        return answer === null
          ? missed('name', `Could not resolve host: ${url.hostname}`)
          : { ok: true, ...answer, milliseconds: 20, certificate: null }
      }
      // no public tester can reach what is only imagined
      if (url.hostname === 'federationtester.matrix.org')
        return missed('name', `Could not resolve host: ${url.hostname}`)
      return visit(machine, call, outside)
    }

  return {
    async resolve(name) {
      const found = addressOf(name)
      return found === null ? [] : [found]
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
    return told('code' in behind ? { status: 502, headers: {}, body: '' } : behind)
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
