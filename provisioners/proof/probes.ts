/** What is asked of a running server from outside, and what a right answer is. Paths: facts of the Matrix specification. */
import type { Intent } from '../model/intent.ts'

export interface ProbeSpec {
  readonly code: string
  readonly title: string
  readonly url: string
  /** Whether the sign-in service answers it. */
  readonly signIn: boolean
  readonly shows: 'time' | 'certificate'
  /** Null when a body with status 200 is right; else what is wrong with it. */
  wrong(body: string): string | null
}

/** Where the server is reached; bases end with a slash. */
export interface ProofAddresses {
  readonly serverName: string
  readonly matrix: string
  readonly signIn: string
}

/** Every probe for an intent, in the order that people read them. */
export function probesFor(
  intent: Pick<Intent, 'extras'>,
  { serverName, matrix, signIn }: ProofAddresses,
): ProbeSpec[] {
  const probe = (
    code: string,
    title: string,
    url: string,
    wrong: (body: string) => string | null,
    more: Partial<ProbeSpec> = {},
  ): ProbeSpec => ({ code, title, url, wrong, signIn: false, shows: 'time', ...more })
  return [
    probe('private', 'The connection is private', `${matrix}_matrix/client/versions`, () => null, {
      shows: 'certificate',
    }),
    probe(
      'found',
      'Apps find the server by its name',
      `https://${serverName}/.well-known/matrix/client`,
      (body) => (at(body, 'm.homeserver', 'base_url') === matrix ? null : 'it names another server'),
    ),
    probe('answers', 'The server answers apps', `${matrix}_matrix/client/versions`, (body) =>
      Array.isArray(at(body, 'versions')) ? null : 'the answer is not a Matrix server’s',
    ),
    probe('identity', 'Its messages are signed', `${matrix}_matrix/key/v2/server`, (body) =>
      at(body, 'server_name') === serverName ? null : 'it signs as another server',
    ),
    probe(
      'sign-in',
      'The sign-in page opens',
      `${signIn}login`,
      (body) => (body === '' ? 'the page is empty' : null),
      {
        signIn: true,
      },
    ),
    ...(intent.extras.elementWeb
      ? [probe('chat', 'The chat page opens', matrix, (body) => (body === '' ? 'the page is empty' : null))]
      : []),
  ]
}

/** A value inside a JSON text, or undefined. */
function at(body: string, ...keys: readonly string[]): unknown {
  try {
    return keys.reduce<unknown>(
      (value, key) => (value as Record<string, unknown> | null)?.[key],
      JSON.parse(body),
    )
  } catch {
    return undefined
  }
}
