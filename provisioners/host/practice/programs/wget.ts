/** The wget of small images, as health checks use it. */
import { PracticeError } from '../practice-error.ts'
import { readFlags } from '../process/flags.ts'
import type { Process } from '../process/process.ts'
import { request } from '../web.ts'
import type { KnownProgram } from './index.ts'

export const wgetPrograms: Record<string, KnownProgram> = { wget: { run: wget } }

function wget(process: Process): number {
  const flags = readFlags('wget', process.args, ['-q', '-O=', '--spider'])
  const [url, ...more] = flags.rest
  if (!process.inside || url === undefined || more.length > 0)
    throw new PracticeError('wget', process.args.join(' '))
  const found = request(
    process.machine,
    { url, method: 'GET', headers: {}, body: '' },
    { inside: process.inside, addresses: [] },
  )
  if ('code' in found) {
    process.err(`wget: can't connect to remote host: ${found.message}\n`)
    return 1
  }
  if (found.status < 400) return 0
  process.err(`wget: server returned error: HTTP/1.1 ${found.status}\n`)
  return 1
}
