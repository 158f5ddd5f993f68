/** cloudflared's own program, as its container's health check runs it. */
import { PracticeError } from '../practice-error.ts'
import type { Process } from '../process/process.ts'
import { METRICS } from '../services/cloudflared.ts'
import { request } from '../web.ts'
import type { KnownProgram } from './index.ts'

export const cloudflaredPrograms: Record<string, KnownProgram> = { cloudflared: { run: cloudflared } }

function cloudflared(process: Process): number {
  if (!process.inside || process.args.join(' ') !== `tunnel --metrics ${METRICS} ready`)
    throw new PracticeError('cloudflared', process.args.join(' '))
  const call = { url: `http://${METRICS}/ready`, method: 'GET', headers: {}, body: '' }
  const found = request(process.machine, call, { inside: process.inside, addresses: [] })
  return 'status' in found && found.status === 200 ? 0 : 1
}
