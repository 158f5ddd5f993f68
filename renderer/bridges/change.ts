/** What is done to a bridge, from its question to its run; and how a run outlives a reload of the window. Pure. */
import type { BridgeView } from '../../provisioners/model/bridges.ts'
import type { Intent } from '../../provisioners/model/intent.ts'
import type { PlanOf } from '../wizard/plan-of.ts'
import { withoutBridge, type BridgeAnswers, type BridgeSettings } from './answers.ts'

export const changeKinds = ['add', 'change', 'remove', 'delete'] as const
export type ChangeKind = (typeof changeKinds)[number]

/** Enough to say what goes on. */
export interface Named {
  readonly kind: ChangeKind
  readonly bridge: string
}

export interface Change extends Named {
  readonly name: string
  readonly of: PlanOf
}

/** A bridge's questions, answered or not; none has been asked of the Pi yet. */
export interface Draft {
  readonly kind: 'add' | 'change'
  readonly view: BridgeView
  readonly settings: BridgeSettings
  /** The bridges that are there already. */
  readonly others: BridgeAnswers
}

export const planOfDraft = ({ kind, view, settings }: Omit<Draft, 'others'>, stored: Intent): Change => ({
  kind,
  bridge: view.id,
  name: view.name,
  of: { intent: { ...stored, bridges: { ...stored.bridges, [view.id]: settings } } },
})

export const removal = (bridge: string, name: string, stored: Intent): Change => ({
  kind: 'remove',
  bridge,
  name,
  of: { intent: { ...stored, bridges: withoutBridge(stored.bridges, bridge) } },
})

export const deletion = (bridge: string, name: string): Change => ({
  kind: 'delete',
  bridge,
  name,
  of: { task: { kind: 'forget', bridge } },
})

/** The key under which a run is remembered until it is left. */
export const RUN_KEY = 'bridge-run'

export interface KeptRun extends Named {
  readonly run: string
}

/** One line of words that hold no space. */
export const writeRun = (connection: string, { run, kind, bridge }: KeptRun): string =>
  [connection, run, kind, bridge].join(' ')

/** Null for another connection, and for anything that this version did not write. */
export function readRun(text: string | null, connection: string): KeptRun | null {
  const [of, run, kind, bridge, more] = (text ?? '').split(' ')
  const known = changeKinds.find((each) => each === kind)
  if (of !== connection || !run || known === undefined || !bridge || more !== undefined) return null
  return { run, kind: known, bridge }
}
