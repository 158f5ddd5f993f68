/**
 * Double puppeting: what a person writes in the network's own app appears as written by them, not by a ghost of theirs. All bridges
 * share one registration for it (mautrix's documentation, Double puppeting, Automatically).
 */
import type { SecretSpec } from '../model/secret.ts'
import type { Registration } from '../matrix/registration.ts'

export const doublePuppet: Registration = {
  id: 'doublepuppet',
  // nothing is ever sent to it
  url: null,
  asToken: 'doublepuppet-as-token',
  hsToken: 'doublepuppet-hs-token',
  sender: { secret: 'doublepuppet-sender' },
  users: [{ localpart: '.*', exclusive: false }],
  ephemeral: false,
  devices: false,
}

/** The token can act as anybody of the server: it is as powerful as root. */
export const doublePuppetSecrets: readonly SecretSpec[] = [
  { id: doublePuppet.asToken, label: 'double puppet token', kind: 'token' },
  { id: doublePuppet.hsToken, label: 'double puppet token of Synapse', kind: 'token' },
  { id: 'doublepuppet-sender', label: 'double puppet sender', kind: 'localpart' },
]
