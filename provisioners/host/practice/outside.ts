/** The practice Pi as another computer on its network sees it: names, certificates and pages. */
import { EngineError } from '../../model/engine-error.ts'
import type { Outside } from '../outside.ts'
import type { Machine } from './machine.ts'
import { request } from './web.ts'

export function practiceOutside(machine: Machine): Outside {
  const { network, clock } = machine
  // the practice network believes every name in .local to be its one Pi's, and the practice world every public one
  const addressOf = (name: string) =>
    name.endsWith('.local') || network.leadsHere(name) ? [network.address] : []
  return {
    async resolve(name) {
      return addressOf(name)
    },
    async get(url, { ca, address }) {
      const { hostname, port, host } = new URL(url)
      const known = addressOf(hostname).length > 0 || address !== undefined
      if (!known) throw new EngineError('unreachable', `${host}: the name leads nowhere`)
      await clock.sleep(0.02)
      const found = request(
        machine,
        { url, method: 'GET', headers: { accept: '*/*' }, body: '' },
        {
          outside: true,
          ...(ca !== undefined && { authority: ca }),
          addresses: [{ host: hostname, port: port === '' ? 443 : Number(port), address: network.address }],
        },
      )
      if ('code' in found) throw new EngineError('unreachable', `${host}: ${found.message}`, [found.message])
      return { ...found, milliseconds: 20 }
    },
  }
}
