/** ATLogin: accounts of Bluesky and its kin. Upstream: ATLogin, cmd/atlogin/main.go and README. */
import { defineIdentityProvider } from './identity-provider.ts'
import { base, clientFields, localpart, shown, text } from './standard.ts'

export const atlogin = defineIdentityProvider({
  id: 'atlogin',
  name: 'ATLogin',
  what: 'Everybody with an account at Bluesky or another service of its network',
  where: 'elsewhere',
  audience: 'anyone',
  // what it calls an address is the handle that was typed, and no mailbox
  email: 'none',
  experimental:
    'ATLogin says of itself that nobody has reviewed its security: it checks neither the redirect address nor PKCE, and two people who sign in at the same moment can get in each other’s way. It also refuses everybody whose app does not send their handle along, and Element does not: as it is, you need an ATLogin that asks for the handle itself.',
  fields: [
    {
      name: 'address',
      label: 'Address of ATLogin',
      help: 'It must be reachable from everywhere: the services of the network ask it who it is.',
      placeholder: 'https://atlogin.net',
      kind: 'https',
    },
    ...clientFields,
  ],
  guide: ({ redirect }) => [
    'On the machine that runs ATLogin, make a client: {atlogin -new-client matrix}. It prints the client secret; the client ID is {matrix}.',
    'The address is the “issuer” in its config.json, to the last letter.',
    `ATLogin keeps no list of redirect addresses; ours is {${redirect}}`,
  ],
  clientId: ({ settings }) => text(settings, 'clientId'),
  upstream: ({ settings }) => ({
    issuer: base(settings, 'address'),
    token_endpoint_auth_method: 'client_secret_basic',
    scope: 'openid profile email',
    // it answers 400 without one; an empty one is left out
    additional_authorization_parameters: { login_hint: '{{ params.login_hint }}' },
    claims_imports: {
      localpart: { action: 'suggest', template: localpart('user.name') },
      displayname: { action: 'suggest', template: shown('user.name') },
      email: { action: 'ignore' },
      account_name: { template: shown('user.name') },
    },
  }),
})
