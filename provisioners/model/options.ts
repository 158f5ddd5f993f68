/** What can be set about the Matrix server itself; every default is one that needs no thought. */
import { z } from 'zod'
import { hostName } from './address.ts'

export const memorySizes = ['small', 'medium', 'large'] as const

export const serverOptions = z.strictObject({
  /** What the settings are cut to: about 2, 4, or 8 GB and more. Taken from the machine when it is first met. */
  memory: z.enum(memorySizes).default('small'),
  /** Largest file that can be sent, in MiB. */
  uploadMiB: z.int().min(1).max(1024).default(50),
  /** Days that copies of other servers' pictures and files are kept; null keeps them for ever. */
  keepRemoteMediaDays: z.int().min(1).max(3650).nullable().default(30),
  /** Whether the server fetches the title and picture of links for its people. */
  urlPreviews: z.boolean().default(false),
  /** Who is online is shown. It costs a small machine the most of all options. */
  presence: z.boolean().default(false),
  /** Which other servers are talked to: all, none, or those of a list. */
  federation: z
    .discriminatedUnion('with', [
      z.strictObject({ with: z.literal('all') }),
      z.strictObject({ with: z.literal('none') }),
      z.strictObject({ with: z.literal('listed'), servers: z.array(hostName).min(1).max(500) }),
    ])
    .default({ with: 'all' }),
  /** A new device signs in by scanning a code. */
  qrSignIn: z.boolean().default(true),
  /** What Synapse writes to its log. */
  logLevel: z.enum(['WARNING', 'INFO']).default('WARNING'),
})

export type ServerOptions = z.infer<typeof serverOptions>
