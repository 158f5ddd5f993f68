/** Bridges as data for the window. Pure. */
import { drawn, isSecretField } from '../model/field.ts'
import type { BridgeView } from '../model/bridges.ts'
import { givenSecretOf, type Bridge } from './bridge.ts'
import { bridges as registered } from './index.ts'

/** Every bridge that can be added, with what it costs, in the order of the window. */
export const bridgeViews = (bridges: readonly Bridge[] = registered): BridgeView[] =>
  bridges.map((bridge) => {
    // sizes do not depend on the answers
    const { services } = bridge.contribute({ settings: {}, serverName: 'example.org' }).contribution
    const sum = (size: (service: (typeof services)[number]) => number): number =>
      services.reduce((total, service) => total + size(service), 0)
    return {
      id: bridge.id,
      name: bridge.name,
      what: bridge.what,
      tier: bridge.tier,
      caveat: bridge.caveat ?? '',
      fields: bridge.fields.map(drawn),
      secrets: Object.fromEntries(
        bridge.fields.filter(isSecretField).map(({ name }) => [name, givenSecretOf(bridge, name)]),
      ),
      memoryMiB: sum(({ memoryUseMiB }) => memoryUseMiB),
      downloadMiB: sum(({ downloadMiB }) => downloadMiB),
      diskMiB: sum(({ diskMiB }) => diskMiB),
    }
  })
