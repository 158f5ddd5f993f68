/** What a person is told of each cause: why it is probably so, and what to do. By the way the server is reached, where that matters. */
import type { Cause, WayCause } from './causes.ts'
import { portOf, type Situation, type Told } from './situation.ts'
import { answerWords } from './words-answer.ts'

export function explain(cause: Cause, so: Situation): { why: string; remedy: string } {
  const told = { ...wayWords, ...answerWords }[cause]
  const [why, remedy] = typeof told === 'function' ? told(so) : told
  return { why, remedy }
}

const FUNNEL_OFF =
  'Either Funnel is not turned on for this port, or the Pi’s key in the tailnet has expired, or its Tailscale is too old or one of the versions that cannot do it.'
const FUNNEL_MEND =
  'Look at the Pi in Tailscale’s list of machines: is it online, and does its key still hold? Then let Bramble repair the server, which turns Funnel on again.'

const wayWords: Told<WayCause> = {
  'name-unknown': ({ mode, host }) =>
    ({
      home: [
        'This computer does not find the Pi by its name; other devices at home may.',
        'Ask on another device in the same network. Some guest networks and VPNs hide such names.',
      ] as const,
      tailnet: [
        'The name is not known in the tailnet.',
        'Look up the Pi’s name in Tailscale’s list of machines.',
      ] as const,
      funnel: [
        'Tailscale makes the public name only once Funnel is on, and that can take ten minutes and more.',
        'Wait ten minutes and look again. If it stays, let Bramble repair the server, which turns Funnel on again.',
      ] as const,
      domain: [
        `There is no record for ${host} yet, or it has not spread.`,
        `Add an A record for ${host} with your home’s public address at your domain’s provider, then look again in ten minutes.`,
      ] as const,
      proxy: [
        `There is no record for ${host} yet, or it has not spread.`,
        `Add a record for ${host} that leads to your proxy, then look again in ten minutes.`,
      ] as const,
      cloudflare: [
        `There is no record for ${host}.`,
        `Add ${host} as a public host name of the tunnel; Cloudflare then makes the record.`,
      ] as const,
    })[mode],
  'name-broken': [
    'The domain’s own name servers give no usable answer; often its DNSSEC does not fit.',
    'Look at the domain’s name servers and DNSSEC at its provider.',
  ],
  'name-private': ({ host }) => [
    'The name leads to an address that only a home network or a tailnet knows.',
    `Let the record of ${host} name your home’s public address. If your provider gives you none, Tailscale’s Funnel works without.`,
  ],
  'outside-unseen': ({ mode }) => [
    mode === 'funnel'
      ? 'This computer is in the tailnet, where the name leads straight to the Pi, and the public names could not be asked from here. What works here says nothing about Funnel.'
      : 'The public names could not be asked from here, and the name leads straight to your home here. What works here says nothing about outside.',
    'Open the address on a phone with Wi-Fi and VPN switched off.',
  ],
  'no-internet': [
    'Neither the public names nor this computer’s own lookup gave an answer: this computer seems to have no internet.',
    'Connect this computer to the internet and look again.',
  ],
  'not-in-tailnet': [
    'This computer is not in the tailnet, or its Tailscale is off. The Pi itself was asked instead.',
    'Turn Tailscale on here to open the server from this computer.',
  ],
  'server-down': ({ mode }) => [
    mode === 'funnel' || mode === 'tailnet'
      ? 'Nothing answers on the Pi itself: Caddy does not run.'
      : 'Nobody answers on the Pi itself either, so the way to it is not what is wrong.',
    'Restart Caddy on the status page. If that does not help, look at its log.',
  ],
  'port-closed': ({ mode, host, url }) => {
    const port = portOf(url)
    switch (mode) {
      case 'home':
        return [
          `Port ${port} of the Pi does not answer this computer.`,
          'Are both in the same network? Guest networks keep devices apart. Look also for a firewall on the Pi.',
        ]
      case 'tailnet':
        return [
          'Tailscale on the Pi does not lead this port to the server, or the Pi is not connected to the tailnet.',
          'Look whether the Pi is online in Tailscale’s list of machines, then let Bramble repair the server.',
        ]
      case 'funnel':
        return [FUNNEL_OFF, FUNNEL_MEND]
      case 'cloudflare':
        return [
          'Cloudflare itself does not answer for this name.',
          `Is ${host} a public host name of the tunnel?`,
        ]
      default:
        return [
          `The name leads to an address where port ${port} is closed: the router does not lead it to the Pi, or the record names another address.`,
          `In your router, forward ports 80 and 443 to ${mode === 'proxy' ? 'the machine with your proxy' : 'the Pi'}, and compare the record of ${host} with your home’s public address.`,
        ]
    }
  },
  'port-off': ({ mode, url }) => {
    const port = portOf(url)
    return mode === 'funnel' || mode === 'tailnet'
      ? [
          `Tailscale leads the main port to the server, and port ${port} not.`,
          'Let Bramble repair the server, which turns it on again. Somebody else’s use of this port would have to move.',
        ]
      : [
          `Port ${port} does not answer, and the main port does.`,
          `Restart Caddy, and look for a firewall that closes port ${port}.`,
        ]
  },
  hairpin: [
    'This computer is in the same home as the Pi, and the Pi answers there. Many routers cannot lead a visitor from inside out and in again (hair-pin NAT), so from here nobody can tell whether the port is open.',
    'Open the address on a phone with Wi-Fi switched off. If it works there, let your router’s own DNS lead the name to the Pi at home.',
  ],
  'blocked-here': [
    'The Pi answers, but this computer does not get to the address that the name leads to: something between here and there is in the way.',
    'Try from another network. A company’s firewall or a missing IPv6 is the usual reason.',
  ],
  'stale-address': ({ host }) => [
    `The name leads to several addresses, and one of them is not your server’s. Often it is an old IPv6 record.`,
    `Remove the old record of ${host} at your domain’s provider, or make it right.`,
  ],
  'cut-off': ({ mode }) =>
    mode === 'funnel'
      ? [FUNNEL_OFF, FUNNEL_MEND]
      : [
          'Somebody answers and hangs up before the connection is private: a firewall, or a program that has no certificate yet.',
          'The first certificate can take a minute. If it stays, look at Caddy’s or the proxy’s log.',
        ],
  'not-encrypted': [
    'What answers at this port speaks without encryption.',
    'Let the router lead port 443 to port 443, not to port 80, and see that the proxy has TLS on for this port.',
  ],
  'no-certificate': ({ mode, host }) =>
    mode === 'funnel'
      ? [FUNNEL_OFF, FUNNEL_MEND]
      : mode === 'proxy'
        ? [
            `The proxy has no certificate for ${host}: the piece of configuration is not in place, or not loaded.`,
            'Put the piece in, and reload the proxy.',
          ]
        : [
            `There is no certificate for ${host} yet.`,
            'It can take a minute. If it stays, see that port 80 reaches the Pi and that the name leads to it; Caddy’s log says what the authority wrote.',
          ],
  'other-certificate': ({ mode, host }) =>
    mode === 'proxy'
      ? [
          `What answers has no certificate for ${host}: your proxy does not know this name, or another machine answers.`,
          'Put the piece of configuration in, let the proxy get a certificate for this name, and reload it.',
        ]
      : mode === 'home'
        ? [
            'Another program or machine answers under this name.',
            'Is the name used by a second device at home?',
          ]
        : [
            `Somebody else answers: the certificate is for another name.`,
            `Compare the record of ${host} with your home’s public address, and the router’s port 443 with the Pi.`,
          ],
  'certificate-expired': ({ mode }) => [
    'The certificate has ended and was not renewed.',
    mode === 'proxy'
      ? 'Look at the proxy’s log for why it could not renew.'
      : 'See that port 80 reaches the Pi, that the name still leads to it, and that its clock is right. Caddy’s log says why it could not renew.',
  ],
  'certificate-too-early': [
    'The certificate begins in the future: a clock is wrong, here or on the Pi.',
    'Set this computer’s clock, and look at the Pi’s.',
  ],
  'unknown-authority': ({ mode, host }) =>
    mode === 'home'
      ? [
          'The certificate is not signed by this server’s own authority: another program answers, or the authority was made anew.',
          'Look again. If it stays, restart Caddy.',
        ]
      : mode === 'proxy'
        ? [
            `The proxy shows a certificate that nobody trusts: its default one, because it has none for ${host}, or one of a test authority.`,
            'Put the piece of configuration in and let the proxy get a real certificate.',
          ]
        : [
            'The certificate is one that nobody trusts: of a test authority, of the router, or of a company that reads all traffic.',
            `Compare the record of ${host} with your home’s public address. If it is the test authority’s, let Bramble repair the server.`,
          ],
  handshake: [
    'The connection could not be made private.',
    'The details say what was seen. Look at the log of Caddy or of the proxy.',
  ],
  'inside-tailnet': [
    'This computer is in the tailnet, where the name leads straight to the Pi: that it works here says nothing about Funnel, which was asked past it.',
    '',
  ],
  'here-differs': ({ host }) => [
    'From outside the server is reached; this computer is led elsewhere by its own network.',
    `If apps at home do not reach it, look at what the router’s own DNS says of ${host}.`,
  ],
}
