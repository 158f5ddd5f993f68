/** tailscale serve and tailscale funnel: which port leads where, and who may reach it. */
import { PracticeError } from '../practice-error.ts'
import { readFlags } from '../process/flags.ts'
import type { Process } from '../process/process.ts'

export const serve = (process: Process, args: readonly string[]): Promise<number> =>
  change(process, 'serve', args)
export const funnel = (process: Process, args: readonly string[]): Promise<number> =>
  change(process, 'funnel', args)

async function change(process: Process, how: 'serve' | 'funnel', args: readonly string[]): Promise<number> {
  const { tailscaled } = process.machine
  const flags = readFlags(`tailscale ${how}`, args, ['--bg', '--yes', '--https=', '--set-path='])
  const [target, ...more] = flags.rest
  const port = Number(flags.value('--https'))
  if (target === undefined || more.length > 0 || !Number.isInteger(port))
    throw new PracticeError('tailscale', process.args.join(' '))
  if (tailscaled.backend !== 'Running') {
    process.err(tailscaled.hasKey ? 'Tailscale is stopped.\n' : 'Logged out.\n')
    return 1
  }
  const mount = flags.value('--set-path') ?? '/'
  if (target === 'off') return turnOff(process, port, flags.has('--set-path') ? mount : null)
  if (!flags.has('--bg')) throw new PracticeError('tailscale', `${how} in the foreground`)
  if (!(await allowed(process, how, port))) return 1
  if (how === 'funnel' && tailscaled.prefs.shieldsUp) {
    process.err(
      'sending serve config: updating config: Unable to turn on Funnel while shields-up is enabled\n',
    )
    return 1
  }
  const paths = tailscaled.served.get(port) ?? new Map<string, string>()
  tailscaled.served.set(port, paths.set(mount, target))
  if (how === 'funnel') tailscaled.funnelled.add(port)
  else tailscaled.funnelled.delete(port)
  process.out(
    `Available ${how === 'funnel' ? 'on the internet' : 'within your tailnet'}:\n\nhttps://${tailscaled.name}${port === 443 ? '' : `:${port}`}/\n|-- proxy ${target}\n`,
  )
  return 0
}

/** Asks the tailnet, and waits until somebody has allowed it. */
async function allowed(process: Process, how: 'serve' | 'funnel', port: number): Promise<boolean> {
  const { tailscaled } = process.machine
  const needed = how === 'funnel' ? ['https', 'funnel'] : ['https']
  const has = (): boolean => needed.every((capability) => tailscaled.caps.has(capability))
  if (!has()) {
    if (tailscaled.prefs.control !== 'https://controlplane.tailscale.com') {
      process.err('error enabling https feature: error 404 Not Found: 404 page not found: \n')
      return false
    }
    process.out(`\n${how === 'funnel' ? 'Funnel' : 'Serve'} is not enabled on your tailnet.\n`)
    process.out(`To enable, visit:\n\n         ${tailscaled.askFeature(how)}\n\n`)
    while (!has()) await process.sleep(0.5)
    process.out('Success.\n')
  }
  const ports = [...tailscaled.caps].flatMap((one) => /\?ports=([\d,]+)$/.exec(one)?.[1]?.split(',') ?? [])
  if (how === 'serve' || ports.includes(String(port))) return true
  process.err(`port ${port} is not allowed for funnel; allowed ports are: ${ports.join(',')}\n`)
  return false
}

function turnOff(process: Process, port: number, mount: string | null): number {
  const { tailscaled } = process.machine
  const paths = tailscaled.served.get(port)
  if (!paths || (mount !== null && !paths.has(mount))) {
    process.err('error: failed to remove web serve: handler does not exist\n')
    return 1
  }
  if (mount === null) paths.clear()
  else paths.delete(mount)
  if (paths.size > 0) return 0
  tailscaled.served.delete(port)
  tailscaled.funnelled.delete(port)
  return 0
}
