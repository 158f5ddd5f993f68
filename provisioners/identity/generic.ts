/** Any provider that speaks OpenID Connect. */
import { defineIdentityProvider } from './identity-provider.ts'
import { clientFields, standardClaims, text } from './standard.ts'

export const generic = defineIdentityProvider({
  id: 'oidc',
  name: 'OpenID Connect',
  what: 'Any other provider that speaks OpenID Connect',
  where: 'elsewhere',
  audience: 'yours',
  email: 'unverified',
  fields: [
    {
      name: 'issuer',
      label: 'Issuer',
      help: 'As the provider’s own discovery document says it, to the last slash.',
      placeholder: 'https://id.example.org',
      kind: 'https',
    },
    ...clientFields,
    {
      name: 'method',
      label: 'How the client proves itself',
      kind: 'choice',
      initial: 'client_secret_basic',
      choices: [
        { value: 'client_secret_basic', label: 'In the request’s header (client_secret_basic)' },
        { value: 'client_secret_post', label: 'In the request’s body (client_secret_post)' },
      ],
    },
    {
      name: 'algorithm',
      label: 'Signature of the ID token',
      kind: 'choice',
      initial: 'RS256',
      choices: ['RS256', 'ES256', 'PS256', 'EdDSA'].map((value) => ({ value, label: value })),
    },
    {
      name: 'userinfo',
      label: 'Ask for the profile separately',
      help: 'For providers whose ID tokens hold little more than an id.',
      kind: 'switch',
      initial: false,
    },
  ],
  guide: ({ redirect, backchannel }) => [
    'Make a confidential web client for the authorization code flow.',
    `Give it this redirect address, and no other: {${redirect}}`,
    `If it knows back-channel log-out, give it this address: {${backchannel}}`,
    'Copy the issuer, the client ID and the client secret to the fields here.',
  ],
  clientId: ({ settings }) => text(settings, 'clientId'),
  upstream: ({ settings }) => ({
    issuer: text(settings, 'issuer'),
    token_endpoint_auth_method:
      settings['method'] === 'client_secret_post' ? 'client_secret_post' : 'client_secret_basic',
    scope: 'openid profile email',
    id_token_signed_response_alg: algorithm(text(settings, 'algorithm')),
    fetch_userinfo: settings['userinfo'] === true,
    on_backchannel_logout: 'logout_browser_only',
    claims_imports: standardClaims,
  }),
})

function algorithm(name: string): 'RS256' | 'ES256' | 'PS256' | 'EdDSA' {
  return name === 'ES256' || name === 'PS256' || name === 'EdDSA' ? name : 'RS256'
}
