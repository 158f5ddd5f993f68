/** Which sign stands for which state of a bridge and of an account behind it. */
import type { BridgeCard, NetworkLogin } from '../../provisioners/model/bridges.ts'
import type { Tone } from '../ui/icon.tsx'

export const toneOfBridge: Record<BridgeCard['state'], Tone> = {
  works: 'ok',
  starting: 'busy',
  unwell: 'warn',
  stopped: 'warn',
  missing: 'warn',
  removed: 'off',
}

export const toneOfLogin: Record<NetworkLogin['state'], Tone> = {
  connected: 'ok',
  connecting: 'busy',
  interrupted: 'warn',
  'signed-out': 'warn',
  trouble: 'warn',
  unknown: 'off',
}
