/** The public addresses that follow from where the server is reached. Pure. */
import type { Intent } from '../model/intent.ts'
import type { Site } from '../stack/routes.ts'

/** The sign-in service has a port of its own: its paths would collide with others' (MAS, crates/router/src/endpoints.rs). */
const SIGN_IN_PORT = 8443

export interface Addresses {
  /** The server's permanent name, behind the colon of every user id. */
  readonly serverName: string
  /** Base of the Matrix address, with a slash at its end. */
  readonly matrix: string
  /** Base of the sign-in address, with a slash at its end: without it MAS loses the last part of its path. */
  readonly signIn: string
  readonly sites: readonly Site[]
  /** TCP ports that must be free on the host. */
  readonly ports: readonly number[]
}

export function addressesOf(intent: Intent): Addresses {
  const { host } = intent.address
  return {
    serverName: host,
    matrix: `https://${host}/`,
    signIn: `https://${host}:${SIGN_IN_PORT}/`,
    sites: [
      { id: 'main', host, port: 443 },
      { id: 'sign-in', host, port: SIGN_IN_PORT },
    ],
    ports: [80, 443, SIGN_IN_PORT],
  }
}
