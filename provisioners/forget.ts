/** Deleting the data of a bridge that was removed. */
import { bridgeOf } from './bridges/index.ts'
import { placeOf } from './bridges/bridge.ts'
import { readState } from './engine/commands.ts'
import type { Fact, Resource } from './engine/resource.ts'
import { readStored } from './engine/state.ts'
import { defaultIntent } from './model/intent.ts'
import { forgetResources } from './stack/forget.ts'

/**
 * @param id of the bridge
 * @throws EngineError not-found for one that no file describes
 */
export function forget(id: string): Resource[] {
  const bridge = bridgeOf(id)
  const wanted: Fact<'yes' | 'no' | 'newer'> = {
    id: `forget.wanted.${id}`,
    command: readState(),
    parse(answer) {
      const stored = readStored(answer.status === 0 ? answer.stdout : '')
      if (stored.kind === 'newer') return 'newer'
      return stored.kind === 'state' && Object.hasOwn(stored.state.intent.bridges, id) ? 'yes' : 'no'
    },
  }
  // names of databases, directories and secrets do not depend on the answers
  const { contribution } = bridge.contribute(placeOf(bridge, defaultIntent('raspberrypi')))
  return forgetResources({ name: bridge.name, contribution, wanted })
}
