/** Who listens: ss. */
import { PracticeError } from '../practice-error.ts'
import { readFlags } from '../process/flags.ts'
import type { Process } from '../process/process.ts'
import type { KnownProgram } from './index.ts'

export const networkPrograms: Record<string, KnownProgram> = { ss: { run: ss } }

function ss(process: Process): number {
  const flags = readFlags('ss', process.args, [
    '-H|--no-header',
    '-l|--listening',
    '-t|--tcp',
    '-n|--numeric',
    '-p|--processes',
  ])
  for (const needed of ['-H', '-l', '-t', '-n'])
    if (!flags.has(needed)) throw new PracticeError('ss', `an answer without ${needed}`)
  for (const { address, port, program, pid } of process.machine.network.listeners()) {
    const local = `${address}:${port}`.padStart(20)
    const peer = `${address.startsWith('[') ? '[::]' : '0.0.0.0'}:*`.padStart(18)
    // the kernel tells only root who it is
    const users = flags.has('-p') && process.who.uid === 0 ? `    users:(("${program}",pid=${pid},fd=4))` : ''
    process.out(`LISTEN 0      4096  ${local}${peer}${users}\n`)
  }
  return 0
}
