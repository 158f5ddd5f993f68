/** tailscale: the program, over the model of its daemon. Its texts are Tailscale's own (cmd/tailscale/cli). */
import { PracticeError } from '../practice-error.ts'
import { readFlags } from '../process/flags.ts'
import type { Process } from '../process/process.ts'
import { prefsJson, serveJson, statusJson } from '../tailscale/answers.ts'
import type { KnownProgram } from './index.ts'
import { funnel, serve } from './tailscale-serve.ts'
import { up } from './tailscale-up.ts'

export const tailscalePrograms: Record<string, KnownProgram> = {
  tailscale: { run: tailscale, files: ['/usr/bin/tailscale'] },
}

async function tailscale(process: Process): Promise<number> {
  const [verb = '', ...args] = process.args
  const { tailscaled, options } = process.machine
  const print = (value: object, indent: string | number): number => {
    process.out(`${JSON.stringify(value, null, indent)}\n`)
    return 0
  }
  if (verb === 'version') return version(process, args)
  if (!tailscaled.runs) {
    process.err(
      "failed to connect to local tailscaled; it doesn't appear to be running (sudo systemctl start tailscaled ?)\n",
    )
    return 1
  }
  switch (verb) {
    case 'status': {
      const flags = readFlags('tailscale status', args, ['--json', '--peers='])
      if (!flags.has('--json')) throw new PracticeError('tailscale', 'status without --json')
      return print(statusJson(tailscaled, versionOf(process), options.hostname), 2)
    }
    case 'debug':
      if (args.join(' ') !== 'prefs') throw new PracticeError('tailscale', process.args.join(' '))
      return print(prefsJson(tailscaled), '\t')
    case 'serve':
      if (args.join(' ') === 'status --json') return print(serveJson(tailscaled), 2)
      return serve(process, args)
    case 'funnel':
      return funnel(process, args)
    case 'up':
      return up(process, args)
    case 'set':
      return set(process, args)
    default:
      throw new PracticeError('tailscale', process.args.join(' '))
  }
}

const versionOf = ({ machine }: Process): string =>
  machine.tailscaled.version ?? machine.packages.find('tailscale')?.package.version ?? '1.102.3'

function version(process: Process, args: readonly string[]): number {
  const flags = readFlags('tailscale version', args, ['--json'])
  const number = versionOf(process)
  if (!flags.has('--json')) process.out(`${number}\n  long version: ${number}-practice\n`)
  else
    process.out(
      `${JSON.stringify({ majorMinorPatch: number, short: number, long: `${number}-practice`, cap: 142 }, null, '\t')}\n`,
    )
  return 0
}

function set(process: Process, args: readonly string[]): number {
  const flags = readFlags('tailscale set', args, ['--hostname=', '--shields-up='])
  const { tailscaled } = process.machine
  const hostname = flags.value('--hostname')
  const shields = flags.value('--shields-up')
  if (hostname !== undefined) tailscaled.prefs = { ...tailscaled.prefs, hostname }
  if (shields !== undefined) tailscaled.prefs = { ...tailscaled.prefs, shieldsUp: shields === 'true' }
  return 0
}
