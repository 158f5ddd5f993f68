/** What the owner wants: the answers of the set-up, and the file that `bramble apply` takes. A secret is never part of it. */
import { z } from 'zod'
import { address, hostName } from './address.ts'
import { bridgeId } from './task.ts'
import { memorySizes, serverOptions } from './options.ts'
import { branding, mail, signIn } from './sign-in.ts'

export const INTENT_VERSION = 2

/** A whole number is taken for its digits: nobody puts quotes around an API id. */
const bridgeAnswer = z.union([z.string(), z.boolean(), z.int().transform(String)])

/** Bridges by their id; each with the answers to its own questions, which its own file checks. */
const bridges = z.record(bridgeId, z.record(z.string(), bridgeAnswer)).default({})

/** Cloudflare refuses a request of more than 100 MB on its free plan (Cloudflare's documentation, Request body size). */
export const CLOUDFLARE_UPLOAD_MIB = 95

export const intentSchema = z
  .strictObject({
    version: z.literal(INTENT_VERSION),
    /** What the owner calls this server: shown in the app, and on the sign-in page. */
    name: z
      .string()
      .trim()
      .min(1)
      .max(60)
      // it stands in the header of mails, where a line break begins another header
      .regex(/^[^\p{Cc}\p{Zl}\p{Zp}]*$/u, { error: 'name.control' }),
    address,
    signIn,
    /** How the server sends mail; without it there is none. */
    mail: mail.nullable().default(null),
    branding: branding.prefault({}),
    extras: z.strictObject({ elementWeb: z.boolean().default(true) }).prefault({}),
    bridges,
    server: serverOptions.prefault({}),
  })
  .superRefine((intent, context) => {
    const wrong = (path: (string | number)[], message: string): void =>
      context.addIssue({ code: 'custom', path, message })
    if (intent.signIn.registration === 'email' && intent.mail === null)
      wrong(['signIn', 'registration'], 'registration.needs-mail')
    if (intent.address.mode === 'cloudflare' && intent.server.uploadMiB > CLOUDFLARE_UPLOAD_MIB)
      wrong(['server', 'uploadMiB'], 'upload.cloudflare')
    if (intent.signIn.passwordRecovery && intent.mail === null)
      wrong(['signIn', 'passwordRecovery'], 'recovery.needs-mail')
  })

export type Intent = z.infer<typeof intentSchema>
/** An intent as people write it: what has a default may be left out. */
export type IntentInput = z.input<typeof intentSchema>

/**
 * The answers that a fresh set-up starts from.
 *
 * @param piName the Pi's own host name, as it calls itself
 * @param memoryBytes of the Pi; without it the smallest is assumed
 */
export function defaultIntent(piName: string, memoryBytes = 0): Intent {
  const label = piName.split('.')[0] ?? 'raspberrypi'
  const safe = hostName.safeParse(`${label}.local`)
  return intentSchema.parse({
    version: INTENT_VERSION,
    name: label.charAt(0).toUpperCase() + label.slice(1) || 'Raspberrypi',
    address: { mode: 'home', host: safe.success ? safe.data : 'raspberrypi.local' },
    signIn: {},
    server: { memory: memorySizeFor(memoryBytes) },
  } satisfies IntentInput)
}

/** The size whose settings suit a machine with this much memory: a "4 GB" Pi reports a little less than 4 GiB. */
export function memorySizeFor(bytes: number): Intent['server']['memory'] {
  const gib = bytes / 2 ** 30
  return memorySizes.findLast((size) => gib >= { small: 0, medium: 3, large: 6 }[size]) ?? 'small'
}
