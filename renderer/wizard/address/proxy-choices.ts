/** What can be chosen among the proxies that were found, and which answer each choice is. Pure. */
import { proxyKinds } from '../../../provisioners/model/address.ts'
import type { FoundProxy } from '../../../provisioners/model/reach.ts'
import type { ProxyChoice } from './reach.ts'

/** Stands for a proxy that was not found. */
export const OTHER = 'other'

export interface Choice {
  readonly id: string
  readonly proxy: FoundProxy
  /** The network that the services would join; null where they are reached over the machine itself. */
  readonly network: string | null
  readonly answer: ProxyChoice
}

export function proxyChoices(found: readonly FoundProxy[]): Choice[] {
  return found.flatMap((proxy): Choice[] => {
    const kind = proxyKinds.find((each) => each === proxy.kind)
    if (kind === undefined) return []
    return [{ id: `${proxy.where} ${proxy.name}`, proxy, network: null, answer: { proxy: kind } }]
  })
}

/** Whether this choice is the one that was answered. */
export const standsFor = (choice: Choice, answer: ProxyChoice): boolean =>
  JSON.stringify(choice.answer) === JSON.stringify(answer)

export const kindOf = (answer: ProxyChoice): ProxyChoice['proxy'] => answer.proxy
