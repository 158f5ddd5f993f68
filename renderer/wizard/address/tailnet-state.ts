/** What is seen of the tailnet, against what is wanted of it: what the screen says, and whether joining is still to be done. Pure. */
import type { JoinSettings, TailnetView } from '../../../provisioners/model/reach.ts'
import { firstLabel, plainName, tagsOf, type Reach } from './reach.ts'

/**
 * How the machine's real name stands to the one that is wanted: the tailnet appends a number when another machine has the name.
 */
export type NameState = 'same' | 'taken' | 'other' | 'unknown'

export function nameState(view: TailnetView, wanted: string): NameState {
  if (view.name === null || view.state !== 'running') return 'unknown'
  const label = firstLabel(view.name)
  const plain = plainName(wanted)
  if (label === plain) return 'same'
  return label.startsWith(`${plain}-`) && /^\d+$/.test(label.slice(plain.length + 1)) ? 'taken' : 'other'
}

/** Why the machine has to join, once more or for the first time. */
export type JoinReason = 'absent' | 'unfit' | 'signed-out' | 'expired' | 'rename' | 'stopped' | 'elsewhere'

/** @returns null where it is in the tailnet already, under the name that is wanted */
export function joinReason(view: TailnetView, reach: Reach): JoinReason | null {
  if (view.state === 'absent') return 'absent'
  if (view.unfit) return 'unfit'
  if (view.expired) return 'expired'
  if (view.state === 'signed-out' || view.state === 'approval') return 'signed-out'
  if (view.state !== 'running') return 'stopped'
  if (bare(view.controlServer) !== bare(reach.way === 'tailnet' ? reach.controlServer : ''))
    return 'elsewhere'
  return nameState(view, reach.machineName) === 'same' ? null : 'rename'
}

const bare = (url: string | null): string => (url ?? '').trim().replace(/\/+$/, '').toLowerCase()

/** Why Funnel cannot be had here; null where it can. */
export function noFunnel(view: TailnetView | null, reach: Reach): 'control-server' | 'not-allowed' | null {
  if (reach.controlServer.trim() !== '' || (view?.controlServer ?? null) !== null) return 'control-server'
  return view?.state === 'running' && view.funnel === 'none' ? 'not-allowed' : null
}

/** What joining is asked for. */
export function settingsOf(reach: Reach): JoinSettings {
  const controlServer = reach.controlServer.trim()
  return {
    machineName: plainName(reach.machineName),
    signIn: reach.signIn,
    tags: tagsOf(reach.tags),
    ...(controlServer === '' ? {} : { controlServer }),
  }
}

const DAY = 86_400

/** When the machine's key ends: a machine whose key has ended is out of the tailnet until somebody signs it in again. */
export function keyState(
  view: TailnetView,
  now: number,
): { tone: 'ok' | 'notice' | 'warn' | 'bad'; days: number | null } {
  if (view.expired) return { tone: 'bad', days: 0 }
  if (view.keyExpires === null) return { tone: 'ok', days: null }
  const days = Math.max(0, Math.floor((view.keyExpires - now) / DAY))
  return { tone: days < 14 ? 'warn' : 'notice', days }
}
