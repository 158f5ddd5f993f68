/** What the owner wants: the answers of the set-up, and the file that `bramble apply` takes. */
import { z } from 'zod'

/** A host name as it may stand in a URL: letters, digits, hyphens, dots; no leading hyphen (it could be read as an option). */
export const hostName = z
  .string()
  .trim()
  .toLowerCase()
  .max(253)
  .regex(/^(?=.*[a-z])[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/, {
    error: 'address.invalid',
  })

/** Where the server is reached. Only "at home" converges so far; the union grows by mode. */
export const address = z.discriminatedUnion('mode', [
  z.strictObject({
    mode: z.literal('home'),
    /** The name on the LAN, for example `brookside.local`: the server's permanent name. */
    host: hostName,
  }),
])

/** Who may sign in, and how. */
export const signIn = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('accounts'),
    /** New people need an invitation made by the owner. */
    registration: z.literal('invitation'),
  }),
])

export const INTENT_VERSION = 1

export const intentSchema = z.strictObject({
  version: z.literal(INTENT_VERSION),
  /** What the owner calls this server, shown in the app only. */
  name: z.string().trim().min(1).max(60),
  address,
  signIn,
  extras: z.strictObject({ elementWeb: z.boolean() }),
})

export type Intent = z.infer<typeof intentSchema>
export type Address = z.infer<typeof address>

/**
 * The answers that a fresh set-up starts from.
 *
 * @param piName the Pi's own host name, as it calls itself
 */
export function defaultIntent(piName: string): Intent {
  const label = piName.split('.')[0] ?? 'raspberrypi'
  const safe = hostName.safeParse(`${label}.local`)
  return {
    version: INTENT_VERSION,
    name: label.charAt(0).toUpperCase() + label.slice(1),
    address: { mode: 'home', host: safe.success ? safe.data : 'raspberrypi.local' },
    signIn: { kind: 'accounts', registration: 'invitation' },
    extras: { elementWeb: true },
  }
}
