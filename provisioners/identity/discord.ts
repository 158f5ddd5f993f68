/** Discord. Upstream: Discord, "OAuth2" and "User Resource"; MAS, docs/setup/sso.md. */
import { defineIdentityProvider } from './identity-provider.ts'
import { clientFields, localpart, text } from './standard.ts'

export const discord = defineIdentityProvider({
  id: 'discord',
  name: 'Discord',
  what: 'Everybody with a Discord account',
  where: 'elsewhere',
  audience: 'anyone',
  email: 'verified',
  fields: clientFields,
  guide: ({ redirect }) => [
    'At discord.com/developers/applications, choose New Application. Name: {Matrix}.',
    `Under OAuth2 › Redirects, add {${redirect}} and no other. Save Changes.`,
    'There also, copy the Client ID, and Reset Secret to get the client secret: it is shown only once.',
  ],
  clientId: ({ settings }) => text(settings, 'clientId'),
  upstream: () => ({
    issuer: 'https://discord.com',
    token_endpoint_auth_method: 'client_secret_post',
    scope: 'openid identify email',
    fetch_userinfo: true,
    userinfo_endpoint: 'https://discord.com/api/users/@me',
    brand_name: 'discord',
    claims_imports: {
      localpart: { action: 'suggest', template: localpart('user.username') },
      displayname: { action: 'suggest', template: "{{ user.global_name or user.username or '' }}" },
      // addresses that are not proven come too
      email: {
        action: 'suggest',
        template: "{% if userinfo_claims.verified == true %}{{ userinfo_claims.email or '' }}{% endif %}",
      },
      account_name: { template: "{{ user.username or '' }}" },
    },
  }),
})
