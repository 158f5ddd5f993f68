/** What Node, OpenSSL and a forwarded connection say of a failure, as one of the names that a person can be told about. */
import { EngineError } from '../model/engine-error.ts'
import type { Trouble } from '../model/outside.ts'
import { FORWARDING_OFF, traits } from './ssh-errors.ts'

/**
 * Codes: Node, "OpenSSL error codes", errors and dns; llhttp's begin with HPE_ (its README); of a forwarded connection: RFC 4254, 5.1.
 *
 * @param so how far the request had come: the same code means another thing before the encryption and after
 */
export function troubleOf(error: unknown, so: { encrypted: boolean; answered: boolean }): Trouble {
  if (error instanceof EngineError) return forwarded(error)
  const { code, message } = traits(error)
  const found = byCode[code]
  if (found !== undefined) return found
  if (code.startsWith('EAI_')) return 'name'
  if (code === 'HPE_HEADER_OVERFLOW') return 'headers'
  if (code.startsWith('HPE_')) return 'not-http'
  if (code === 'ECONNRESET' || code === 'EPIPE') return so.encrypted ? 'closed' : 'reset'
  if (so.encrypted) return 'closed'
  if (/CERT|ISSUER|LEAF_SIGNATURE|SELF_SIGNED/.test(code)) return 'unknown-authority'
  if (
    /wrong version number|packet length too long|http request|unexpected message|unknown protocol/i.test(
      message,
    )
  )
    return 'not-tls'
  // alerts by which a server says that it has nothing to show for this name (RFC 8446, 6.2)
  if (
    /alert (internal error|handshake failure|access denied)|unrecognized name|no application protocol/i.test(
      message,
    )
  )
    return 'no-certificate'
  return 'tls'
}

const byCode: Readonly<Record<string, Trouble>> = {
  ENOTFOUND: 'name',
  ECONNREFUSED: 'refused',
  ETIMEDOUT: 'timeout',
  ENETUNREACH: 'no-route',
  EHOSTUNREACH: 'no-route',
  EADDRNOTAVAIL: 'no-route',
  ERR_TLS_CERT_ALTNAME_INVALID: 'other-name',
  CERT_HAS_EXPIRED: 'expired',
  CERT_NOT_YET_VALID: 'not-yet-valid',
}

/** sshd says in words alone why it made no connection. */
function forwarded(error: EngineError): Trouble {
  const words = error.evidence.join(' ')
  if (error.code !== 'refused' || error.evidence.includes(FORWARDING_OFF)) return 'not-asked'
  if (/not known|resolution|no address/i.test(words)) return 'name'
  return /timed out/i.test(words) ? 'timeout' : 'refused'
}
