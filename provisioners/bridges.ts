/** The bridges of one server, and the accounts behind them: each call looks for the bridge on the Pi and asks its own API over SSH. */
import type { Host } from './host/host.ts'
import type { BridgeCard, LoginFlow, LoginStep, NetworkLogin } from './model/bridges.ts'
import type { Intent } from './model/intent.ts'
import { EngineError } from './model/engine-error.ts'

export interface BridgesMeans {
  connect(): Promise<Host>
}

/** Whose account of which network. */
export interface Whose {
  readonly bridge: string
  /** The part before the colon. */
  readonly user: string
}

/**
 * What may go wrong with any of them: the EngineErrors of the host, not-found where the bridge is not there, bridge-unwell where it
 * does not answer, bridge-refused where it says no.
 */
export interface Bridges {
  /** Those of the answers, and those that have left data. */
  list(intent: Intent): Promise<BridgeCard[]>
  logins(whose: Whose, intent: Intent): Promise<NetworkLogin[]>
  flows(whose: Whose, intent: Intent): Promise<LoginFlow[]>
  signIn(whose: Whose, flow: string, intent: Intent): Promise<LoginStep>
  /** @param answers by the fields' ids; kept nowhere */
  answer(
    whose: Whose,
    at: { login: string; step: string },
    answers: Readonly<Record<string, string>>,
    intent: Intent,
  ): Promise<LoginStep>
  /** While something is shown: the next step, or the same one with what is to be shown now. */
  wait(whose: Whose, at: { login: string; step: string }, intent: Intent): Promise<LoginStep>
  signOut(whose: Whose, login: string, intent: Intent): Promise<void>
}

export function createBridges(_means: BridgesMeans): Bridges {
  const later = (): never => {
    throw new EngineError('bridge-unwell', 'Nobody asks bridges yet.')
  }
  return {
    list: later,
    logins: later,
    flows: later,
    signIn: later,
    answer: later,
    wait: later,
    signOut: later,
  }
}
