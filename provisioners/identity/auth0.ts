/** Auth0. Upstream: Auth0, "Get Started › Applications" and "OpenID Connect Discovery". */
import { defineIdentityProvider } from './identity-provider.ts'
import { clientFields, localpart, standardClaims, text } from './standard.ts'

export const auth0 = defineIdentityProvider({
  id: 'auth0',
  name: 'Auth0',
  what: 'The people of an Auth0 tenant',
  where: 'elsewhere',
  // a new tenant lets strangers sign up, and nothing in a token says that this was switched off
  audience: 'anyone',
  email: 'verified',
  fields: [
    {
      name: 'domain',
      label: 'Domain',
      help: 'As the application’s settings show it, or your custom domain.',
      placeholder: 'example.eu.auth0.com',
      kind: 'host',
    },
    ...clientFields,
  ],
  guide: ({ redirect }) => [
    'In Auth0’s dashboard, open Applications › Applications › Create Application. Name: {Matrix}; type: Regular Web Applications.',
    `On its Settings tab, Allowed Callback URLs: {${redirect}} and no other. Save.`,
    'On the Credentials tab, keep the authentication method at Client Secret (Post).',
    'Under Advanced Settings › OAuth, keep JsonWebToken Signature Algorithm at RS256 and OIDC Conformant on.',
    'On the Connections tab, leave only what your people use. Under Authentication › Database, Disable Sign Ups keeps strangers from making accounts.',
    'Copy the domain, the client ID and the client secret from the Settings tab.',
  ],
  clientId: ({ settings }) => text(settings, 'clientId'),
  upstream: ({ settings }) => ({
    // the slash at the end belongs to it
    issuer: `https://${text(settings, 'domain').toLowerCase()}/`,
    token_endpoint_auth_method: 'client_secret_post',
    scope: 'openid profile email',
    claims_imports: {
      ...standardClaims,
      // people choose it elsewhere: it is a proposal only
      localpart: { action: 'suggest', template: localpart('user.nickname') },
    },
  }),
})
