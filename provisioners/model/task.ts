/** What a run is for, where it is not the answers: acts of their own, each with a plan that is seen first. */
import { z } from 'zod'
import { joinSettings } from './reach.ts'

/** The id of a bridge: its key in the answers. */
export const bridgeId = z.string().regex(/^[a-z0-9]+$/, { error: 'bridge.invalid' })

export const runTask = z.discriminatedUnion('kind', [
  /** Before there is an address: joining a tailnet, which decides the machine's name. */
  z.strictObject({ kind: z.literal('tailnet'), settings: joinSettings }),
  /** Back to settings that were proved good, containers and configuration together; `to` is their number. */
  z.strictObject({ kind: z.literal('undo'), to: z.number().int().min(1) }),
  /** A file as its owner edited it is kept through every later run, or is Bramble's again. */
  z.strictObject({
    kind: z.literal('keep'),
    service: z.string().regex(/^[a-z0-9-]+$/),
    file: z.string().regex(/^[a-z0-9][a-z0-9._-]*$/),
    keep: z.boolean(),
  }),
  /** Deletes what a bridge that was removed has left: its database, its role, its keys. */
  z.strictObject({ kind: z.literal('forget'), bridge: bridgeId }),
  /** Takes Bramble off the machine. */
  z.strictObject({ kind: z.literal('uninstall'), data: z.enum(['keep', 'delete']) }),
])
export type RunTask = z.infer<typeof runTask>
