/** The practice Pi as another computer on its network sees it: names, certificates and pages. */
import { EngineError } from '../../model/engine-error.ts'
import type { Outside } from '../outside.ts'
import type { Machine } from './machine.ts'
import { request } from './web.ts'

export function practiceOutside(machine: Machine): Outside {
  const { network, clock, tailscaled } = machine
  // the practice network believes every name in .local to be its one Pi's
  const addressOf = (name: string) => {
    if (name.endsWith('.local')) return [network.address]
    // Funnel is reached at an address of Tailscale's, the tailnet at the machine's own in it
    if (name !== tailscaled.name) return []
    return tailscaled.funnelled.size > 0 ? ['198.51.100.7'] : ['100.64.0.1']
  }
  return {
    async resolve(name) {
      return addressOf(name)
    },
    async get(url, { ca, address }) {
      const { hostname, port, host } = new URL(url)
      const known = addressOf(hostname).length > 0 || address !== undefined
      if (!known) throw new EngineError('unreachable', `${host}: the name leads nowhere`)
      await clock.sleep(0.02)
      const number = port === '' ? 443 : Number(port)
      const found =
        hostname === tailscaled.name
          ? throughTailnet(machine, url, number)
          : request(
              machine,
              { url, method: 'GET', headers: { accept: '*/*' }, body: '' },
              {
                outside: true,
                ...(ca !== undefined && { authority: ca }),
                addresses: [{ host: hostname, port: number, address: network.address }],
              },
            )
      if ('code' in found) throw new EngineError('unreachable', `${host}: ${found.message}`, [found.message])
      return { ...found, milliseconds: 20 }
    },
  }
}

/** tailscaled ends the encryption, keeps the name that was asked for, and says who was encrypted (Tailscale, ipn/ipnlocal/serve.go). */
function throughTailnet(machine: Machine, url: string, port: number): ReturnType<typeof request> {
  const { hostname, host, pathname, search } = new URL(url)
  const door = machine.tailscaled.doorOf(hostname, port)
  if (door === null) return { code: 7, message: `Failed to connect to ${host}: Connection refused` }
  return request(
    machine,
    {
      url: `${door.target}${pathname}${search}`,
      method: 'GET',
      headers: { accept: '*/*', host, 'x-forwarded-proto': 'https', 'x-forwarded-host': host },
      body: '',
    },
    { addresses: [] },
  )
}
