/** The little of the internet that an own domain meets: names, who tells the home's address, and the router between. */
import type { HttpAnswer } from './services/behaviour.ts'

/** As they stand at a domain's provider; CAA in the form of RFC 8659, 4.1.1. */
export interface Records {
  readonly A?: readonly string[]
  readonly AAAA?: readonly string[]
  readonly CNAME?: string
  readonly CAA?: readonly string[]
}

const NUMBERS = { A: 1, CNAME: 5, AAAA: 28, CAA: 257 } as const
const DOH: Readonly<Record<string, string>> = { 'dns.google': '/resolve', 'cloudflare-dns.com': '/dns-query' }
const TRACE = 'www.cloudflare.com'

/** From blocks that are set aside for examples: nobody has them (RFC 5737, RFC 3849). */
const HOME = { ipv4: '198.51.100.24', ipv6: '2001:db8:52a:10::42' }

/** Of Tailscale's, where visitors of a funnel come in. */
export const FUNNEL_ADDRESS = '198.51.100.7'

export class Internet {
  /** The home's public addresses; null where it has none of the kind. */
  home: { ipv4: string | null; ipv6: string | null } = { ...HOME }
  /** What the router itself has on its other side; null where nobody can ask it. */
  router: string | null = HOME.ipv4
  /** Records by name; they come before what is published. */
  readonly names = new Map<string, Records>()
  /** Names that are not there. */
  readonly missing = new Set<string>()
  /** Where the world finds a name that is not among these: an address, or `home`; null for one that nobody has published. */
  readonly #published: (name: string) => string | null
  /** What one resolver still knows from before. */
  readonly before = new Map<string, ReadonlyMap<string, Records>>()
  /** Names whose signatures do not hold. */
  readonly unsigned = new Set<string>()
  /** Whole answers of servers, by host name; they come before everything else. */
  readonly answers = new Map<string, (path: string) => HttpAnswer>()
  /** Who answers at a port of the home instead of the Pi: what it says, or null for a port that is closed. */
  readonly ports = new Map<number, string | null>()
  /** Whether the router leads from inside to its own public address. */
  hairpin = true
  /** Where the computer beside the Pi is; elsewhere it has another public address. */
  laptop: 'home' | 'elsewhere' = 'home'

  constructor(published: (name: string) => string | null) {
    this.#published = published
  }

  /** Whether the practice internet knows a host; everything else is not there. */
  knows = (host: string): boolean =>
    this.answers.has(host) || host in DOH || host === TRACE || /^api6?\.ipify\.org$/.test(host)

  /**
   * One request to it.
   *
   * @param asker public addresses of who asks
   * @param family by which it is asked; null where only one leads there
   * @returns null where nobody is reached
   */
  serve(
    url: URL,
    asker: { readonly ipv4: string | null; readonly ipv6: string | null },
    family: 4 | 6 | null,
  ): HttpAnswer | null {
    const given = this.answers.get(url.hostname)
    if (given) return given(url.pathname + url.search)
    const path = DOH[url.hostname]
    if (path !== undefined) return url.pathname === path ? this.#lookUp(url) : plain(404, '')
    const by = url.hostname === 'api6.ipify.org' ? 6 : url.hostname === 'api.ipify.org' ? 4 : (family ?? 4)
    const address = family !== null && family !== by ? null : by === 4 ? asker.ipv4 : asker.ipv6
    if (address === null) return null
    return url.hostname === TRACE
      ? plain(200, `fl=1f1\nh=${TRACE}\nip=${address}\nts=0.000\nvisit_scheme=https\ncolo=XXX\n`)
      : plain(200, address)
  }

  /** As both services write it (see provisioners/ingress/dns-json.ts). */
  #lookUp(url: URL): HttpAnswer {
    const name = (url.searchParams.get('name') ?? '').toLowerCase()
    const type = url.searchParams.get('type') as keyof typeof NUMBERS
    const known = this.before.get(url.hostname)
    const records = (at: string): Records | undefined =>
      known?.get(at) ?? this.names.get(at) ?? this.#usual(at, type)
    const found: { name: string; type: number; TTL: number; data: string }[] = []
    let at = name
    let status = 0
    for (let hop = 0; hop < 9; hop++) {
      const here = records(at)
      if (!here) {
        status = 3
        break
      }
      if (here.CNAME === undefined || type === 'CNAME') {
        for (const data of [here[type] ?? []].flat())
          found.push({ name: `${at}.`, type: NUMBERS[type], TTL: 60, data })
        break
      }
      found.push({ name: `${at}.`, type: NUMBERS.CNAME, TTL: 60, data: `${here.CNAME}.` })
      at = here.CNAME
    }
    const unsigned = this.unsigned.has(name)
    return {
      status: 200,
      headers: { 'content-type': 'application/dns-json' },
      body: JSON.stringify({
        Status: unsigned ? 2 : status,
        TC: false,
        RD: true,
        RA: true,
        AD: false,
        CD: false,
        Question: [{ name: `${name}.`, type: NUMBERS[type] }],
        ...(unsigned ? { Comment: ['EDE(6): DNSSEC Bogus'] } : found.length > 0 && { Answer: found }),
      }),
    }
  }

  #usual(name: string, type: keyof typeof NUMBERS): Records | undefined {
    const where = this.missing.has(name) ? null : this.#published(name)
    if (where === null) return undefined
    const address = where === 'home' ? this.home.ipv4 : where
    return type === 'CAA' || address === null ? {} : { A: [address] }
  }
}

const plain = (status: number, body: string): HttpAnswer => ({
  status,
  headers: { 'content-type': 'text/plain' },
  body,
})
