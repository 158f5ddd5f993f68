/** authentik. Upstream: authentik, docs/add-secure-apps/providers/oauth2; MAS, docs/setup/sso.md. */
import { defineIdentityProvider } from './identity-provider.ts'
import { base, clientFields, standardClaims, text } from './standard.ts'

export const authentik = defineIdentityProvider({
  id: 'authentik',
  name: 'authentik',
  what: 'An authentik that runs somewhere else',
  where: 'elsewhere',
  audience: 'yours',
  email: 'verified',
  fields: [
    {
      name: 'address',
      label: 'Address of authentik',
      placeholder: 'https://auth.example.org',
      kind: 'https',
    },
    {
      name: 'slug',
      label: 'Slug of the application',
      placeholder: 'matrix',
      kind: 'text',
      pattern: {
        source: '^[-a-zA-Z0-9_]+$',
        words: 'a slug has letters, digits, hyphens and underscores only.',
      },
    },
    ...clientFields,
  ],
  guide: ({ redirect, backchannel }) => [
    'In authentik’s Admin interface, open Applications › Applications › Create with Provider. Name: {Matrix}; slug: {matrix}; provider type: OAuth2/OpenID Provider.',
    'Client type: Confidential. Copy the client ID and the client secret.',
    `Redirect URIs: one of the kind Strict, {${redirect}}, and no other.`,
    `Where the form has Logout URI, give it {${backchannel}} and choose Back-channel as the method.`,
    'Signing Key: choose an RSA one, such as “authentik Self-signed Certificate”. Without it tokens are signed with HS256, which is refused here. Leave Encryption Key empty.',
    'Under Advanced protocol settings, keep Issuer mode at “Each provider has a different issuer” and the scopes openid, email and profile.',
    'authentik calls no e-mail address proven unless its email scope mapping says so: those that it does not are not taken over.',
  ],
  clientId: ({ settings }) => text(settings, 'clientId'),
  upstream: ({ settings }) => ({
    // the slash at the end belongs to it
    issuer: `${base(settings, 'address')}/application/o/${text(settings, 'slug')}/`,
    token_endpoint_auth_method: 'client_secret_basic',
    scope: 'openid profile email',
    on_backchannel_logout: 'logout_browser_only',
    claims_imports: standardClaims,
  }),
})
