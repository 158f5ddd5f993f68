/** tailscale up: signs in, or comes back. */
import { PracticeError } from '../practice-error.ts'
import { readFlags, type Flags } from '../process/flags.ts'
import type { Process } from '../process/process.ts'

export async function up(process: Process, args: readonly string[]): Promise<number> {
  const { tailscaled } = process.machine
  const flags = readFlags('tailscale up', args, [
    '--hostname=',
    '--advertise-tags=',
    '--login-server=',
    '--auth-key=',
    '--timeout=',
    '--force-reauth',
    '--accept-routes',
    '--shields-up',
  ])
  if (args.length === 0 && tailscaled.hasKey && tailscaled.backend !== 'NeedsLogin') {
    if (tailscaled.backend === 'Stopped') tailscaled.backend = 'Running'
    return untilRunning(process, Infinity)
  }
  const missing = notMentioned(process, flags)
  if (missing !== '') {
    process.err(
      `Error: changing settings via 'tailscale up' requires mentioning all\nnon-default flags.\n\n\ttailscale up ${missing}\n`,
    )
    return 1
  }
  tailscaled.prefs = {
    ...tailscaled.prefs,
    control: flags.value('--login-server') ?? 'https://controlplane.tailscale.com',
    hostname: flags.value('--hostname') ?? '',
    tags: (flags.value('--advertise-tags') ?? '').split(',').filter((tag) => tag !== ''),
  }
  const file = flags.value('--auth-key')
  if (file !== undefined) {
    const key = keyOf(process, file)
    if (!tailscaled.keys.has(key)) {
      process.err('backend error: invalid key: unable to validate API key\n')
      return 1
    }
    tailscaled.signedIn()
  } else if (!tailscaled.hasKey || flags.has('--force-reauth')) {
    tailscaled.askSignIn()
    process.err(`\nTo authenticate, visit:\n\n\t${tailscaled.authUrl}\n\n`)
  }
  return untilRunning(process, secondsOf(flags.value('--timeout')))
}

/** What the owner has set and this command leaves out. */
function notMentioned({ machine }: Process, flags: Flags): string {
  const { prefs } = machine.tailscaled
  if (prefs.control === '') return ''
  return [
    prefs.hostname !== '' && !flags.has('--hostname') ? `--hostname=${prefs.hostname}` : '',
    prefs.tags.length > 0 && !flags.has('--advertise-tags') ? `--advertise-tags=${prefs.tags.join(',')}` : '',
    prefs.acceptRoutes && !flags.has('--accept-routes') ? '--accept-routes' : '',
    prefs.shieldsUp && !flags.has('--shields-up') ? '--shields-up' : '',
  ]
    .filter((flag) => flag !== '')
    .join(' ')
}

function keyOf(process: Process, value: string): string {
  if (value === 'file:/dev/stdin') return process.input.trim()
  throw new PracticeError('tailscale up', 'an auth key that is not on standard input')
}

function secondsOf(duration: string | undefined): number {
  if (duration === undefined) return Infinity
  const found = /^(\d+)s$/.exec(duration)
  if (!found) throw new PracticeError('tailscale up', `--timeout=${duration}`)
  return Number(found[1])
}

async function untilRunning(process: Process, seconds: number): Promise<number> {
  const { tailscaled, clock } = process.machine
  const end = clock.now() + seconds
  let told = false
  while (tailscaled.backend !== 'Running') {
    if (tailscaled.backend === 'NeedsMachineAuth' && !told) {
      told = true
      process.err(
        '\nTo approve your machine, visit (as admin):\n\n\thttps://login.tailscale.com/admin/machines\n\n',
      )
    }
    if (clock.now() >= end) {
      process.err(
        'timeout waiting for Tailscale service to enter a Running state; check health with "tailscale status"\n',
      )
      return 1
    }
    await process.sleep(0.5)
  }
  return 0
}
