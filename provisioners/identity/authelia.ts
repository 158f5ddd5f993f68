/** Authelia. Upstream: Authelia, docs/content/integration/openid-connect; MAS, docs/setup/sso.md. */
import { defineIdentityProvider } from './identity-provider.ts'
import { base, clientFields, standardClaims, text } from './standard.ts'

export const authelia = defineIdentityProvider({
  id: 'authelia',
  name: 'Authelia',
  what: 'An Authelia that runs somewhere else',
  where: 'elsewhere',
  audience: 'yours',
  email: 'verified',
  fields: [
    {
      name: 'address',
      label: 'Address of Authelia',
      placeholder: 'https://auth.example.org',
      kind: 'https',
    },
    ...clientFields,
  ],
  guide: ({ redirect }) => [
    'Make a client secret with {authelia crypto hash generate pbkdf2 --variant sha512 --random --random.length 72 --random.charset rfc3986}. The random password is for the field here, the digest for Authelia.',
    'In Authelia’s configuration, add an entry to identity_providers.oidc.clients with client_id {matrix} and the digest as client_secret.',
    `redirect_uris: {${redirect}} and no other.`,
    'scopes: {openid}, {profile} and {email}; response_types: {code}; grant_types: {authorization_code}; require_pkce: {true}; pkce_challenge_method: {S256}; token_endpoint_auth_method: {client_secret_basic}.',
    'identity_providers.oidc needs hmac_secret and, under jwks, an RSA key with algorithm RS256.',
    'Restart Authelia.',
  ],
  clientId: ({ settings }) => text(settings, 'clientId'),
  upstream: ({ settings }) => ({
    issuer: base(settings, 'address'),
    // its document does not pass the strict reading (MAS, docs/setup/sso.md)
    discovery_mode: 'insecure',
    token_endpoint_auth_method: 'client_secret_basic',
    scope: 'openid profile email',
    pkce_method: 'always',
    // since 4.39 an ID token holds little more than an id
    fetch_userinfo: true,
    claims_imports: standardClaims,
  }),
})
