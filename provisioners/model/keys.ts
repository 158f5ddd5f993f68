/** Names that follow from the answers; without a schema, so that the window can use them too. */

/** Ids of the secrets that the answers about mail and about the captcha may ask the owner for. */
export const MAIL_PASSWORD = 'mail-password'
export const CAPTCHA_KEY = 'captcha-key'
/** Id of the secret with which the Pi enters its tunnel at Cloudflare. */
export const CLOUDFLARE_TOKEN = 'cloudflare-tunnel-token'

/**
 * The name of a new entry among the ways to sign in: the provider's own, and a number where that is taken.
 *
 * @param kind the provider's id
 * @param taken names of the entries that are there
 */
export function freeKey(kind: string, taken: readonly string[]): string {
  if (!taken.includes(kind)) return kind
  for (let number = 2; ; number++) if (!taken.includes(`${kind}-${number}`)) return `${kind}-${number}`
}
