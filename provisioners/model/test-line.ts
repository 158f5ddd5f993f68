/** One thing that a live test found: of a provider, or of the way that mail goes. */
import { z } from 'zod'

export const testLine = z.strictObject({
  code: z.string(),
  verdict: z.enum(['fine', 'worth-knowing', 'in-the-way']),
  title: z.string(),
  /** What was seen. */
  detail: z.string(),
  /** What to do; empty where nothing is. */
  remedy: z.string(),
})

export type TestLine = z.infer<typeof testLine>

/** What a test says where nobody could be asked: it proves nothing, so it never reads as fine. */
export const untried: TestLine = {
  code: 'practice',
  verdict: 'worth-knowing',
  title: 'Nobody was asked: this is practice',
  detail: 'The practice Pi lives in memory and has no way out. On a real Pi this asks the service itself.',
  remedy: '',
}
