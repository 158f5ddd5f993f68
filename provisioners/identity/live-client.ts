/** Tries the client with a made-up code: a provider that refuses the code has accepted the client (RFC 6749, 5.2). */
import { sha256 } from '@noble/hashes/sha2.js'
import { utf8ToBytes } from '@noble/hashes/utils.js'
import type { TestLine } from '../model/test-line.ts'
import type { Secret } from '../model/secret.ts'
import type { WebAnswer, WebRequest } from '../model/web.ts'
import type { Upstream } from '../matrix/upstream.ts'
import { clean, fine, inTheWay, quoted, worthKnowing } from './live-words.ts'

/** A code and a verifier that nobody gave out: 43 characters, as long as PKCE wants them (RFC 7636, 4.1). */
const made = (upstream: Upstream, what: string): string =>
  base64url(sha256(utf8ToBytes(`bramble live test\n${what}\n${upstream.id}`)))

const base64url = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')

/** As `application/x-www-form-urlencoded`, which the header's two halves are too (RFC 6749, 2.3.1). */
const form = (value: string): string => new URLSearchParams({ v: value }).toString().slice(2)

const withPkce = ({ settings }: Upstream): boolean => settings.pkce_method !== 'never'

/**
 * The request of a sign-in's end, with a code that cannot be right.
 *
 * @param secret the client secret; for Apple the signed statement that stands for it
 * @returns null where no secret is at hand, or the endpoint is not encrypted
 */
export function tokenRequest(
  upstream: Upstream,
  redirect: string,
  endpoint: string,
  secret: Secret | null,
): WebRequest | null {
  const method = upstream.settings.token_endpoint_auth_method
  if (!endpoint.startsWith('https://') || (secret === null && method !== 'none')) return null
  const body = new URLSearchParams({
    grant_type: 'authorization_code',
    code: made(upstream, 'code'),
    redirect_uri: redirect,
    ...(withPkce(upstream) && { code_verifier: made(upstream, 'verifier') }),
  })
  const headers: Record<string, string> = {
    accept: 'application/json',
    'content-type': 'application/x-www-form-urlencoded',
  }
  if (method === 'client_secret_basic')
    headers['authorization'] = `Basic ${btoa(`${form(upstream.clientId)}:${form(secret?.reveal() ?? '')}`)}`
  else {
    body.set('client_id', upstream.clientId)
    if (secret) body.set('client_secret', secret.reveal())
  }
  return { method: 'POST', url: endpoint, headers, body: body.toString() }
}

/** The address that a sign-in begins with. */
export function authorizationRequest(upstream: Upstream, redirect: string, endpoint: string): string {
  const url = new URL(endpoint)
  const values = {
    response_type: 'code',
    client_id: upstream.clientId,
    redirect_uri: redirect,
    scope: upstream.settings.scope,
    state: made(upstream, 'state'),
    nonce: made(upstream, 'nonce'),
    ...(upstream.settings.response_mode && { response_mode: upstream.settings.response_mode }),
    ...(withPkce(upstream) && {
      code_challenge: base64url(sha256(utf8ToBytes(made(upstream, 'verifier')))),
      code_challenge_method: 'S256',
    }),
  }
  for (const [name, value] of Object.entries(values)) url.searchParams.set(name, value)
  return url.href
}

/** An error by its name, as the standard writes it; Facebook writes sentences (Meta, "Handling Errors"). */
function errorOf(body: string): string {
  let error: unknown
  try {
    error = (JSON.parse(body) as { error?: unknown } | null)?.error
  } catch {
    // not JSON: nothing can be learned from it
  }
  if (typeof error === 'string') return error
  const message = (error as { message?: unknown } | null | undefined)?.message
  if (typeof message !== 'string') return ''
  if (/client.secret|client.id|app(lication)?\b/i.test(message)) return 'invalid_client'
  return /\bcode\b/i.test(message) ? 'invalid_grant' : ''
}

/** GitHub's names: GitHub, "Troubleshooting OAuth app access token request errors". */
const accepted = new Set(['invalid_grant', 'bad_verification_code'])
const refused = new Set(['invalid_client', 'incorrect_client_credentials', 'access_denied'])

export function judgeClient(answer: WebAnswer): TestLine[] {
  if (!answer.ok)
    return [
      inTheWay(
        'token-unreachable',
        'The client could not be tried',
        `The provider’s token endpoint does not answer: ${clean(answer.detail)}.`,
        'At the provider, check that its token endpoint can be reached at the address that its document names.',
      ),
    ]
  const error = errorOf(answer.body)
  if (accepted.has(error))
    return [fine('client', 'The client is known', 'The client ID and the client secret were accepted.')]
  if (error === 'redirect_uri_mismatch') return redirectUnknown('')
  if (error === 'unauthorized_client' && answer.status !== 401)
    return [
      inTheWay(
        'client-not-allowed',
        'The client may not sign people in',
        'The provider does not allow it the authorization code flow, or does not know it.',
        'At the provider, allow this client the authorization code flow, and check that the client ID is copied whole.',
      ),
    ]
  if (refused.has(error) || answer.status === 401)
    return [
      inTheWay(
        'client-refused',
        'The client ID or the client secret is wrong',
        `The provider refuses them (${quoted(error === '' ? String(answer.status) : error)}).`,
        'Copy both anew from the provider, whole and without blanks; if the secret cannot be shown again, or has ended, make a new one there.',
      ),
    ]
  return [
    worthKnowing(
      'client-unclear',
      'Whether the client is right could not be seen',
      `To a made-up code the provider answers ${answer.status}${error === '' ? '' : ` (${quoted(error)})`}.`,
      'Go on, and sign in once yourself as soon as the server runs.',
    ),
  ]
}

const redirectUnknown = (redirect: string): TestLine[] => [
  inTheWay(
    'redirect-unknown',
    'The redirect address is not registered',
    'The provider does not take people back to this server.',
    `At the provider, add this redirect address to the client, exactly so: ${redirect === '' ? 'the one that is shown here' : quoted(redirect)}`,
  ),
]

/**
 * @param answer to the authorization request, redirects not followed
 * @returns nothing where neither is seen
 */
export function judgeRedirect(answer: WebAnswer, redirect: string): TestLine[] {
  if (!answer.ok) return []
  const location = answer.headers['location'] ?? ''
  // some tell it on their sign-in page, some in the address of a page of their own
  const failed = answer.status >= 400 || /[?&/#]\w*err(or)?[\w-]*[=/?]/i.test(location)
  const back = location.startsWith(redirect) ? new URL(location).searchParams.get('error') : null
  if (back !== null) return sentBack(back)
  const words = `${answer.status >= 400 || !failed ? answer.body : ''} ${decoded(location)}`
  if (
    /AADSTS50011|redirect[_ ]?ur[il]s?[_ -]?(mismatch|did not match|is not|not |invalid)|(invalid|mismatch|unregistered)\W.{0,40}redirect/i.test(
      words,
    )
  )
    return redirectUnknown(redirect)
  if (!failed)
    return [fine('redirect', 'The sign-in page opens', 'It takes our client and our redirect address.')]
  if (answer.status >= 500)
    return [
      worthKnowing(
        'sign-in-page-fails',
        'The sign-in page fails',
        `The provider answers ${answer.status} there.`,
        'At the provider, look at its log; then test again.',
      ),
    ]
  return /redirect/i.test(words)
    ? redirectUnknown(redirect)
    : [
        inTheWay(
          'client-unknown',
          'The sign-in page does not open',
          `The provider answers ${answer.status} to our client.`,
          `At the provider, check that there is a client with exactly this client ID, that it is switched on, and that its redirect address is ${quoted(redirect)}`,
        ),
      ]
}

function sentBack(error: string): TestLine[] {
  // it would ask a person first, and nobody is there
  if (['login_required', 'interaction_required', 'consent_required'].includes(error))
    return [fine('redirect', 'The sign-in page opens', 'It takes our client and our redirect address.')]
  return [
    inTheWay(
      'sign-in-refused',
      'The provider sends people back at once',
      `It says ${quoted(error)}.`,
      'At the provider, allow this client the authorization code flow and the scopes openid, profile and email.',
    ),
  ]
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return text
  }
}
