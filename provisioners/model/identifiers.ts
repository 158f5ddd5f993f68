/** What a server's name is for: the ids that will be made of it, shown before it is fixed. Pure. */
import { serverNameOf, type Address } from './address.ts'

export interface Identifiers {
  /** Of a person called Anna. */
  readonly user: string
  /** Of a room that the whole family knows. */
  readonly room: string
  /** What people type in an app that asks for their server. */
  readonly server: string
  /** Where the apps are then led to. */
  readonly address: string
  /** Whether somebody else's web server has to lead them there, because the name is not where the server is. */
  readonly led: boolean
}

/** Matrix specification, Appendices, Identifier grammar: each ends in the server's name, without a port where it has none. */
export function identifiersOf(address: Address): Identifiers {
  const server = serverNameOf(address)
  return {
    user: `@anna:${server}`,
    room: `#family:${server}`,
    server,
    address: `https://${address.host}`,
    led: server !== address.host,
  }
}
