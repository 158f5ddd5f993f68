/** The practice Pi as other computers see it, on its own network and from far away: names, certificates and pages. */
import type { Ask, Call, Met, Trouble } from '../../model/outside.ts'
import { verifySignature, type Outside } from '../outside.ts'
import type { Machine } from './machine.ts'
import { request, type CurlFailure } from './web.ts'

/** Names that stay at home lead to the Pi itself; every other one leads to the router, which leads it on to the Pi. */
const staysAtHome = (name: string): boolean => name.endsWith('.local')

export function practiceOutside(machine: Machine): Outside {
  const { clock, internet, network, tailscaled } = machine
  // the practice network believes every name in .local to be its one Pi's; this computer is in the tailnet
  const addressOf = (name: string): string | null => {
    if (staysAtHome(name)) return network.address
    if (name === tailscaled.name) return '100.64.0.1'
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
  const { network, tailscaled } = machine
  const url = new URL(call.url)
  const port = call.at?.port ?? Number(url.port || (url.protocol === 'https:' ? 443 : 80))
  // what tailscaled takes, ends the encryption of and leads on in clear is asked there as it does (Tailscale, ipn/ipnlocal/serve.go)
  const door = tailscaled.doorOf(url.hostname, port)
  if (door === null && url.hostname === tailscaled.name) return missed('refused', 'Connection refused')
  const led = door === null ? undefined : Number(new URL(door.target).port)
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
        ...(led !== undefined && { 'x-forwarded-proto': 'https', 'x-forwarded-host': url.host }),
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
