/** What differs on the Pi from what Bramble set up, what its owner keeps, and where an undo leads. */
import { z } from 'zod'
import { fileDiff } from './plan.ts'

/** A file of a service's settings that was edited by hand. */
export const editedFile = z.strictObject({
  service: z.string(),
  file: z.string(),
  /** The service in words. */
  name: z.string(),
  /** From what Bramble wrote to what is there now; secrets masked. */
  diff: fileDiff,
})

/** Anything else that differs: a container, a package, a role. */
export const difference = z.strictObject({ resource: z.string(), title: z.string(), detail: z.string() })

/** A file that its owner keeps as it is: no answer changes it any more. */
export const keptFile = z.strictObject({
  service: z.string(),
  file: z.string(),
  name: z.string(),
  /** Whether Bramble would write something else by now than what it wrote when it was kept. */
  behind: z.boolean(),
})

/** Settings that were proved good once. */
export const wayBack = z.strictObject({
  /** Number of the generation. */
  to: z.number().int(),
  /** Seconds since the epoch when they were written. */
  at: z.number(),
  /** What would be different, a line each, such as a bridge that was not there. */
  changes: z.array(z.string()),
})

export const changesView = z.strictObject({
  edited: z.array(editedFile),
  others: z.array(difference),
  kept: z.array(keptFile),
  /** The last good settings before those in use; null where there are none. */
  undo: wayBack.nullable(),
})

export type EditedFile = z.infer<typeof editedFile>
export type Difference = z.infer<typeof difference>
export type KeptFile = z.infer<typeof keptFile>
export type WayBack = z.infer<typeof wayBack>
export type ChangesView = z.infer<typeof changesView>
