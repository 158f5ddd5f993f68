/** Names and addresses of Pocket ID that several files share. */
import type { Place } from '../identity-provider.ts'

export const SERVICE = 'pocket-id'
/** Pocket ID, docs of its environment variables: PORT. */
export const PORT = 1411
/** Inside the stack; nothing of it is published. */
export const INSIDE = `http://${SERVICE}:${PORT}`

export const API_KEY = 'pocket-id-api-key'
export const ENCRYPTION_KEY = 'pocket-id-encryption'

/**
 * The public address without a slash at its end: it is the issuer, to the letter, and Pocket ID takes no path in it
 * (Pocket ID, backend/internal/common/env_config.go).
 */
export function originOf({ addresses }: Pick<Place, 'addresses'>): string {
  if (addresses.identity === null) throw new TypeError('Pocket ID without an address of its own')
  return new URL(addresses.identity).origin
}
