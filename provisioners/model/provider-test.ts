/** What was found of a sign-in provider before anything is installed. */
import { z } from 'zod'

export const providerTestLine = z.strictObject({
  /** What was looked at, and how it was found: the same for the same finding. */
  code: z.string(),
  verdict: z.enum(['fine', 'worth-knowing', 'in-the-way']),
  title: z.string(),
  /** What was seen. */
  detail: z.string(),
  /** What to change; empty where all is fine. */
  remedy: z.string(),
})

export type ProviderTestLine = z.infer<typeof providerTestLine>
