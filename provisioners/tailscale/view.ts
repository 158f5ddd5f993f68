/** What people see of the tailnet. Pure. */
import type { TailnetView } from '../model/reach.ts'
import * as commands from './commands.ts'
import * as facts from './facts.ts'
import type { Prefs, Served, Tailnet } from './parse.ts'
import { isOurs, mayFunnel } from './serving.ts'
import { sameControl } from './sign-in.ts'
import { fitness } from './version.ts'

export const tailnetFacts = {
  client: facts.client,
  tailnet: facts.tailnet,
  prefs: facts.prefs,
  served: facts.served,
}

export interface TailnetSeen {
  readonly client: string | null
  readonly tailnet: Tailnet | null
  readonly prefs: Prefs | null
  readonly served: readonly Served[] | null
}

/** @param loopbacks ports on 127.0.0.1 by which this server's own doors are known */
export function tailnetView(seen: TailnetSeen, loopbacks: readonly number[]): TailnetView {
  const { client, tailnet, prefs, served } = seen
  const version = tailnet?.version ?? client
  const control = prefs?.control ?? ''
  const own = !sameControl(control, commands.CONTROL)
  return {
    version,
    unfit: version !== null && fitness(version) !== 'fit',
    state: client === null ? 'absent' : (tailnet?.state ?? 'not-running'),
    name: tailnet?.name ?? null,
    suffix: tailnet?.suffix ?? null,
    addresses: [...(tailnet?.addresses ?? [])],
    https: tailnet?.https ?? false,
    funnel: own ? 'none' : tailnet && mayFunnel(tailnet, 443) ? 'allowed' : 'off',
    keyExpires: tailnet?.keyExpires ?? null,
    expired: tailnet?.expired ?? false,
    tags: [...(tailnet?.tags ?? [])],
    controlServer: own ? control : null,
    served: ports(served ?? [], loopbacks),
  }
}

/** One line for each port, however many paths it has. */
function ports(served: readonly Served[], loopbacks: readonly number[]): TailnetView['served'] {
  const numbers = [...new Set(served.map(({ port }) => port))].toSorted((a, b) => a - b)
  return numbers.map((port) => {
    const all = served.filter((one) => one.port === port)
    return {
      port,
      target: all.map(({ target }) => target).join(', '),
      funnel: all.some(({ funnel }) => funnel),
      ours: all.every((one) => isOurs(one, loopbacks)),
    }
  })
}
