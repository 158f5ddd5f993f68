/** Okta. Upstream: Okta, "OpenID Connect & OAuth 2.0 API" and "Groups or attribute missing from ID token". */
import { defineIdentityProvider } from './identity-provider.ts'
import { base, clientFields, organisationClaims, text } from './standard.ts'

export const okta = defineIdentityProvider({
  id: 'okta',
  name: 'Okta',
  what: 'The people of an Okta organisation',
  where: 'elsewhere',
  audience: 'yours',
  email: 'verified',
  fields: [
    {
      name: 'issuer',
      label: 'Issuer',
      help: 'The organisation’s address, or that of an authorization server under Security › API, such as …/oauth2/default.',
      placeholder: 'https://example.okta.com',
      kind: 'https',
    },
    ...clientFields,
  ],
  guide: ({ redirect }) => [
    'In Okta’s Admin Console, open Applications › Applications › Create App Integration. Sign-in method: OIDC - OpenID Connect; application type: Web Application.',
    'Grant type: Authorization Code only.',
    `Sign-in redirect URIs: {${redirect}} and no other. Leave Sign-out redirect URIs empty.`,
    'Under Assignments, choose who may come in. Save.',
    'On the General tab, keep Client authentication at Client secret, tick Require PKCE as additional verification, and copy the client ID and the secret.',
  ],
  clientId: ({ settings }) => text(settings, 'clientId'),
  upstream: ({ settings }) => ({
    issuer: base(settings, 'issuer'),
    token_endpoint_auth_method: 'client_secret_basic',
    scope: 'openid profile email',
    // the code flow gives a thin ID token
    fetch_userinfo: true,
    claims_imports: organisationClaims,
  }),
})
