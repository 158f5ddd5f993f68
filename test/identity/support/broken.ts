/** Entries and providers that are wrong in one way each. */
import type { ServerOptions } from '../../host/support/ssh-server.ts'
import type { Try } from './entry.ts'
import type { ProviderOptions, RunningProvider } from './provider.ts'

export interface Case {
  readonly provider?: Partial<ProviderOptions>
  readonly entry?: (provider: RunningProvider) => Partial<Try>
  readonly pi?: (provider: RunningProvider) => Partial<ServerOptions>
}

const without =
  (name: string) =>
  ({ [name]: _gone, ...rest }: Record<string, unknown>): Record<string, unknown> =>
    rest

/** What is broken, how it must be found, and the word of the remedy that says what to change. */
export const broken: readonly [what: string, given: Case, code: string, verdict: string, remedy: RegExp][] = [
  [
    'a slash too many at the end of the issuer',
    { entry: ({ url }) => ({ settings: { issuer: `${url}/` } }) },
    'issuer-slash',
    'in-the-way',
    /without the slash at the end: “https:\/\/localhost:\d+”/,
  ],
  [
    'an issuer without encryption',
    { entry: ({ url }) => ({ settings: { issuer: url.replace('https', 'http') } }) },
    'answers',
    'in-the-way',
    /Change it/,
  ],
  [
    'a wrong secret',
    { entry: () => ({ secret: 'canary-of-yesterday' }) },
    'client-refused',
    'in-the-way',
    /Copy both anew/,
  ],
  [
    'a client that is not there',
    { entry: () => ({ settings: { clientId: 'matrixx' } }) },
    'client-refused',
    'in-the-way',
    /Copy both anew/,
  ],
  [
    'no PKCE with S256',
    { provider: { document: without('code_challenge_methods_supported') } },
    'no-pkce',
    'worth-knowing',
    /allow PKCE with S256/,
  ],
  [
    'signatures with the shared secret only',
    { provider: { algorithm: 'HS256' } },
    'algorithm-hs256',
    'in-the-way',
    /choose a signing key or certificate \(RSA, RS256\)/,
  ],
  [
    'another algorithm than the one that is set',
    { provider: { algorithm: 'ES256' } },
    'algorithm-differs',
    'in-the-way',
    /signed with RS256; or choose here/,
  ],
  [
    'an issuer that names another host',
    { provider: { issuer: 'https://login.example.org' } },
    'issuer-differs',
    'in-the-way',
    /If “https:\/\/login\.example\.org” is right, write that here/,
  ],
  [
    'a page in place of the document',
    {
      provider: {
        instead: (_, response) =>
          Boolean(response.setHeader('content-type', 'text/html').end('<h1>Hello</h1>')),
      },
    },
    'no-document',
    'in-the-way',
    /copy it whole, with its path/,
  ],
  [
    'a path that is not there',
    { entry: ({ url }) => ({ settings: { issuer: `${url}/realms/family` } }) },
    'no-document',
    'in-the-way',
    /copy it whole, with its path/,
  ],
  [
    'a provider that the Pi cannot reach',
    { pi: () => ({ route: () => null }) },
    'unreachable-from-pi',
    'in-the-way',
    /from your Pi’s network too/,
  ],
  [
    'no flow by code',
    { provider: { document: (all) => ({ ...all, response_types_supported: ['id_token'] }) } },
    'no-code-flow',
    'in-the-way',
    /allow the authorization code flow/,
  ],
  [
    'no scope openid',
    { provider: { document: (all) => ({ ...all, scopes_supported: ['profile', 'email'] }) } },
    'no-openid-scope',
    'in-the-way',
    /allow the scope “openid”/,
  ],
  [
    'a redirect address that is not registered',
    { provider: { redirect: 'https://brookside.local/callback' } },
    'redirect-unknown',
    'in-the-way',
    /exactly so: “https:\/\/.*\/upstream\/callback\/[0-9A-Z]{26}”/,
  ],
  [
    'another way for the client to prove itself',
    {
      provider: {
        method: 'client_secret_post',
        configuration: { clientAuthMethods: ['client_secret_post'] },
      },
    },
    'method-not-offered',
    'in-the-way',
    /set the client’s authentication to client_secret_basic/,
  ],
  [
    'no userinfo, where it is asked for',
    {
      provider: { document: without('userinfo_endpoint') },
      entry: () => ({ settings: { userinfo: true } }),
    },
    'no-userinfo',
    'in-the-way',
    /switch its userinfo endpoint on/,
  ],
  [
    'endpoints without encryption',
    {
      provider: {
        document: (all) => ({
          ...all,
          token_endpoint: String(all['token_endpoint']).replace('https', 'http'),
        }),
      },
    },
    'endpoint-not-https',
    'in-the-way',
    /X-Forwarded-Proto: https/,
  ],
  [
    'keys that cannot be read',
    { provider: { document: (all) => ({ ...all, jwks_uri: `${String(all['issuer'])}/nowhere` }) } },
    'keys-missing',
    'in-the-way',
    /jwks_uri/,
  ],
]
