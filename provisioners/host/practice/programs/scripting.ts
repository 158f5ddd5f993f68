/** Node and Python in images that have no curl: only the one look at an address that health checks take. */
import { PracticeError } from '../practice-error.ts'
import type { Process } from '../process/process.ts'
import { request } from '../web.ts'
import type { KnownProgram } from './index.ts'

export const scriptingPrograms: Record<string, KnownProgram> = {
  node: {
    run: (process) =>
      look(
        process,
        '-e',
        /^fetch\('(http:[^']+)'\)\.then\(\(\{ ok \}\) => process\.exit\(ok \? 0 : 1\), \(\) => process\.exit\(1\)\)$/,
      ),
  },
  python3: {
    run: (process) =>
      look(
        process,
        '-c',
        /^import urllib\.request; urllib\.request\.urlopen\('(http:[^']+)'(?:, timeout=\d+)?\)$/,
      ),
  },
}

/** @param script what is understood of the language, with the address in its first group */
function look(process: Process, option: string, script: RegExp): number {
  const [given, text = '', ...more] = process.args
  const url = script.exec(text)?.[1]
  if (!process.inside || given !== option || more.length > 0 || url === undefined)
    throw new PracticeError(process.program, process.args.join(' '))
  const found = request(
    process.machine,
    { url, method: 'GET', headers: {}, body: '' },
    { inside: process.inside, addresses: [] },
  )
  return 'status' in found && found.status < 400 ? 0 : 1
}
