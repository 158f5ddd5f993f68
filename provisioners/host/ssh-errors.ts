/** What ssh2 and the network throw, as typed problems. */
import { EngineError } from '../model/engine-error.ts'

/**
 * A failure before the sign-in was through.
 *
 * @param error what ssh2 emitted; `level` and `code` are looked at, never the words
 * @param where `host:port`, for people
 */
export function connectError(error: unknown, where: string): EngineError {
  if (error instanceof EngineError) return error
  const { level, code, message } = traits(error)
  const evidence = [message]
  if (level === 'client-authentication') return new EngineError('auth-failed', where, evidence)
  if (code === 'ECONNREFUSED') return new EngineError('refused', where, evidence)
  // getaddrinfo's answers: ENOTFOUND, EAI_AGAIN, EAI_NODATA … (Node, dns: Error codes)
  if (code === 'ENOTFOUND' || code.startsWith('EAI_'))
    return new EngineError('name-not-found', where, evidence)
  return new EngineError('unreachable', where, evidence)
}

/** A channel that could not be opened. `reason` numbers: RFC 4254, 5.1. */
export function channelError(error: unknown, what: string, lost: string | null): EngineError {
  if (error instanceof EngineError) return error
  const { reason, message } = traits(error)
  if (lost === null && typeof reason === 'number')
    return new EngineError('refused', what, [message, ...closed(reason)])
  return new EngineError('connection-lost', lost ?? what, [message])
}

/** OpenSSH tells by this number alone that it may not forward, and not that nobody listened. */
const closed = (reason: number): string[] => (reason === 1 ? [FORWARDING_OFF] : [])

export const FORWARDING_OFF = 'administratively prohibited'

export function traits(error: unknown): { level: string; code: string; message: string; reason: unknown } {
  const from = (typeof error === 'object' && error !== null ? error : {}) as Record<string, unknown>
  return {
    level: typeof from['level'] === 'string' ? from['level'] : '',
    code: typeof from['code'] === 'string' ? from['code'] : '',
    message: error instanceof Error ? error.message : String(error),
    reason: from['reason'],
  }
}
