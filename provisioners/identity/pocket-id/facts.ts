/** What the running Pocket ID answers. It is asked from inside the stack, where its key never leaves the Pi. */
import type { Fact } from '../../engine/resource.ts'
import type { Answer } from '../../host/host.ts'
import type { Command } from '../../shell/command.ts'
import { clientSecretId } from '../../matrix/upstream.ts'
import { probeInside } from '../../stack/commands.ts'
import { CLIENT_ID, clientSeen, type ClientSeen } from './client.ts'
import { question } from './curl.ts'
import { API_KEY, INSIDE } from './place.ts'

export type ClientState =
  | { readonly state: 'there'; readonly client: ClientSeen }
  | { readonly state: 'missing' }
  /** It does not run, or answers something else. */
  | { readonly state: 'unknown' }

/** The body and, in the last line, the status; null where there was no answer. */
function read(answer: Answer): { status: number; body: unknown } | null {
  if (answer.status !== 0 || answer.truncated) return null
  const end = answer.stdout.lastIndexOf('\n')
  const status = Number(answer.stdout.slice(end + 1))
  try {
    return { status, body: JSON.parse(answer.stdout.slice(0, Math.max(0, end))) }
  } catch {
    return { status, body: null }
  }
}

export const client: Fact<ClientState> = {
  id: 'pocket-id.client',
  command: question([['url', `${INSIDE}/api/oidc/clients/${CLIENT_ID}`]], {
    option: 'header',
    before: 'X-API-KEY: ',
    secret: API_KEY,
  }),
  parse(answer) {
    const found = read(answer)
    if (found?.status === 404) return { state: 'missing' }
    const parsed = found?.status === 200 ? clientSeen.safeParse(found.body) : null
    return parsed?.success ? { state: 'there', client: parsed.data } : { state: 'unknown' }
  },
}

/**
 * Whether the client's secret is the one that the sign-in service has: it cannot be read back, so it is tried, with a code
 * that nobody was given. The right secret gets as far as the code (`invalid_grant`), a wrong one does not
 * (`invalid_client`; RFC 6749, 5.2). Null where neither was said.
 *
 * @param key the owner's name of the entry
 */
export const secretHolds = (key: string): Fact<boolean | null> => ({
  id: 'pocket-id.client-secret',
  command: tryingSecret(key),
  parse(answer) {
    const found = read(answer)
    const error = (found?.body as { error?: unknown } | null | undefined)?.error
    if (found?.status === 400 && error === 'invalid_grant') return true
    return found?.status === 401 && error === 'invalid_client' ? false : null
  },
})

export const tryingSecret = (key: string): Command =>
  question(
    [
      ['url', `${INSIDE}/api/oidc/token`],
      ['data', 'grant_type=authorization_code&code=does-the-secret-hold'],
    ],
    { option: 'user', before: `${CLIENT_ID}:`, secret: clientSecretId(key) },
  )

/** 204 while anybody may still become the first administrator, 404 ever after (backend/internal/usersignup/handler.go). */
export const people: Fact<'nobody' | 'somebody' | 'unknown'> = {
  id: 'pocket-id.people',
  command: question([['url', `${INSIDE}/api/signup/setup`]]),
  parse(answer) {
    const status = read(answer)?.status
    return status === 204 ? 'nobody' : status === 404 ? 'somebody' : 'unknown'
  },
}

export const health: Fact<{ readonly ok: boolean; readonly evidence: string }> = {
  id: 'pocket-id.health',
  command: probeInside(`${INSIDE}/healthz`),
  timeoutSeconds: 15,
  parse: (answer) => ({ ok: answer.status === 0, evidence: answer.stderr.trim().slice(0, 500) }),
}
