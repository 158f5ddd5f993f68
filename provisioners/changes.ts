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
      const looked = { id: 'looked-at', title: '', phase: 'prove', after: [] } as const
      const met = { met: true, reason: 'Looked at.' } as const
      const askers = [
        { ...looked, facts: driftFacts, diff: () => met },
        { ...looked, id: 'way-back', facts: wayBackFacts, diff: () => met },
      ]
      const examined = await examine(
        host,
        // looked at in the same wave; it is never in a plan
        { ...task, resources: [...task.resources, ...askers] },
        apply.makeSecret,
      )
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
