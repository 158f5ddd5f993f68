/** GitHub, which speaks OAuth 2.0 without OpenID Connect. Upstream: GitHub, "Authorizing OAuth apps"; MAS, docs/setup/sso.md. */
import { defineIdentityProvider } from './identity-provider.ts'
import { clientFields, localpart, text } from './standard.ts'

export const github = defineIdentityProvider({
  id: 'github',
  name: 'GitHub',
  what: 'Everybody with an account at github.com',
  where: 'elsewhere',
  audience: 'anyone',
  // a profile may show an address, and does not say whether it is proven
  email: 'none',
  fields: clientFields,
  guide: ({ redirect, addresses }) => [
    'At github.com, open Settings › Developer settings › OAuth Apps › New OAuth app. Application name: {Matrix}.',
    `Homepage URL: {${addresses.signIn}}`,
    `Authorization callback URL: {${redirect}}`,
    'Leave Enable Device Flow off. Register application.',
    'Copy the client ID; then Generate a new client secret, and copy that: it is shown only once.',
  ],
  clientId: ({ settings }) => text(settings, 'clientId'),
  upstream: () => ({
    discovery_mode: 'disabled',
    authorization_endpoint: 'https://github.com/login/oauth/authorize',
    token_endpoint: 'https://github.com/login/oauth/access_token',
    userinfo_endpoint: 'https://api.github.com/user',
    fetch_userinfo: true,
    token_endpoint_auth_method: 'client_secret_post',
    // without discovery “auto” would mean none; GitHub checks S256 since July 2025 (GitHub, "Authorizing OAuth apps")
    pkce_method: 'always',
    scope: 'read:user',
    brand_name: 'github',
    claims_imports: {
      // it sends no sub; the number stays when the login is changed
      subject: { template: '{{ userinfo_claims.id }}' },
      localpart: { action: 'suggest', template: localpart('userinfo_claims.login', 'userinfo_claims.id') },
      displayname: { action: 'suggest', template: "{{ userinfo_claims.name or '' }}" },
      email: { action: 'ignore' },
      account_name: { template: "{{ userinfo_claims.login or '' }}" },
    },
  }),
})
