/** Pocket ID that somebody runs already. Upstream: Pocket ID, backend/internal/controller/well_known_controller.go; MAS, docs/setup/sso.md. */
import { defineIdentityProvider } from './identity-provider.ts'
import { base, clientFields, standardClaims, text } from './standard.ts'

export const pocketIdElsewhere = defineIdentityProvider({
  id: 'pocket-id-elsewhere',
  name: 'Pocket ID',
  what: 'A Pocket ID that runs somewhere else: people sign in with passkeys',
  where: 'elsewhere',
  audience: 'yours',
  email: 'verified',
  fields: [
    {
      name: 'address',
      label: 'Address of Pocket ID',
      help: 'Its APP_URL, without a path.',
      placeholder: 'https://id.example.org',
      kind: 'https',
      pattern: { source: '^https://[^/]+/?$', words: 'Pocket ID’s address has no path.' },
    },
    ...clientFields,
  ],
  guide: ({ redirect }) => [
    'In Pocket ID, sign in as an administrator and open Administration › OIDC Clients › Add OIDC Client. Name: {Matrix}.',
    `Callback URLs: {${redirect}} and no other.`,
    'Leave Public Client off, and switch PKCE on.',
    'Save, then copy the client ID and the client secret: the secret is shown only once.',
    'Under Allowed User Groups, choose who may come in, or allow all.',
  ],
  clientId: ({ settings }) => text(settings, 'clientId'),
  upstream: ({ settings }) => ({
    issuer: base(settings, 'address'),
    token_endpoint_auth_method: 'client_secret_basic',
    scope: 'openid profile email',
    claims_imports: standardClaims,
  }),
})
