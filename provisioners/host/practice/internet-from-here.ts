/** The practice internet as a computer beside the practice Pi reaches it. */
import type { Knock, Web } from '../../model/web.ts'
import { fromHome } from './home-ports.ts'
import type { Machine } from './machine.ts'

/** Another home's addresses, from the blocks for examples. */
const ELSEWHERE = { ipv4: '203.0.113.77', ipv6: '2001:db8:e15e::7' }

export function practiceFromHere(machine: Machine): { readonly web: Web; readonly knock: Knock } {
  const { internet, network, clock } = machine
  return {
    async web({ url }) {
      await clock.sleep(0.02)
      const target = new URL(url)
      const { hostname: host } = target
      if (!network.canReach(host) || !internet.knows(host))
        return { ok: false, why: 'name', detail: `getaddrinfo ENOTFOUND ${host}` }
      const asker = internet.laptop === 'home' ? internet.home : ELSEWHERE
      const answer = internet.serve(target, asker, null)
      return answer === null
        ? { ok: false, why: 'other', detail: `connect ENETUNREACH ${host}` }
        : { ok: true, ...answer }
    },
    async knock({ address, port, say }) {
      await clock.sleep(0.02)
      return fromHome(machine, internet.laptop, { address, port, say })
    },
  }
}
