/**
 * One call of a bridge's provisioning API: a request as data, and what its answer means. Pure: somebody else carries it.
 * The API: mautrix-go, bridgev2/matrix/provisioning.go; who asks is proved by the secret, and for whom is said by `user_id`.
 */
import type { z } from 'zod'
import { EngineError } from '../../model/engine-error.ts'
import { scrub, type Secret } from '../../model/secret.ts'
import { readable } from './text.ts'
import { refusal } from './answers.ts'

export interface ProvisioningRequest {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
}

export interface ProvisioningAnswer {
  readonly status: number
  readonly body: string
}

/** Who asks, and for whom. */
export interface Asking {
  readonly secret: Secret
  /** Whole Matrix id of the person. */
  readonly user: string
}

/**
 * @param path parts behind `/_matrix/provision/v3`, each taken as it is
 * @param body undefined for a call that takes none
 */
export function requestOf(
  { secret, user }: Asking,
  method: 'GET' | 'POST',
  path: readonly string[],
  { txn, body }: { readonly txn?: string | null; readonly body?: object } = {},
): ProvisioningRequest {
  const query = new URLSearchParams({ user_id: user, ...(txn && { txn_id: txn }) })
  return {
    method,
    path: `/_matrix/provision/v3/${path.map(encodeURIComponent).join('/')}?${query}`,
    headers: {
      authorization: `Bearer ${secret.reveal()}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  }
}

/**
 * @param typed what the person entered in this call: a refusal that repeats it does not reach a screen with it
 * @throws EngineError bridge-refused with the bridge's own words, not-found for what it does not know any more, bridge-unwell for
 *   what makes no sense
 */
export function readAnswer<T>(
  { status, body }: ProvisioningAnswer,
  shape: z.ZodType<T>,
  typed: readonly Secret[] = [],
): T {
  const value = parsed(body)
  if (status >= 200 && status < 300) {
    const read = shape.safeParse(value)
    if (read.success) return read.data
    throw new EngineError('bridge-unwell', 'The bridge gave an answer that makes no sense.', [
      // where, and never what: the answer may hold what a person typed
      ...read.error.issues.slice(0, 5).map(({ path }) => readable(`unexpected at ${path.join('.')}`)),
    ])
  }
  const said = refusal.safeParse(value)
  const evidence = [`HTTP ${status}${said.success ? `, ${readable(said.data.errcode)}` : ''}`]
  if (!said.success)
    throw new EngineError('bridge-unwell', 'The bridge did not answer as it should.', evidence)
  const { errcode, error } = said.data
  const words = readable(scrub(error, typed), 500)
  switch (errcode) {
    case 'M_UNKNOWN_TOKEN':
    case 'M_MISSING_TOKEN':
      throw new EngineError(
        'bridge-unwell',
        'The bridge does not take the secret that the Pi has for it.',
        evidence,
      )
    case 'M_UNRECOGNIZED':
      throw new EngineError(
        'bridge-unwell',
        'The bridge cannot do that: its version has no such call.',
        evidence,
      )
    case 'M_NOT_FOUND':
      throw new EngineError('not-found', `The bridge says: ${words || errcode}`, evidence)
    default:
      throw new EngineError('bridge-refused', `The bridge says: ${words || readable(errcode)}`, evidence)
  }
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return null
  }
}
