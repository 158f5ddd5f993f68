/** What a change of the answers makes void. Pure. */
import { addressOf } from './address/reach.ts'
import type { Answers } from './state.ts'

/** What stands for the way that mail goes, among the keys of providers' entries. */
export const MAIL_TEST = '@mail'

/** Whether the server would be reached otherwise. */
export const otherAddress = (before: Answers, after: Answers): boolean =>
  before.reach !== after.reach &&
  JSON.stringify(addressOf(before.reach)) !== JSON.stringify(addressOf(after.reach))

/** Keys whose test says nothing any more: their entry is another one, or their redirect address is. */
export function staleTests(before: Answers, after: Answers): string[] {
  const moved = otherAddress(before, after)
  const entries = new Map(before.signIn.providers.map((entry) => [entry.key, JSON.stringify(entry)]))
  const changed = after.signIn.providers.filter(
    (entry) => moved || entries.get(entry.key) !== JSON.stringify(entry),
  )
  const mail = JSON.stringify(before.mail) === JSON.stringify(after.mail) ? [] : [MAIL_TEST]
  return [...changed.map(({ key }) => key), ...mail]
}
