/** Keycloak that somebody runs already. Upstream: Keycloak, Server Administration Guide, "Managing OpenID Connect clients"; MAS, docs/setup/sso.md. */
import { defineIdentityProvider } from './identity-provider.ts'
import { base, clientFields, standardClaims, text } from './standard.ts'

export const keycloakElsewhere = defineIdentityProvider({
  id: 'keycloak-elsewhere',
  name: 'Keycloak',
  what: 'A Keycloak that runs somewhere else',
  where: 'elsewhere',
  audience: 'yours',
  email: 'verified',
  fields: [
    {
      name: 'issuer',
      label: 'Address of the realm',
      help: 'Realm settings › General › Endpoints shows it, in “OpenID Endpoint Configuration”, as issuer.',
      placeholder: 'https://login.example.org/realms/family',
      kind: 'https',
      pattern: { source: '/realms/[^/]+/?$', words: 'it must end with /realms/ and the name of the realm.' },
    },
    ...clientFields,
  ],
  guide: ({ redirect, backchannel }) => [
    'In Keycloak’s admin console, choose the realm, then Clients › Create client. Client type: OpenID Connect; client ID: {matrix}.',
    'On the next page, switch on Client authentication, and leave only Standard flow ticked.',
    `Valid redirect URIs: {${redirect}} and no other. Leave Valid post logout redirect URIs and Web origins empty. Save.`,
    'On the client’s Advanced tab, choose S256 as Proof Key for Code Exchange Code Challenge Method.',
    `Under Logout settings, switch Front channel logout off; Backchannel logout URL: {${backchannel}}; switch Backchannel logout session required on.`,
    'Copy the client secret from the Credentials tab.',
    'If Realm settings › Login lets people register by themselves, admit them by invitation here.',
  ],
  clientId: ({ settings }) => text(settings, 'clientId'),
  upstream: ({ settings }) => ({
    // Keycloak's issuer never ends with a slash
    issuer: base(settings, 'issuer'),
    token_endpoint_auth_method: 'client_secret_basic',
    scope: 'openid profile email',
    on_backchannel_logout: 'logout_browser_only',
    claims_imports: standardClaims,
  }),
})
