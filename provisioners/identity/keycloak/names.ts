/** Names and places that everything about Keycloak on this machine agrees on. */
export const SERVICE = 'keycloak'
/** MAS's loopback publication in proxy mode takes 8080. */
export const PORT = 8090
/** Health and metrics; nothing public leads here (Keycloak, docs/guides/server/management-interface.adoc). */
export const MANAGEMENT_PORT = 9000
/** The realm of the people; `master` is Keycloak's own and stays unreachable from outside. */
export const REALM = 'matrix'
/** MAS's client. */
export const CLIENT_ID = 'matrix-authentication-service'
/** Bramble's own client, a service account of `master` that Keycloak makes on its first start. */
export const ADMIN_CLIENT_ID = 'bramble'
/** Where `start --import-realm` looks, and the only directory that Bramble mounts (Keycloak, docs/guides/server/importExport.adoc). */
export const MOUNT = '/opt/keycloak/data/import'
/** The flow of the sign-in page, and the part of it that asks for a one-time code. */
export const BROWSER_FLOW = 'matrix browser'
export const CODE_FLOW = 'matrix one-time code'

export const secrets = {
  database: { id: 'keycloak-database', label: 'Keycloak database password', kind: 'token' },
  admin: { id: 'keycloak-admin', label: 'secret of Bramble’s own client in Keycloak', kind: 'token' },
} as const

export const inside = (path: string): string => `http://${SERVICE}:${PORT}${path}`
export const REALM_URL = inside(`/realms/${REALM}`)
export const HEALTH_URL = `http://${SERVICE}:${MANAGEMENT_PORT}/health/ready`
