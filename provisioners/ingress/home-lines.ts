/** Lines about the home itself: its address, its router, its two ports, and what else is worth knowing. Pure. */
import type { TestLine } from '../model/test-line.ts'
import { kindOf } from './ip.ts'
import { judgePort, type PortTried, type PortVerdict, type Standpoints } from './ports.ts'
import { onlyIpv6, type Row } from './records.ts'
import { clean, fine, inTheWay, worthKnowing } from './words.ts'
import type { Whereabouts } from './whereabouts.ts'

/** What came of trying the ports. */
export type PortsSeen =
  | {
      readonly kind: 'tried'
      readonly tried: readonly PortTried[]
      /** Whether it is what only the Pi says there. */
      readonly ours: (port: number, text: string) => boolean
      readonly standpoints: Standpoints
    }
  /** Another program holds them. */
  | { readonly kind: 'taken'; readonly by: readonly { readonly port: number; readonly process: string }[] }
  | { readonly kind: 'not-tried'; readonly why: string }

const OTHER_WAYS =
  'Ask your internet provider for a public IPv4 address of your own; some give one for nothing. Or take Tailscale’s Funnel, which works behind any provider.'

/** @returns nothing where all is well and known */
export function addressLines(at: Whereabouts): TestLine[] {
  if (at.several.length > 0)
    return [
      worthKnowing(
        'several-addresses',
        'Your home is seen under several addresses',
        `Services outside saw ${at.several.join(' and ')}. Two lines to the internet, or a VPN on the Pi, look like this.`,
        'Turn a VPN on the Pi off. With two lines, let the Pi always take the same one.',
      ),
    ]
  if (!at.reached)
    return [
      worthKnowing(
        'no-public-address',
        'Your home’s public address is not known',
        'None of the services that tell it answered the Pi.',
        'Can the Pi reach the internet? It is asked again by itself.',
      ),
    ]
  if (onlyIpv6(at))
    return [
      worthKnowing(
        'ipv6-only',
        'Your Pi reaches the internet by IPv6 alone',
        `It has ${at.ipv6}, and no IPv4 address at all.`,
        'Your server works for those who have IPv6. Many networks, and many other servers, still have none: for them take Tailscale’s Funnel.',
      ),
    ]
  return routerLines(at)
}

function routerLines({ wan, ipv4, ipv6, own4 }: Whereabouts): TestLine[] {
  if (wan === null || wan === ipv4 || (ipv4 !== null && own4.includes(ipv4))) return []
  const seen = `Your router has ${wan}, and the world sees ${ipv4 ?? 'no IPv4 address'}.`
  switch (kindOf(wan)) {
    case 'shared':
      return [
        inTheWay(
          'cgnat',
          'Your provider shares one address among many homes',
          `${seen} (CGNAT) Nobody can reach you by IPv4${ipv6 === null ? '' : '; only IPv6 gets in'}.`,
          OTHER_WAYS,
        ),
      ]
    case 'home':
      return [
        inTheWay(
          'double-nat',
          'Two routers stand one behind the other',
          `${seen} Your router has an address of another home network, so that nobody comes in through both.`,
          `On the first router, often the provider’s box, forward the ports 80 and 443 to ${wan}, or put it into bridge mode. If there is no other box in your home, it is your provider’s. ${OTHER_WAYS}`,
        ),
      ]
    case 'public':
    case 'none':
      return [
        worthKnowing(
          'router-differs',
          'Your router tells another address than the world sees',
          `${seen} A VPN on the way, or a second line, looks like this.`,
          'If the Pi goes out by a VPN, turn it off for the check.',
        ),
      ]
  }
}

/** @param host the name that visitors take, for the words */
export function portLines(ports: PortsSeen, at: Whereabouts, host: string): TestLine[] {
  switch (ports.kind) {
    case 'taken':
      return ports.by.map(({ port, process }) =>
        inTheWay(
          'port-taken',
          `Another program on the Pi holds port ${port}`,
          process === '' ? 'Which one could not be read.' : `It is ${clean(process)}.`,
          'Stop that program. If it is a web server that you need, choose “the proxy that is there already” instead.',
        ),
      )
    case 'not-tried':
      return [
        worthKnowing(
          'ports-not-tried',
          'Whether visitors get in was not tried',
          ports.why,
          'The certificate authority’s rehearsal shows it, before anything counts.',
        ),
      ]
    case 'tried':
      return triedLines(ports, at, host)
  }
}

type Tried = Extract<PortsSeen, { kind: 'tried' }>

function triedLines({ tried, ours, standpoints }: Tried, at: Whereabouts, host: string): TestLine[] {
  const judged = tried.map((one) => ({ one, verdict: judgePort(one, tried, ours, standpoints) }))
  const bad = judged.flatMap(({ one, verdict }) => badPort(one, verdict, host))
  const unknown = judged.filter(({ verdict }) => verdict.kind === 'unknown')
  if (unknown.length > 0) return [...bad, hairpin(standpoints, at)]
  if (bad.length > 0 || judged.length === 0) return bad
  const outside = judged.every(({ verdict }) => verdict.kind === 'open' && verdict.from === 'outside')
  return [
    fine(
      'ports',
      'The ports 80 and 443 lead to your Pi',
      outside
        ? 'This computer came in from outside.'
        : 'It was seen from inside your home. From outside it is tried by the certificate authority’s rehearsal.',
    ),
  ]
}

function badPort({ port, family, address }: PortTried, verdict: PortVerdict, host: string): TestLine[] {
  const way = family === 6 ? ' by IPv6' : ''
  switch (verdict.kind) {
    case 'open':
    case 'unknown':
      return []
    case 'closed':
      return [
        inTheWay(
          `port-${port}-closed`,
          `Port ${port} is closed${way}`,
          `At ${address}, ${verdict.how === 'refused' ? 'the connection was refused' : 'nobody answered'}. ${port === 80 ? 'The certificate authority asks there first.' : `Everybody who wants ${host} comes there.`}`,
          family === 6
            ? `In your router’s settings, let port ${port} (TCP) through its IPv6 firewall to your Pi.`
            : `In your router’s settings, forward port ${port} (TCP${port === 443 ? ' and UDP' : ''}) to your Pi. Some providers block it: ask them.`,
        ),
      ]
    case 'someone-else':
      return [
        inTheWay(
          'someone-else-answers',
          `Somebody else answers at port ${port}${way}`,
          `At ${address}, not your Pi but ${whoAnswers(verdict.text)} answered.`,
          `In your router’s settings, let port ${port} lead to your Pi. If the router’s own page is there, turn its remote administration off. If another machine is there already, choose “the proxy that is there already”.`,
        ),
      ]
  }
}

/** What a stranger calls itself. */
function whoAnswers(text: string): string {
  const server = /^server:[ \t]*(\S[^\r\n]*)$/im.exec(text.slice(0, 4096))?.[1]
  const title = /<title[^>]*>([^<]{1,200})/i.exec(text.slice(0, 4096))?.[1]
  const named = [title, server].flatMap((one) => (one === undefined || clean(one) === '' ? [] : [clean(one)]))
  return named.length > 0 ? `“${named.join(', ').slice(0, 120)}”` : 'another machine'
}

const hairpin = (standpoints: Standpoints, { ipv6 }: Whereabouts): TestLine =>
  worthKnowing(
    'hairpin',
    'Whether visitors get in cannot be seen from here',
    standpoints[4] === 'same-home'
      ? 'This computer is in the same home as the Pi, and your router does not lead from inside to its own public address. That is common, and says nothing about visitors from outside.'
      : `From here, the way to your home’s public address could not be tried${ipv6 === null ? '' : ' by all its ways'}.`,
    'Make sure that your router forwards the ports 80 and 443 to your Pi. The certificate authority’s rehearsal shows whether they are open, before anything counts. Devices in your home may need the name in your router’s own DNS, with the Pi’s home address.',
  )

/** @param rows to see whether the address is given by a service that follows it */
export function dynamicLine(rows: readonly Row[], at: Whereabouts, host: string): TestLine[] {
  if (at.ipv4 === null) return []
  const followed = rows.some(({ view }) => view.type === 'CNAME' && view.name === host && view.now.length > 0)
  if (followed) return []
  return [
    worthKnowing(
      'dynamic-address',
      'Your home’s address may change',
      `Most providers give a home a new address now and then, such as after the router was restarted. ${host} would then still lead to ${at.ipv4}.`,
      'If yours changes, turn on dynamic DNS in your router (DynDNS, DDNS): it tells a DNS service each new address. Your domain’s provider may offer it, or let the name be a CNAME that leads to the name of such a service.',
    ),
  ]
}
