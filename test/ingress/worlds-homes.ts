/** Homes, their routers, their ports, and the resolvers that are asked about them. */
import { HOST, OWN, OWN6, OTHER, names, router, bothSay, well, type World } from './world.ts'

export const homeWorlds: readonly World[] = [
  {
    name: 'a shared address (CGNAT)',
    prepare: router('100.72.14.9'),
    finds: ['cgnat'],
    ready: false,
    says: /100\.72\.14\.9, and the world sees 198\.51\.100\.24/,
  },
  { name: 'two routers', prepare: router('192.168.0.2'), finds: ['double-nat'], ready: false },
  { name: 'a router that agrees', prepare: router(OWN), finds: [], ready: true },
  { name: 'a router that nobody can ask', prepare: router(null), finds: [], ready: true },
  { name: 'a VPN on the way', prepare: router(OTHER), finds: ['router-differs'], ready: true },
  {
    name: 'resolvers that disagree',
    prepare: (net) => {
      names(well)(net)
      net.before.set('dns.google', new Map([[HOST, { A: [OTHER] }]]))
    },
    finds: ['resolvers-disagree'],
    ready: false,
    rows: { [`A ${HOST}`]: 'unknown' },
    says: /Google says 203\.0\.113\.7.*Cloudflare says 198\.51\.100\.24/,
  },
  {
    name: 'resolvers that disagree and are both wrong',
    prepare: (net) => {
      names({ [HOST]: { A: [OTHER] } })(net)
      net.before.set('dns.google', new Map([[HOST, { A: ['203.0.113.8'] }]]))
    },
    finds: ['wrong-a'],
    ready: false,
  },
  {
    name: 'one resolver is down',
    prepare: (_, pi) => void pi.machine.network.unreachable.add('dns.google'),
    finds: [],
    ready: true,
  },
  {
    name: 'both resolvers are down',
    prepare: (_, pi) =>
      ['dns.google', 'cloudflare-dns.com'].forEach((host) => pi.machine.network.unreachable.add(host)),
    finds: ['no-answer'],
    ready: true,
    rows: { [`A ${HOST}`]: 'unknown', [`CAA ${HOST}`]: 'unknown' },
  },
  {
    name: 'signatures that do not hold',
    prepare: (net) => void net.unsigned.add(HOST),
    finds: ['dnssec'],
    ready: false,
  },
  { name: 'name servers that fail', prepare: bothSay({ Status: 2 }), finds: ['dns-broken'], ready: false },
  {
    name: 'port 80 closed, seen from outside',
    prepare: (net) => {
      net.laptop = 'elsewhere'
      net.ports.set(80, null)
    },
    finds: ['port-80-closed'],
    ready: false,
  },
  {
    name: 'port 443 closed, seen from outside',
    prepare: (net) => {
      net.laptop = 'elsewhere'
      net.ports.set(443, null)
    },
    finds: ['port-443-closed'],
    ready: false,
  },
  {
    name: 'port 80 closed, where the other came back from inside',
    prepare: (net) => void net.ports.set(80, null),
    finds: ['port-80-closed'],
    ready: false,
  },
  {
    name: 'both ports closed, where nothing comes back from inside',
    prepare: (net) => {
      net.ports.set(80, null)
      net.ports.set(443, null)
    },
    finds: ['hairpin'],
    ready: true,
  },
  {
    name: 'a router that does not lead back',
    prepare: (net) => void (net.hairpin = false),
    finds: ['hairpin'],
    ready: true,
  },
  {
    name: 'the router’s own page at port 80',
    prepare: (net) => {
      net.laptop = 'elsewhere'
      net.ports.set(80, 'HTTP/1.0 200 OK\r\nServer: lighttpd\r\n\r\n<title>FRITZ!Box\u202e</title>')
    },
    finds: ['someone-else-answers'],
    ready: false,
    says: /“FRITZ!Box, lighttpd”/,
  },
  {
    name: 'another program has the port on the Pi',
    prepare: (_, pi) => void pi.machine.network.others.set(80, 'nginx'),
    finds: ['port-taken'],
    ready: false,
    says: /nginx/,
  },
  {
    name: 'a home with IPv6 alone',
    prepare: (net) => {
      net.home.ipv4 = null
      net.router = null
      names({ [HOST]: { AAAA: [OWN6] } })(net)
      net.laptop = 'elsewhere'
    },
    finds: ['ipv6-only'],
    ready: true,
    rows: { [`A ${HOST}`]: 'right', [`AAAA ${HOST}`]: 'right' },
  },
  {
    name: 'a home with IPv6 alone, and an old A',
    prepare: (net) => {
      net.home.ipv4 = null
      names({ [HOST]: { A: [OTHER], AAAA: [OWN6] } })(net)
      net.laptop = 'elsewhere'
    },
    finds: ['wrong-a', 'ipv6-only'],
    ready: false,
  },
  {
    name: 'two echo services that disagree',
    prepare: (net) =>
      void net.answers.set('api.ipify.org', () => ({ status: 200, headers: {}, body: OTHER })),
    finds: ['several-addresses'],
    ready: true,
    rows: { [`A ${HOST}`]: 'unknown' },
  },
  {
    name: 'no echo service answers',
    prepare: (_, pi) =>
      ['api.ipify.org', 'api6.ipify.org', 'www.cloudflare.com'].forEach((host) =>
        pi.machine.network.unreachable.add(host),
      ),
    finds: ['no-public-address'],
    ready: true,
  },
  {
    name: 'Cloudflare before the name',
    prepare: names({ [HOST]: { A: ['104.21.5.9', '172.67.133.4'], AAAA: ['2606:4700:3030::6815:509'] } }),
    finds: ['cloudflare-proxied'],
    ready: false,
  },
]
