/** What differs on the Pi from what Bramble set up, and where an undo leads. */
import * as components from './components.ts'
import type { ApplyMeans } from './engine/apply.ts'
import { examine, serverTask } from './engine/examine.ts'
import { seenBy } from './engine/look.ts'
import type { Host } from './host/host.ts'
import type { ChangesView } from './model/changes.ts'
import type { Intent } from './model/intent.ts'
import { differences, driftFacts, type DriftSeen } from './stack/differences.ts'
import { keptView } from './stack/edited.ts'
import type { WayBackSeen } from './stack/way-back.ts'
import { wayBack, wayBackFacts } from './undo.ts'

export interface ChangesMeans {
  connect(): Promise<Host>
}

export interface Changes {
  /**
   * @param intent the answers that are stored on the Pi
   * @throws EngineError what looking throws, and what nothing that Bramble may do would make true
   */
  changes(intent: Intent): Promise<ChangesView>
}

export function createChanges(means: ChangesMeans, apply: ApplyMeans): Changes {
  return {
    async changes(intent) {
      const host = await means.connect()
      const task = serverTask(intent, components)
      const also = [{ facts: driftFacts }, { facts: wayBackFacts }]
      const examined = await examine(host, task, apply.makeSecret, undefined, also)
      const seen = seenBy({ facts: driftFacts }, examined.seen) as unknown as DriftSeen
      const stack = components.stackOf(intent)
      return {
        ...differences(stack, examined.plan, examined.means, seen),
        kept: keptView(stack, examined.means, seen.kept),
        undo: wayBack(
          seenBy({ facts: wayBackFacts }, examined.seen) as unknown as WayBackSeen,
          components.readAnswers,
        ),
      }
    },
  }
}
