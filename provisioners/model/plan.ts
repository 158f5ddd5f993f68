/** A plan as people see it: phases, changes, file diffs with secrets masked. Pure view data. */
import { z } from 'zod'

export const phaseIds = ['prepare', 'tailnet', 'docker', 'configure', 'download', 'start', 'prove'] as const
export const phaseId = z.enum(phaseIds)
export type PhaseId = z.infer<typeof phaseId>

/** One line of a file diff; a secret never appears, its place is `[hidden]`. */
export const diffLine = z.strictObject({
  kind: z.enum(['same', 'added', 'removed']),
  text: z.string(),
  /** Line number in the new file, or in the old one for a removed line. */
  line: z.number().int(),
})

export const fileDiff = z.strictObject({
  path: z.string(),
  state: z.enum(['new', 'changed', 'removed']),
  /** Who may read it, in words for people: `root only`, `Synapse only`. */
  readers: z.string(),
  secret: z.boolean(),
  lines: z.array(diffLine),
})

export const planChange = z.strictObject({
  resource: z.string(),
  phase: phaseId,
  title: z.string(),
  /** What will be done, short: `5 packages`, `1 new file`. */
  summary: z.string(),
  kind: z.enum(['add', 'change', 'remove']),
  /** `likely` when a fact that decides it can only be known later. */
  certainty: z.enum(['certain', 'likely']),
  files: z.array(fileDiff),
  /** The commands as people read them, secrets masked. */
  commands: z.array(z.string()),
})

/** A resource that needs nothing, with the reason. */
export const planKept = z.strictObject({ resource: z.string(), title: z.string(), reason: z.string() })

export const planView = z.strictObject({
  /** Digest of the plan: applying asks for the plan that was seen. */
  id: z.string(),
  changes: z.array(planChange),
  kept: z.array(planKept),
  /** Bytes to download, estimated from the images' published sizes. */
  downloadBytes: z.number(),
  /** Memory in bytes once everything runs. */
  memoryBytes: z.number(),
  /** Seconds that services which run now will be away; 0 on a first install. */
  downtimeSeconds: z.number(),
  /** Expected duration in seconds; null where nothing honest can be said. */
  expectedSeconds: z.number().nullable(),
  restarts: z.array(z.string()),
})

export type PlanView = z.infer<typeof planView>
export type PlanChange = z.infer<typeof planChange>
export type PlanKept = z.infer<typeof planKept>
export type FileDiff = z.infer<typeof fileDiff>
export type DiffLine = z.infer<typeof diffLine>
