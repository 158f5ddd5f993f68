/** Microsoft Entra ID. Upstream: Microsoft, "OpenID Connect on the Microsoft identity platform"; MAS, docs/setup/sso.md. */
import { defineIdentityProvider } from './identity-provider.ts'
import { beforeAt, clientFields, localpart, shown, text } from './standard.ts'

export const microsoft = defineIdentityProvider({
  id: 'microsoft',
  name: 'Microsoft Entra ID',
  what: 'The people of one organisation with Microsoft accounts for work or school',
  where: 'elsewhere',
  audience: 'yours',
  // an administrator of the tenant can write any address there (Microsoft, "Migrate away from using email claims")
  email: 'unverified',
  fields: [
    {
      name: 'tenant',
      label: 'Directory (tenant) ID',
      help: 'The long one with four hyphens, not “common” or “organizations”.',
      placeholder: '00000000-0000-0000-0000-000000000000',
      kind: 'text',
      pattern: {
        source: '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$',
        words: 'it must be the tenant’s ID, such as 00000000-0000-0000-0000-000000000000.',
      },
    },
    { name: 'clientId', label: 'Application (client) ID', kind: 'text' },
    ...clientFields.filter(({ kind }) => kind === 'secret'),
  ],
  guide: ({ redirect }) => [
    'At entra.microsoft.com, open App registrations › New registration. Name: {Matrix}.',
    'Supported account types: Accounts in this organizational directory only.',
    `Redirect URI: platform Web, {${redirect}}. Register.`,
    'Copy the Application (client) ID and the Directory (tenant) ID from the Overview.',
    'Under Certificates & secrets › New client secret, copy the Value, not the Secret ID. It ends after 24 months at most: put a reminder in your calendar.',
    'Under API permissions, Microsoft Graph’s {openid}, {profile} and {email} are enough.',
  ],
  clientId: ({ settings }) => text(settings, 'clientId'),
  upstream: ({ settings }) => ({
    issuer: `https://login.microsoftonline.com/${text(settings, 'tenant').toLowerCase()}/v2.0`,
    // its document does not pass the strict reading (MAS, docs/setup/sso.md)
    discovery_mode: 'insecure',
    token_endpoint_auth_method: 'client_secret_post',
    scope: 'openid profile email',
    // its document does not say that it knows PKCE, but it does
    pkce_method: 'always',
    claims_imports: {
      localpart: {
        action: 'require',
        template: localpart(beforeAt('user.preferred_username')),
        on_conflict: 'fail',
      },
      displayname: { action: 'suggest', template: shown('user.name') },
      email: { action: 'ignore' },
    },
  }),
})
