/** Zitadel. Upstream: Zitadel, docs "OpenID Connect Endpoints", "Claims" and "Applications". */
import { defineIdentityProvider } from './identity-provider.ts'
import { base, clientFields, organisationClaims, text } from './standard.ts'

export const zitadel = defineIdentityProvider({
  id: 'zitadel',
  name: 'Zitadel',
  what: 'A Zitadel instance, your own or at zitadel.cloud',
  where: 'elsewhere',
  audience: 'yours',
  email: 'verified',
  fields: [
    {
      name: 'address',
      label: 'Address of the instance',
      help: 'Its own domain, without a path.',
      placeholder: 'https://example-abc123.zitadel.cloud',
      kind: 'https',
      pattern: { source: '^https://[^/]+/?$', words: 'Zitadel’s address has no path.' },
    },
    ...clientFields,
  ],
  guide: ({ redirect }) => [
    'In Zitadel’s console, open Projects, choose or make one, and under Applications choose New. Name: {Matrix}; type: Web.',
    'Authentication method: Code, and on the application’s page afterwards Basic.',
    `Redirect URIs: {${redirect}} and no other. Leave the Post Logout URIs empty.`,
    'Copy the client ID and the client secret: the secret is shown only once.',
    'On the project’s page, tick Check authorization on Authentication if only people with a role in it may come in.',
    'If the login settings allow people to register by themselves, admit them by invitation here.',
  ],
  clientId: ({ settings }) => text(settings, 'clientId'),
  upstream: ({ settings }) => ({
    issuer: base(settings, 'address'),
    token_endpoint_auth_method: 'client_secret_basic',
    scope: 'openid profile email',
    // unless its application says otherwise, an ID token holds little more than an id
    fetch_userinfo: true,
    claims_imports: organisationClaims,
  }),
})
