/** bash, as far as it asks a port of its own container by HTTP: what images without curl are probed with. */
import { PracticeError } from '../practice-error.ts'
import { complain, type Process } from '../process/process.ts'
import { request } from '../web.ts'
import type { KnownProgram } from './index.ts'

export const bashPrograms: Record<string, KnownProgram> = { bash: { run: bash, files: ['/bin/bash'] } }

const probe =
  /^exec 3<>\/dev\/tcp\/127\.0\.0\.1\/(\d+); printf 'GET (\S+) HTTP\/1\.0\\r\\n\\r\\n' >&3; read -r _ status _ <&3; \[ "\$status" = 200 \]$/

function bash(process: Process): number {
  const [flag, script = '', ...more] = process.args
  const [, port, path] = probe.exec(script) ?? []
  if (flag !== '-c' || more.length > 0 || !process.inside || port === undefined || path === undefined)
    throw new PracticeError('bash', process.args.join(' '))
  const seen = request(
    process.machine,
    { url: `http://127.0.0.1:${port}${path}`, method: 'GET', headers: {}, body: '' },
    { inside: process.inside, addresses: [] },
  )
  if ('code' in seen) return complain(process, `connect: Connection refused`)
  return seen.status === 200 ? 0 : 1
}
