/** What the window may ask about differences on the Pi, and about ways back. */
import { z } from 'zod'
import { changesView } from '../../provisioners/model/changes.ts'

export const changesRequests = {
  /** What differs from what Bramble set up, what is kept, and where an undo leads. */
  'changes.look': { input: z.strictObject({ connection: z.string().max(64) }), output: changesView },
} as const
