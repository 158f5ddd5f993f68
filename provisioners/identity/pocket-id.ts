/** Pocket ID on this machine: passkeys instead of passwords, set up without a click. */
import { defineIdentityProvider } from './identity-provider.ts'
import { CLIENT_ID } from './pocket-id/client.ts'
import { firstPasskeyLink } from './pocket-id/invitation.ts'
import { personFields } from './pocket-id/person.ts'
import { INSIDE, originOf } from './pocket-id/place.ts'
import { pocketIdResources } from './pocket-id/resources.ts'
import { MEMORY_MIB, pocketIdService } from './pocket-id/service.ts'
import { standardClaims } from './standard.ts'

export const pocketId = defineIdentityProvider({
  id: 'pocket-id',
  name: 'Pocket ID',
  what: 'Passkeys instead of passwords, kept on this Pi',
  where: 'here',
  audience: 'yours',
  email: 'verified',
  memoryMiB: MEMORY_MIB,
  fields: personFields,
  guide: ({ redirect }) => [
    'There is nothing to click: Bramble starts Pocket ID, makes the first account in it, and tells it about the sign-in service.',
    `It gets this redirect address, and no other: {${redirect}}`,
    'At the end you get a link. It opens Pocket ID once, without a password, so that the first person can add a passkey.',
    'Others get an account from an administrator, who makes it in Pocket ID and hands them such a link.',
    'Passkeys belong to the name in Pocket ID’s address: when that name changes, everybody needs a new link and a new passkey.',
  ],
  clientId: () => CLIENT_ID,
  upstream(place) {
    const origin = originOf(place)
    return {
      // the browser goes the public way; MAS stays inside, where no name and no certificate has to work yet
      discovery_mode: 'disabled',
      issuer: origin,
      authorization_endpoint: `${origin}/authorize`,
      token_endpoint: `${INSIDE}/api/oidc/token`,
      userinfo_endpoint: `${INSIDE}/api/oidc/userinfo`,
      jwks_uri: `${INSIDE}/.well-known/jwks.json`,
      token_endpoint_auth_method: 'client_secret_basic',
      scope: 'openid profile email',
      // without discovery, `auto` is never (MAS, crates/data-model/src/upstream_oauth2/provider.rs)
      pkce_method: 'always',
      id_token_signed_response_alg: 'RS256',
      // the ID token carries the profile already (Pocket ID, backend/internal/oidc/claims_service.go)
      fetch_userinfo: false,
      // Pocket ID knows no back-channel log-out
      on_backchannel_logout: 'do_nothing',
      claims_imports: standardClaims,
    }
  },
  contribute: pocketIdService,
  resources: pocketIdResources,
  invitation: firstPasskeyLink,
})
