/**
 * The realm as it should be: the whole of it for the import of the first start, and the parts that later runs compare.
 * Keys: Keycloak, RealmRepresentation, ClientRepresentation and UserRepresentation of its Admin REST API.
 */
import { Secret } from '../../model/secret.ts'
import type { Text } from '../../model/text.ts'
import { toJson } from '../../stack/yaml.ts'
import type { Place } from '../identity-provider.ts'
import { text } from '../standard.ts'
import { BROWSER_FLOW, CLIENT_ID, CODE_FLOW, REALM } from './names.ts'

const FORMS_FLOW = 'matrix forms'

/** Whether people are asked for a one-time code, as the requirement of the flow that asks. */
const REQUIREMENTS = { off: 'DISABLED', offered: 'CONDITIONAL', required: 'REQUIRED' } as const

export type Requirement = (typeof REQUIREMENTS)[keyof typeof REQUIREMENTS]

export function codeRequirement({ settings }: Place): Requirement {
  const choice = text(settings, 'totp')
  return choice === 'off' || choice === 'required' ? REQUIREMENTS[choice] : REQUIREMENTS.offered
}

/** What later runs hold the realm to; everything else in it belongs to its owner. */
export function realmSettings({ settings }: Place) {
  return {
    enabled: true,
    registrationAllowed: false,
    bruteForceProtected: settings['bruteForce'] !== false,
    passwordPolicy: text(settings, 'passwords') === 'any' ? '' : 'length(12)',
  }
}

/** MAS's client, without its secret. The log-out call goes from container to container: it needs no public way. */
export function clientSettings({ redirect, id }: Place) {
  return {
    clientId: CLIENT_ID,
    enabled: true,
    publicClient: false,
    standardFlowEnabled: true,
    implicitFlowEnabled: false,
    directAccessGrantsEnabled: false,
    serviceAccountsEnabled: false,
    redirectUris: [redirect],
    attributes: {
      'pkce.code.challenge.method': 'S256',
      'backchannel.logout.url': `http://mas:8080/upstream/backchannel-logout/${id}`,
      'backchannel.logout.session.required': 'true',
    },
  }
}

/**
 * The first person. Every name and the address must be there, or the first sign-in ends at a form (Keycloak, default user
 * profile). The password is for the first sign-in only: Keycloak then asks for another.
 */
export function firstPerson({ settings }: Place, password: Secret) {
  return {
    username: text(settings, 'username').toLowerCase(),
    firstName: text(settings, 'firstName'),
    lastName: text(settings, 'lastName'),
    email: text(settings, 'email'),
    emailVerified: true,
    enabled: true,
    credentials: [{ type: 'password', value: password, temporary: true }],
    // an import takes no notice of `temporary` (seen)
    requiredActions: ['UPDATE_PASSWORD'],
  }
}

/**
 * The file of `start --import-realm`, which Keycloak reads once, while it has no such realm. Without `clientScopes` and
 * `requiredActions` it makes its usual ones (Keycloak, RealmManager.importRealm).
 */
export function realmFile(place: Place, clientSecret: Secret, password: Secret): Text {
  return withoutPlaceholders(
    toJson({
      realm: REALM,
      displayName: 'Matrix',
      sslRequired: 'external',
      loginWithEmailAllowed: true,
      duplicateEmailsAllowed: false,
      enabled: true,
      browserFlow: BROWSER_FLOW,
      authenticationFlows: flows(place),
      clients: [
        {
          ...clientSettings(place),
          name: 'Matrix',
          protocol: 'openid-connect',
          clientAuthenticatorType: 'client-secret',
          secret: clientSecret,
          frontchannelLogout: false,
        },
      ],
      users: [
        {
          ...firstPerson(place, password),
          // an imported person has no roles but these; the second is for the console, which only this machine reaches
          realmRoles: [`default-roles-${REALM}`],
          clientRoles: { 'realm-management': ['realm-admin'] },
        },
      ],
    }),
  )
}

/**
 * Name and password, then a one-time code: always, for those who have set one up, or never, as the requirement of one
 * sub-flow says. A flow that is required skips its conditions (Keycloak, DefaultAuthenticationFlow).
 */
function flows(place: Place): object[] {
  const flow = (alias: string, topLevel: boolean, authenticationExecutions: object[]): object => ({
    alias,
    description: '',
    providerId: 'basic-flow',
    topLevel,
    builtIn: false,
    authenticationExecutions,
  })
  const step = (authenticator: string, requirement: string, priority: number): object => ({
    authenticator,
    requirement,
    priority,
  })
  const part = (flowAlias: string, requirement: string, priority: number): object => ({
    authenticatorFlow: true,
    flowAlias,
    requirement,
    priority,
  })
  return [
    flow(BROWSER_FLOW, true, [
      step('auth-cookie', 'ALTERNATIVE', 10),
      step('identity-provider-redirector', 'ALTERNATIVE', 20),
      part(FORMS_FLOW, 'ALTERNATIVE', 30),
    ]),
    flow(FORMS_FLOW, false, [
      step('auth-username-password-form', 'REQUIRED', 10),
      part(CODE_FLOW, codeRequirement(place), 20),
    ]),
    flow(CODE_FLOW, false, [
      step('conditional-user-configured', 'REQUIRED', 10),
      step('auth-otp-form', 'REQUIRED', 20),
    ]),
  ]
}

/** Keycloak puts variables of its environment in for `${…}` while it imports; JSON's own escape keeps a dollar sign a dollar sign. */
const withoutPlaceholders = (parts: Text): Text =>
  parts.map((part) => {
    if (typeof part === 'string') return part.replaceAll('$', '\\u0024')
    const value = part.reveal()
    return value.includes('$') ? new Secret(value.replaceAll('$', '\\u0024'), part.label) : part
  })
