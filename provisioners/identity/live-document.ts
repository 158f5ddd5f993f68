/** What a provider says of itself, against what MAS will ask of it (OpenID Connect Discovery 1.0, 3; MAS, crates/oauth2-types/src/oidc.rs). */
import type { TestLine } from '../model/test-line.ts'
import type { UpstreamSettings } from '../matrix/upstream.ts'
import { fine, inTheWay, quoted, worthKnowing } from './live-words.ts'

export type Document = Readonly<Record<string, unknown>>

export const string = (document: Document, name: string): string => {
  const value = document[name]
  return typeof value === 'string' ? value : ''
}

export const list = (document: Document, name: string): readonly unknown[] => {
  const value = document[name]
  return Array.isArray(value) ? value : []
}

/** Without these MAS does not take a document at all. */
const REQUIRED = ['authorization_endpoint', 'token_endpoint', 'jwks_uri']

export function judgeDocument(settings: UpstreamSettings, document: Document): TestLine[] {
  return [
    ...issuer(settings, document),
    ...endpoints(settings, document),
    ...flow(settings, document),
    ...algorithm(settings, document),
    ...pkce(settings, document),
    ...method(settings, document),
    ...scopes(settings, document),
    ...userinfo(settings, document),
  ]
}

function issuer(settings: UpstreamSettings, document: Document): TestLine[] {
  const ours = settings.issuer ?? ''
  const theirs = string(document, 'issuer')
  if (theirs === ours) return [fine('issuer', 'The issuer is right', `It calls itself ${quoted(theirs)}.`)]
  if (theirs.replace(/\/$/, '') === ours.replace(/\/$/, ''))
    return [
      inTheWay(
        'issuer-slash',
        'The issuer differs in its last slash',
        `It calls itself ${quoted(theirs)}, and here stands ${quoted(ours)}.`,
        `Write it exactly so, ${theirs.endsWith('/') ? 'with' : 'without'} the slash at the end: ${theirs === '' ? '' : quoted(theirs)}`,
      ),
    ]
  return [
    inTheWay(
      'issuer-differs',
      'The issuer is another one',
      `It calls itself ${quoted(theirs)}, and here stands ${quoted(ours)}. They must be the same to the last letter.`,
      `If ${quoted(theirs)} is right, write that here; else set the provider’s own public address to ${quoted(ours)}, often missing behind a proxy.`,
    ),
  ]
}

function endpoints(settings: UpstreamSettings, document: Document): TestLine[] {
  const missing = REQUIRED.filter(
    (name) => string(document, name) === '' && settings[name as 'jwks_uri'] === undefined,
  )
  const bare = [...REQUIRED, 'userinfo_endpoint'].filter((name) => {
    const url = string(document, name)
    return url !== '' && (!url.startsWith('https://') || !URL.canParse(url))
  })
  return [
    ...(missing.length > 0
      ? [
          inTheWay(
            'endpoint-missing',
            'It does not say where to go',
            `Its document has no ${missing.join(', ')}.`,
            'Choose a provider or a client that is for signing people in with OpenID Connect.',
          ),
        ]
      : []),
    ...(bare.length > 0
      ? [
          inTheWay(
            'endpoint-not-https',
            'It sends people to an address without encryption',
            `${bare.map((name) => `${name} is ${quoted(string(document, name))}`).join(', ')}.`,
            'Tell the provider that it is behind https: set its public address, or let its proxy send X-Forwarded-Proto: https.',
          ),
        ]
      : []),
  ]
}

function flow(_: UpstreamSettings, document: Document): TestLine[] {
  if (list(document, 'response_types_supported').includes('code'))
    return [fine('flow', 'It signs people in the safe way', 'It knows the authorization code flow.')]
  return [
    inTheWay(
      'no-code-flow',
      'It does not offer the authorization code flow',
      'Its document does not name “code” among response_types_supported.',
      'At the provider, allow the authorization code flow (response type “code”).',
    ),
  ]
}

function algorithm(settings: UpstreamSettings, document: Document): TestLine[] {
  const wanted = settings.id_token_signed_response_alg ?? 'RS256'
  const offered = list(document, 'id_token_signing_alg_values_supported').filter(
    (name) => typeof name === 'string',
  )
  if (offered.includes(wanted))
    return [fine('algorithm', 'Its signatures are understood', `It signs with ${wanted}.`)]
  const words = offered.length > 0 ? quoted(offered.join(', ')) : 'nothing'
  if (offered.length > 0 && offered.every((name) => name.startsWith('HS')))
    return [
      inTheWay(
        'algorithm-hs256',
        'It signs with a shared secret only',
        `It offers ${words}. Such a signature could be made by anybody who knows the client secret, and is not accepted.`,
        'At the provider, choose a signing key or certificate (RSA, RS256) for this client.',
      ),
    ]
  return [
    inTheWay(
      'algorithm-differs',
      'It signs in another way',
      `Expected is ${wanted}, and it offers ${words}.`,
      `At the provider, let this client’s ID tokens be signed with ${wanted}; or choose here one of those that it offers, where there is such a question.`,
    ),
  ]
}

function pkce(settings: UpstreamSettings, document: Document): TestLine[] {
  const mode = settings.pkce_method ?? 'auto'
  const said = document['code_challenge_methods_supported'] !== undefined
  const offered = list(document, 'code_challenge_methods_supported').includes('S256')
  if (mode === 'never') return []
  // some know it and do not say so; their files say it for them
  if (offered || (mode === 'always' && !said))
    return [fine('pkce', 'Stolen sign-in codes are worthless', 'PKCE with S256 is used.')]
  const remedy = 'If you run the provider, bring it up to date or allow PKCE with S256 there.'
  return [
    mode === 'always'
      ? inTheWay(
          'no-pkce',
          'It does not offer PKCE with S256',
          'This sign-in is set to use it always, and the provider says that it does not.',
          remedy,
        )
      : worthKnowing(
          'no-pkce',
          'It does not offer PKCE with S256',
          'Signing in works without it; only the client secret then protects a stolen sign-in code.',
          remedy,
        ),
  ]
}

function method(settings: UpstreamSettings, document: Document): TestLine[] {
  const wanted = settings.token_endpoint_auth_method
  // Apple's own is none of the standard's names: it is sent in the body, as client_secret_post is
  const named = wanted === 'sign_in_with_apple' ? 'client_secret_post' : wanted
  const said = document['token_endpoint_auth_methods_supported']
  const offered = Array.isArray(said) ? said : ['client_secret_basic']
  if (offered.includes(named))
    return [fine('method', 'The client can prove itself', `The provider takes ${named}.`)]
  return [
    inTheWay(
      'method-not-offered',
      'The client cannot prove itself in this way',
      `Set is ${named}, and the provider takes ${quoted(offered.filter((name) => typeof name === 'string').join(', '))}.`,
      `At the provider, set the client’s authentication to ${named}; or choose here one of those that it takes, where there is such a question.`,
    ),
  ]
}

function scopes(settings: UpstreamSettings, document: Document): TestLine[] {
  // a document need not list them (OpenID Connect Discovery 1.0, 3)
  if (document['scopes_supported'] === undefined) return []
  const offered = list(document, 'scopes_supported')
  const missing = settings.scope.split(' ').filter((name) => !offered.includes(name))
  if (missing.length === 0)
    return [fine('scopes', 'It gives what is asked for', `It knows ${settings.scope.replaceAll(' ', ', ')}.`)]
  if (missing.includes('openid'))
    return [
      inTheWay(
        'no-openid-scope',
        'It does not offer the scope “openid”',
        'Without it there is no OpenID Connect, and its document is refused.',
        'At the provider, allow the scope “openid” for this client.',
      ),
    ]
  return [
    worthKnowing(
      'scopes-missing',
      'It does not name everything that is asked for',
      `Missing in its list: ${missing.join(', ')}. Names or addresses may stay empty.`,
      `At the provider, allow ${missing.join(' and ')} for this client.`,
    ),
  ]
}

function userinfo(settings: UpstreamSettings, document: Document): TestLine[] {
  if (settings.fetch_userinfo !== true) return []
  const url = settings.userinfo_endpoint ?? string(document, 'userinfo_endpoint')
  if (url !== '') return [fine('userinfo', 'Profiles can be asked for', `They are at ${quoted(url)}.`)]
  return [
    inTheWay(
      'no-userinfo',
      'Profiles cannot be asked for',
      'This sign-in needs a userinfo endpoint, and the provider names none.',
      'At the provider, switch its userinfo endpoint on; or, where there is such a question, do not ask for the profile separately.',
    ),
  ]
}

/** Key types of signatures: RFC 7518, 3.1 and 6; RFC 8037, 2. */
function fits(key: unknown, algorithm: string): boolean {
  if (typeof key !== 'object' || key === null) return false
  const { kty, alg, use, crv } = key as Document
  if (alg !== undefined && alg !== algorithm) return false
  if (use !== undefined && use !== 'sig') return false
  if (algorithm.startsWith('ES')) return kty === 'EC' && crv === { ES256: 'P-256', ES384: 'P-384' }[algorithm]
  return algorithm === 'EdDSA' ? kty === 'OKP' : kty === 'RSA'
}

export function judgeKeys(settings: UpstreamSettings, keys: readonly unknown[]): TestLine[] {
  const wanted = settings.id_token_signed_response_alg ?? 'RS256'
  if (keys.some((key) => fits(key, wanted)))
    return [fine('keys', 'Its keys are there', `One of ${keys.length} fits ${wanted}.`)]
  return [
    inTheWay(
      'no-fitting-key',
      'None of its keys fits',
      `${keys.length === 0 ? 'It shows no key at all' : `It shows ${keys.length}, and none for ${wanted}`}: no sign-in could be checked.`,
      `At the provider, choose a signing key for ${wanted} (${wanted.startsWith('ES') ? 'an elliptic curve' : 'RSA'}) for this client.`,
    ),
  ]
}
