/** Facebook. Upstream: Meta, "Facebook Login: Manually Build a Login Flow"; MAS, docs/setup/sso.md. */
import { defineIdentityProvider } from './identity-provider.ts'
import { shown, text } from './standard.ts'

export const facebook = defineIdentityProvider({
  id: 'facebook',
  name: 'Facebook',
  what: 'Everybody with a Facebook account',
  where: 'elsewhere',
  audience: 'anyone',
  // what it sends may never have been proven
  email: 'none',
  fields: [
    { name: 'clientId', label: 'App ID', kind: 'text' },
    { name: 'secret', label: 'App secret', kind: 'secret' },
  ],
  guide: ({ redirect, addresses }) => [
    'At developers.facebook.com, open My Apps › Create App, with the use case “Authenticate and request data from users with Facebook Login”.',
    'Under Use cases › Customize › Settings, keep Client OAuth login, Web OAuth login, Enforce HTTPS and Use Strict Mode for redirect URIs on.',
    `Valid OAuth Redirect URIs: {${redirect}} and no other.`,
    `Under App settings › Basic, App domains: {${new URL(addresses.signIn).hostname}}; copy the App ID and the App secret.`,
    'Publish the app: until it is live, only the people with a role in it can sign in.',
  ],
  clientId: ({ settings }) => text(settings, 'clientId'),
  upstream: () => ({
    issuer: 'https://www.facebook.com',
    discovery_mode: 'disabled',
    authorization_endpoint: 'https://facebook.com/v11.0/dialog/oauth/',
    token_endpoint: 'https://graph.facebook.com/v11.0/oauth/access_token',
    jwks_uri: 'https://www.facebook.com/.well-known/oauth/openid/jwks/',
    token_endpoint_auth_method: 'client_secret_post',
    // Facebook gives an ID token only to those who use it, and without discovery “auto” would mean none
    pkce_method: 'always',
    scope: 'openid',
    brand_name: 'facebook',
    claims_imports: {
      localpart: { action: 'ignore' },
      displayname: { action: 'suggest', template: shown('user.name') },
      email: { action: 'ignore' },
    },
  }),
})
