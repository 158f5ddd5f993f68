/** The public addresses that follow from where the server is reached. Pure. */
import { serverNameOf } from '../model/address.ts'
import type { Intent } from '../model/intent.ts'
import type { Front, Site } from '../stack/site.ts'

/**
 * With one name and several ports, the sign-in service has a port of its own: its paths would collide with others' (MAS,
 * crates/router/src/endpoints.rs). Funnel knows these three ports and no others, so they are the same everywhere.
 */
const PORTS = { main: 443, 'sign-in': 8443, identity: 10_000 } as const
/** With one port and several names, it has a path of its own instead: one name and one open port are enough. */
const SIGN_IN_PATH = '/auth/'
/** Where Caddy listens inside its container, and on the loopback of the host, when another program ends the encryption. */
const BEHIND = { main: 8080, 'sign-in': 8081, identity: 8082 } as const
/** Its ports on the loopback of the host, for a program there. */
export const LOOPBACK = { main: 18_080, 'sign-in': 18_081, identity: 18_082 } as const

export interface Addresses {
  /** The server's permanent name, behind the colon of every user id. */
  readonly serverName: string
  /** Base of the Matrix address, with a slash at its end. */
  readonly matrix: string
  /** Base of the sign-in address, with a slash at its end: without it MAS loses the last part of its path. */
  readonly signIn: string
  /** Base of Pocket ID's or Keycloak's address, with a slash at its end; null where no name is there for it. */
  readonly identity: string | null
  readonly sites: readonly Site[]
  readonly front: Front
  /** Whether other people's web server answers for the permanent name: it then needs the two well-known files. */
  readonly apexElsewhere: boolean
}

/** @param intent its address; whether a service for identities runs is not asked here: its site is there in any case */
export function addressesOf({ address }: Pick<Intent, 'address'>): Addresses {
  const serverName = serverNameOf(address)
  const apexElsewhere = serverName !== address.host
  switch (address.mode) {
    case 'home':
      return {
        ...byPort(address.host, (id) => ({ listen: PORTS[id], publish: `${PORTS[id]}:${PORTS[id]}` })),
        serverName,
        apexElsewhere,
        front: { kind: 'own-authority' },
      }
    case 'tailnet':
    case 'funnel':
      return {
        ...byPort(address.host, (id) => ({
          listen: BEHIND[id],
          publish: `127.0.0.1:${LOOPBACK[id]}:${BEHIND[id]}`,
        })),
        serverName,
        apexElsewhere,
        front: { kind: 'behind' },
      }
    case 'domain':
      return {
        ...byName(address.host, address.identityHost, { listen: 443, publish: '443:443' }),
        serverName,
        apexElsewhere,
        front: { kind: 'acme', email: address.email ?? null },
      }
    case 'cloudflare':
      return {
        ...byName(address.host, address.identityHost, { listen: BEHIND.main, publish: null }),
        serverName,
        apexElsewhere,
        front: { kind: 'behind' },
      }
    case 'proxy':
      return {
        ...byName(address.host, address.identityHost, { listen: 0, publish: null }),
        serverName,
        apexElsewhere,
        front: { kind: 'theirs', proxy: address.proxy },
      }
  }
}

type Placed = Pick<Addresses, 'matrix' | 'signIn' | 'identity' | 'sites'>
type Listens = Pick<Site, 'listen' | 'publish'>

function byPort(host: string, listens: (id: Site['id']) => Listens): Placed {
  const ids = ['main', 'sign-in', 'identity'] as const
  return {
    matrix: `https://${host}/`,
    signIn: `https://${host}:${PORTS['sign-in']}/`,
    identity: `https://${host}:${PORTS.identity}/`,
    sites: ids.map((id) => ({ id, host, port: PORTS[id], path: '/', ...listens(id) })),
  }
}

function byName(host: string, identityHost: string | undefined, listens: Listens): Placed {
  return {
    matrix: `https://${host}/`,
    signIn: `https://${host}${SIGN_IN_PATH}`,
    identity: identityHost === undefined ? null : `https://${identityHost}/`,
    sites: [
      { id: 'main', host, port: 443, path: '/', ...listens },
      { id: 'sign-in', host, port: 443, path: SIGN_IN_PATH, ...listens },
      ...(identityHost === undefined
        ? []
        : [{ id: 'identity' as const, host: identityHost, port: 443, path: '/', ...listens }]),
    ],
  }
}
