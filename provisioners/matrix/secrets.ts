/** The secrets of the core services. */
import type { Intent } from '../model/intent.ts'
import type { SecretSpec } from '../model/secret.ts'
import { CAPTCHA_KEY, MAIL_PASSWORD } from '../model/keys.ts'

export { CAPTCHA_KEY, MAIL_PASSWORD }

export const secrets = {
  synapseDatabase: { id: 'synapse-database', label: 'Synapse database password', kind: 'token' },
  /** The server's identity towards other servers: losing it means a new one. */
  signingKey: { id: 'synapse-signing-key', label: 'Synapse signing key', kind: 'signing-key' },
  macaroon: { id: 'synapse-macaroon', label: 'Synapse macaroon key', kind: 'token' },
  form: { id: 'synapse-form', label: 'Synapse form secret', kind: 'token' },
  masDatabase: { id: 'mas-database', label: 'sign-in database password', kind: 'token' },
  /** One value, in a file of each side. */
  shared: { id: 'mas-synapse', label: 'secret between Synapse and the sign-in service', kind: 'token' },
  /** Never changes: encrypted columns would be lost (MAS, docs/reference/configuration.md). */
  encryption: { id: 'mas-encryption', label: 'sign-in encryption key', kind: 'hex64' },
  rsa: { id: 'mas-rsa', label: 'sign-in RSA key', kind: 'rsa' },
  p256: { id: 'mas-p256', label: 'sign-in P-256 key', kind: 'p256' },
  adminClient: { id: 'mas-admin-client', label: 'administration client secret', kind: 'token' },
} as const satisfies Record<string, SecretSpec>

/** Secrets that the owner brings, where the answers need them. */
export const givenSecrets = (intent: Intent): SecretSpec[] => [
  ...(intent.mail !== null && intent.mail.username !== null
    ? [{ id: MAIL_PASSWORD, label: 'Password of the mail server', kind: 'given' as const }]
    : []),
  ...(intent.signIn.captcha === null
    ? []
    : [{ id: CAPTCHA_KEY, label: 'Secret key of the captcha', kind: 'given' as const }]),
]

export const SHARED_SECRET = secrets.shared.id
