/** The keys of a realm's file, as far as Bramble writes them (Keycloak, RealmRepresentation and what it holds). */
import { among, keys, list, names, text, whole, yesNo, type Shape } from '../../stack/strict/shape.ts'

const requirement = among('REQUIRED', 'ALTERNATIVE', 'CONDITIONAL', 'DISABLED')

const execution = keys(
  { authenticator: text(), authenticatorFlow: yesNo, flowAlias: text(), requirement, priority: whole() },
  ['requirement', 'priority'],
)

const flow = keys(
  {
    alias: text(),
    description: text(),
    providerId: among('basic-flow'),
    topLevel: yesNo,
    builtIn: yesNo,
    authenticationExecutions: list(execution, 1),
  },
  ['alias', 'providerId', 'topLevel', 'builtIn', 'authenticationExecutions'],
)

const client = keys(
  {
    clientId: text(/\S/),
    name: text(),
    enabled: yesNo,
    protocol: among('openid-connect'),
    publicClient: yesNo,
    clientAuthenticatorType: among('client-secret'),
    secret: text(),
    standardFlowEnabled: yesNo,
    implicitFlowEnabled: yesNo,
    directAccessGrantsEnabled: yesNo,
    serviceAccountsEnabled: yesNo,
    frontchannelLogout: yesNo,
    // exact: a star would let a stranger's page have the code
    redirectUris: list(text(/^https:\/\/[^*\s]+$/), 1),
    attributes: names(text()),
  },
  ['clientId', 'secret', 'redirectUris', 'attributes'],
)

const person = keys(
  {
    username: text(/\S/),
    firstName: text(),
    lastName: text(),
    email: text(),
    emailVerified: yesNo,
    enabled: yesNo,
    credentials: list(keys({ type: among('password'), value: text(), temporary: yesNo }, ['type', 'value'])),
    requiredActions: list(text()),
    realmRoles: list(text()),
    clientRoles: names(list(text())),
  },
  ['username', 'email', 'credentials'],
)

export const realmKeys: Shape = keys(
  {
    realm: text(/^[a-z]+$/),
    displayName: text(),
    enabled: yesNo,
    sslRequired: among('external', 'all'),
    registrationAllowed: yesNo,
    loginWithEmailAllowed: yesNo,
    duplicateEmailsAllowed: yesNo,
    bruteForceProtected: yesNo,
    passwordPolicy: text(),
    browserFlow: text(),
    authenticationFlows: list(flow),
    clients: list(client, 1),
    users: list(person),
  },
  ['realm', 'enabled', 'clients'],
)
