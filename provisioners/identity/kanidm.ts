/** Kanidm. Upstream: Kanidm, book/src/integrations/oauth2.md and book/src/integrations/oauth2/examples.md. */
import { defineIdentityProvider } from './identity-provider.ts'
import { base, clientFields, standardClaims, text } from './standard.ts'

export const kanidm = defineIdentityProvider({
  id: 'kanidm',
  name: 'Kanidm',
  what: 'A Kanidm that runs somewhere else',
  where: 'elsewhere',
  audience: 'yours',
  email: 'verified',
  fields: [
    {
      name: 'address',
      label: 'Address of Kanidm',
      placeholder: 'https://idm.example.org',
      kind: 'https',
    },
    ...clientFields.map((field) =>
      field.name === 'clientId'
        ? // it is a part of the issuer's address
          {
            ...field,
            pattern: {
              source: '^[A-Za-z0-9._-]+$',
              words: 'Kanidm’s own name of the client, without spaces.',
            },
          }
        : field,
    ),
  ],
  guide: ({ redirect, addresses }) => [
    `{kanidm system oauth2 create matrix Matrix ${addresses.signIn}}`,
    `{kanidm system oauth2 add-redirect-url matrix ${redirect}}`,
    'For the group whose people may come in: {kanidm system oauth2 update-scope-map matrix GROUP openid profile email}',
    'So that names come without the domain: {kanidm system oauth2 prefer-short-username matrix}',
    'The client ID is {matrix}; the client secret is shown by {kanidm system oauth2 show-basic-secret matrix}',
    'Leave PKCE on, and do not switch on legacy crypto: tokens are signed with ES256.',
  ],
  clientId: ({ settings }) => text(settings, 'clientId'),
  upstream: ({ settings }) => ({
    // every client has an issuer of its own
    issuer: `${base(settings, 'address')}/oauth2/openid/${text(settings, 'clientId')}`,
    token_endpoint_auth_method: 'client_secret_basic',
    scope: 'openid profile email',
    pkce_method: 'always',
    id_token_signed_response_alg: 'ES256',
    claims_imports: standardClaims,
  }),
})
