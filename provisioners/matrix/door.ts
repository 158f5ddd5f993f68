/** How the machine itself asks its own front door, past names, routers and tunnels. Pure. */
import { loopbackPort } from '../stack/loopback.ts'
import { dataPath } from '../stack/paths.ts'
import type { Site } from '../stack/site.ts'
import type { Addresses } from './address.ts'

/** Caddy's own certificate authority, made on its first start; public by nature. */
export const CA_CERTIFICATE = `${dataPath('caddy')}/pki/authorities/local/root.crt`

/** What curl is told to take a public address to where the machine answers it. */
export interface Way {
  readonly options: readonly string[]
  readonly url: string
  /** Set where only the containers see it: curl then runs in one of them. */
  readonly inside?: true
}

/** Which service answers what is asked, for addresses that no program of ours leads on. */
export interface Behind {
  readonly service: string
  readonly port: number
}

/**
 * By who ends the encryption: with its own authority, Caddy's root alone is trusted; with public certificates, the machine's
 * usual roots; behind another program, Caddy is asked in clear, as that program asks it. Where Caddy has no port of its own on
 * the host, the address is asked as everybody asks it.
 *
 * @param url below one of the addresses
 * @param behind who answers it behind a proxy that is not ours: asked at its own door, since nobody knows from here whether
 *   that proxy has its piece of configuration yet
 */
export function wayTo(
  url: string,
  { front, sites }: Pick<Addresses, 'front' | 'sites'>,
  behind?: Behind,
): Way {
  const { hostname, port, pathname, search } = new URL(url)
  const asked = port === '' ? 443 : Number(port)
  const here = ['--resolve', `${hostname}:${asked}:127.0.0.1`]
  switch (front.kind) {
    case 'own-authority':
      return { options: ['--cacert', CA_CERTIFICATE, ...here], url }
    case 'acme':
      return { options: here, url }
    case 'behind': {
      const site = sites.find((one) => one.host === hostname && one.port === asked)
      const published = /^127\.0\.0\.1:(\d+):\d+$/.exec(site?.publish ?? '')?.[1]
      if (published === undefined) return { options: [], url }
      const clear = asked === 443 ? 80 : asked
      return {
        options: [
          '--connect-to',
          `${hostname}:${clear}:127.0.0.1:${published}`,
          '--header',
          'X-Forwarded-Proto: https',
        ],
        url: `http://${hostname}${clear === 80 ? '' : `:${clear}`}${pathname}${search}`,
      }
    }
    case 'theirs': {
      const [site] = sites
        .filter((one) => one.host === hostname && url.startsWith(rootOf(one)))
        .toSorted((one, other) => other.path.length - one.path.length)
      if (!behind || !site) return { options: [], url }
      const path = `/${url.slice(rootOf(site).length)}`
      return front.reach.by === 'loopback'
        ? { options: [], url: `http://127.0.0.1:${loopbackPort(site.id, behind.port)}${path}` }
        : { options: [], url: `http://${behind.service}:${behind.port}${path}`, inside: true }
    }
  }
}

const rootOf = ({ host, path }: Site): string => `https://${host}${path}`
