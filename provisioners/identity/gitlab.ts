/** GitLab. Upstream: GitLab, doc/integration/openid_connect_provider.md; MAS, docs/setup/sso.md. */
import { defineIdentityProvider } from './identity-provider.ts'
import { base, ownChoiceClaims, standardClaims, text } from './standard.ts'

const GITLAB = 'https://gitlab.com'

const own = (settings: Parameters<typeof text>[0]): boolean => text(settings, 'address') !== ''

export const gitlab = defineIdentityProvider({
  id: 'gitlab',
  name: 'GitLab',
  what: 'Everybody with an account at gitlab.com, or the people of your own GitLab',
  where: 'elsewhere',
  audience: (settings) =>
    base(settings, 'address').replace('://www.', '://') === GITLAB || !own(settings) ? 'anyone' : 'yours',
  email: 'verified',
  fields: [
    {
      name: 'address',
      label: 'Address of your own GitLab',
      help: 'Leave it empty for gitlab.com.',
      placeholder: 'https://gitlab.example.org',
      kind: 'https',
      optional: true,
    },
    { name: 'clientId', label: 'Application ID', kind: 'text' },
    { name: 'secret', label: 'Secret', kind: 'secret' },
  ],
  guide: ({ redirect, settings }) => [
    own(settings)
      ? 'In your GitLab’s Admin area, open Applications › Add new application. Name: {Matrix}.'
      : 'At gitlab.com, open your avatar › Edit profile › Applications › Add new application. Name: {Matrix}.',
    `Redirect URI: {${redirect}} and no other.`,
    'Keep Confidential ticked, and tick the scopes {openid}, {profile} and {email}.',
    'Save, and copy the Application ID and the Secret: the secret is shown only once.',
  ],
  clientId: ({ settings }) => text(settings, 'clientId'),
  upstream: ({ settings }) => ({
    issuer: own(settings) ? base(settings, 'address') : GITLAB,
    token_endpoint_auth_method: 'client_secret_post',
    scope: 'openid profile email',
    brand_name: 'gitlab',
    // not everything of a profile is in its ID token
    fetch_userinfo: true,
    claims_imports: own(settings) ? standardClaims : ownChoiceClaims,
  }),
})
