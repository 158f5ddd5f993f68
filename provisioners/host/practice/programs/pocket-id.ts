/** Pocket ID's own program, as its container's health check runs it. */
import { PracticeError } from '../practice-error.ts'
import type { Process } from '../process/process.ts'
import { request } from '../web.ts'
import type { KnownProgram } from './index.ts'

export const pocketIdPrograms: Record<string, KnownProgram> = { 'pocket-id': { run: pocketId } }

function pocketId(process: Process): number {
  if (!process.inside || process.args.join(' ') !== 'healthcheck')
    throw new PracticeError('pocket-id', process.args.join(' '))
  const found = request(
    process.machine,
    { url: 'http://localhost:1411/healthz', method: 'GET', headers: {}, body: '' },
    { inside: process.inside, addresses: [] },
  )
  if ('status' in found && found.status < 300) return 0
  process.err('ERR Healthcheck failed\n')
  return 1
}
