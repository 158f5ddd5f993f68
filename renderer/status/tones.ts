/** Which sign stands for which state. */
import type { Finding, ServiceStatus, StatusView } from '../../provisioners/model/health.ts'
import type { Tone } from '../ui/icon.tsx'

export const toneOfLight: Record<StatusView['light'], Tone> = {
  works: 'ok',
  'worth-knowing': 'notice',
  'needs-you': 'warn',
  'in-the-way': 'bad',
  'not-answering': 'off',
}

export const toneOfService: Record<ServiceStatus['state'], Tone> = {
  works: 'ok',
  starting: 'busy',
  stopped: 'off',
  failing: 'warn',
  missing: 'off',
}

export const toneOfFinding: Record<Finding['severity'], Tone> = {
  blocks: 'bad',
  warns: 'warn',
  notes: 'notice',
}
