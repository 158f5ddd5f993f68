/** How far a way to sign in is: unfinished, untested, proved. */
import type { ProviderPlace, ProviderView, SecretPlace } from '../../../provisioners/model/provider-view.ts'
import type { TestLine } from '../../../provisioners/model/test-line.ts'

export type WayState = 'asking' | 'unfinished' | 'failed' | 'fine' | 'kept' | 'untested' | 'here'

interface Facts {
  view: ProviderView
  place: ProviderPlace | null
  secrets: Readonly<Record<string, SecretPlace>> | null
  lines: readonly TestLine[] | undefined
  /** Whether the Pi has the very same entry. */
  same: boolean
}

export function stateOf({ view, place, secrets, lines, same }: Facts): WayState {
  if (place === null || secrets === null) return 'asking'
  const needed = view.fields.filter(({ optional, name }) => !optional && name in place.secrets)
  const where = needed.map(({ name }) => secrets[place.secrets[name] ?? ''] ?? 'missing')
  if (place.wrong.length > 0 || Object.keys(place.wrongFields).length > 0 || where.includes('missing'))
    return 'unfinished'
  if (lines?.some(({ verdict }) => verdict === 'in-the-way')) return 'failed'
  if (lines !== undefined && provesIt(lines)) return 'fine'
  if (same && where.every((each) => each === 'kept')) return 'kept'
  return view.where === 'here' ? 'here' : 'untested'
}

/** Whether a test proved that it works: something was found fine, and nothing is in the way. */
export const provesIt = (lines: readonly TestLine[]): boolean =>
  lines.some(({ verdict }) => verdict === 'fine') && lines.every(({ verdict }) => verdict !== 'in-the-way')
