/** What differs on the Pi from what Bramble set up, and where an undo leads. */
import type { ApplyMeans } from './engine/apply.ts'
import type { Host } from './host/host.ts'
import type { ChangesView } from './model/changes.ts'
import type { Intent } from './model/intent.ts'
import { EngineError } from './model/engine-error.ts'

export interface ChangesMeans {
  connect(): Promise<Host>
}

export interface Changes {
  changes(intent: Intent): Promise<ChangesView>
}

export function createChanges(_means: ChangesMeans, _apply: ApplyMeans): Changes {
  return {
    changes: async () => {
      throw new EngineError('nothing-to-undo', 'Nobody looks for differences yet.')
    },
  }
}
