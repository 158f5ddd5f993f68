/** What a person typed as the Pi's address, checked before anything is made of it. */
import { isIP } from 'node:net'
import { EngineError } from '../model/engine-error.ts'

export interface Target {
  /** A host name or an IP address. */
  readonly host: string
  readonly port: number
  readonly user: string
}

/**
 * @throws EngineError name-not-found for a host or port that cannot be one, auth-failed for such a user name
 */
export function checkTarget(target: Target): Target {
  const { host, port, user } = target
  if (!isAddress(host) && !isName(host)) throw new EngineError('name-not-found', shown(host))
  if (!Number.isInteger(port) || port < 1 || port > 65535)
    throw new EngineError('name-not-found', `${shown(host)}: no such port`)
  // useradd(8) allows no leading hyphen; such a name would be read as an option by whoever passes it on.
  if (!/^[A-Za-z0-9_][A-Za-z0-9_.@-]{0,63}$/.test(user)) throw new EngineError('auth-failed', shown(user))
  return target
}

/** An IPv4 or IPv6 address; a link-local one may name its interface. */
function isAddress(host: string): boolean {
  const [address = '', zone] = host.split('%')
  return isIP(address) !== 0 && (zone === undefined || /^[A-Za-z0-9][A-Za-z0-9_.-]{0,31}$/.test(zone))
}

/** Underscores are no host name's, yet some routers hand such names out. No label starts or ends with a hyphen. */
function isName(host: string): boolean {
  return (
    host.length <= 253 &&
    /^[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?(\.[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?)*\.?$/.test(
      host,
    )
  )
}

function shown(text: string): string {
  return JSON.stringify(text.slice(0, 100))
}
