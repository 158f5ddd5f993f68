/** Google. Upstream: Google, "OpenID Connect" (developers.google.com/identity); MAS, docs/setup/sso.md. */
import { defineIdentityProvider } from './identity-provider.ts'
import { clientFields, ownChoiceClaims, text } from './standard.ts'

export const google = defineIdentityProvider({
  id: 'google',
  name: 'Google',
  what: 'Everybody with a Google account, or the people of a Google Workspace',
  where: 'elsewhere',
  // the domain is part of the ID token, and checked by the template of the subject
  audience: (settings) => (text(settings, 'domain') === '' ? 'anyone' : 'yours'),
  email: 'verified',
  fields: [
    ...clientFields,
    {
      name: 'domain',
      label: 'Domain of your Google Workspace',
      help: 'Only its people can come in. Leave it empty for ordinary Google accounts.',
      placeholder: 'example.org',
      kind: 'host',
      optional: true,
    },
  ],
  guide: ({ redirect }) => [
    'At console.cloud.google.com, choose or make a project and open Google Auth Platform.',
    'Under Audience, choose Internal for a Google Workspace, else External, and then Publish app: while it says Testing, only listed test users can sign in.',
    'Under Data Access, add the scopes {openid}, {.../auth/userinfo.email} and {.../auth/userinfo.profile}.',
    'Under Clients › Create client, choose Web application.',
    `Authorized redirect URIs: {${redirect}} and no other. Google takes only addresses with a public ending, such as .org or .ts.net.`,
    'Copy the client ID and the client secret: the secret is shown only once.',
  ],
  clientId: ({ settings }) => text(settings, 'clientId'),
  upstream: ({ settings }) => {
    const domain = text(settings, 'domain').toLowerCase()
    return {
      issuer: 'https://accounts.google.com',
      token_endpoint_auth_method: 'client_secret_post',
      scope: 'openid profile email',
      brand_name: 'google',
      ...(domain === '' ? {} : { additional_authorization_parameters: { hd: domain } }),
      claims_imports: {
        ...ownChoiceClaims,
        // MAS refuses an empty subject: a person of another domain does not come in, whatever Google's screen allowed
        ...(domain === ''
          ? {}
          : { subject: { template: `{% if user.hd == '${domain}' %}{{ user.sub }}{% endif %}` } }),
      },
    }
  },
})
