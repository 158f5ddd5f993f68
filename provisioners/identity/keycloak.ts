/** Keycloak on this machine: made, kept and connected without a click. */
import type { Field } from '../model/field.ts'
import { defineIdentityProvider } from './identity-provider.ts'
import { CLIENT_ID, PORT, REALM, REALM_URL } from './keycloak/names.ts'
import { keycloakResources } from './keycloak/resources.ts'
import { CONSOLE, contribution, publicBase } from './keycloak/service.ts'
import { standardClaims } from './standard.ts'

/** Keycloak's own rule for names (Keycloak, PersonNameProhibitedCharactersValidator). */
const person = (name: string, label: string): Field => ({
  name,
  label,
  kind: 'text',
  pattern: {
    source: '^[^<>&"$%!#?§,;:*~/\\\\|^=\\[\\]{}()]{1,60}$',
    words: 'it holds a character that Keycloak refuses in names.',
  },
})

export const keycloak = defineIdentityProvider({
  id: 'keycloak',
  name: 'Keycloak',
  what: 'For many people, groups, LDAP or SAML; on this Pi, if it has 4 GB of memory or, better, 8',
  where: 'here',
  audience: 'yours',
  // people may change their own address there
  email: 'unverified',
  memoryMiB: 650,
  fields: [
    {
      name: 'username',
      label: 'User name of the first person',
      kind: 'text',
      placeholder: 'alice',
      pattern: {
        source: '^[a-z][a-z0-9._-]{2,59}$',
        words: '3 characters or more: small letters, digits, dots and hyphens, and a letter first.',
      },
    },
    person('firstName', 'First name'),
    person('lastName', 'Last name'),
    {
      name: 'email',
      label: 'E-mail address',
      kind: 'text',
      pattern: { source: '^[^\\s@"<>]+@[^\\s@"<>]+\\.[^\\s@"<>]+$', words: 'it must be an e-mail address.' },
    },
    {
      name: 'password',
      label: 'First password',
      help: 'For the first sign-in. Keycloak then asks for another, which only this person knows.',
      kind: 'secret',
      pattern: { source: '^.{12,128}$', words: 'it needs 12 characters or more.' },
    },
    {
      name: 'totp',
      label: 'One-time codes by an app (TOTP)',
      kind: 'choice',
      initial: 'offered',
      choices: [
        { value: 'off', label: 'Never asked for' },
        { value: 'offered', label: 'Asked of those who have set one up' },
        { value: 'required', label: 'Asked of everybody' },
      ],
    },
    {
      name: 'bruteForce',
      label: 'Lock an account for a while after many wrong passwords',
      kind: 'switch',
      initial: true,
    },
    {
      name: 'passwords',
      label: 'Passwords',
      kind: 'choice',
      initial: 'long',
      choices: [
        { value: 'long', label: '12 characters or more' },
        { value: 'any', label: 'As people like' },
      ],
    },
  ],
  refuses: ({ server }) =>
    server.memory === 'small'
      ? 'Keycloak needs more memory than a small machine has: choose Pocket ID, or accounts on this server.'
      : null,
  guide: (place) => [
    'Nothing needs a click: Bramble makes the realm, the client and the first person, and keeps them in step with your answers.',
    `People change their password and set up one-time codes at {${publicBase(place)}/realms/${REALM}/account}`,
    'The admin console is not reachable from the network. Open it through SSH from your computer, with your own user name and the name of your Pi:',
    `{ssh -L ${PORT}:localhost:${PORT} pi@raspberrypi.local}`,
    `While that runs, the first person signs in at {${CONSOLE}/admin/${REALM}/console/}`,
    'To take people from LDAP or Active Directory: in the console, “User federation”, “Add LDAP provider”. Set “Edit mode” to READ_ONLY if Keycloak must not write there.',
    'To let people in by SAML: in the console, “Identity providers”, “SAML v2.0”, and paste the address of the other side’s metadata at “SAML entity descriptor”.',
    'Bramble changes only what you answered here and its own client; everything else in Keycloak stays as you make it.',
  ],
  clientId: () => CLIENT_ID,
  // browsers go to the public address, the sign-in service to its neighbour: nothing depends on the way out and back in
  upstream: (place) => ({
    issuer: `${publicBase(place)}/realms/${REALM}`,
    discovery_mode: 'disabled',
    token_endpoint_auth_method: 'client_secret_basic',
    scope: 'openid profile email',
    // `auto` means never where there is no discovery (MAS, docs/reference/configuration.md)
    pkce_method: 'always',
    authorization_endpoint: `${publicBase(place)}/realms/${REALM}/protocol/openid-connect/auth`,
    token_endpoint: `${REALM_URL}/protocol/openid-connect/token`,
    jwks_uri: `${REALM_URL}/protocol/openid-connect/certs`,
    userinfo_endpoint: `${REALM_URL}/protocol/openid-connect/userinfo`,
    on_backchannel_logout: 'logout_browser_only',
    claims_imports: standardClaims,
  }),
  contribute: contribution,
  resources: keycloakResources,
})
