/** The link with which the first person enters Pocket ID once, to add a passkey. Pure: somebody else carries the requests. */
import { z } from 'zod'
import { EngineError } from '../../model/engine-error.ts'
import { Secret } from '../../model/secret.ts'
import type { IdentityInvitation, InvitationMeans, Place } from '../identity-provider.ts'
import { text } from '../standard.ts'
import { API_KEY, originOf, PORT, SERVICE } from './place.ts'

/** Pocket ID takes up to 31 days (backend/internal/dto/validations.go). */
const HOURS = 24

const users = z.object({
  data: z.array(z.object({ id: z.string().regex(/^[A-Za-z0-9-]+$/), username: z.string() })),
})
// longer-lived ones have twelve characters or more (backend/internal/onetimeaccess/service.go)
const made = z.object({ token: z.string().regex(/^[A-Za-z0-9]{6,64}$/) })

/**
 * Makes a new link; those made before stay good until they end or are used.
 *
 * @returns the link, and when it ends, in seconds since the epoch
 * @throws EngineError not-found while the person or Pocket ID is not there, identity-refused for any other answer
 */
export async function firstPasskeyLink(place: Place, means: InvitationMeans): Promise<IdentityInvitation> {
  const username = text(place.settings, 'username')
  const headers = { 'x-api-key': means.secret(API_KEY).reveal() }
  const ask = async <T>(
    call: { method: 'GET' | 'POST'; path: string; body?: object },
    status: number,
    shape: z.ZodType<T>,
  ): Promise<T> => {
    const answer = await means.ask({
      service: SERVICE,
      port: PORT,
      method: call.method,
      path: call.path,
      headers: call.body ? { ...headers, 'content-type': 'application/json' } : headers,
      ...(call.body && { body: JSON.stringify(call.body) }),
    })
    const parsed = answer.status === status ? shape.safeParse(parseJson(answer.body)) : null
    if (!parsed?.success)
      throw new EngineError(
        'identity-refused',
        `Pocket ID answered ${answer.status} to a request for a link.`,
      )
    return parsed.data
  }
  const search = `/api/users?search=${encodeURIComponent(username)}`
  const { data } = await ask({ method: 'GET', path: search }, 200, users)
  const person = data.find((one) => one.username === username)
  if (!person) throw new EngineError('not-found', `Pocket ID knows nobody by the name “${username}”.`)
  const path = `/api/users/${person.id}/one-time-access-token`
  const { token } = await ask({ method: 'POST', path, body: { ttl: `${HOURS}h` } }, 201, made)
  return {
    url: new Secret(`${originOf(place)}/lc/${token}`, 'link for the first passkey'),
    expires: Math.floor(means.now) + HOURS * 3600,
  }
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return null
  }
}
