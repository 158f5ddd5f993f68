/** Undo with what all components know: how stored answers are read, and where a way back leads. */
import { readState } from './engine/commands.ts'
import type { Fact, Resource } from './engine/resource.ts'
import { readStored, renderState } from './engine/state.ts'
import type { WayBack } from './model/changes.ts'
import { EngineError } from './model/engine-error.ts'
import type { Intent } from './model/intent.ts'
import * as facts from './stack/facts.ts'
import type { Stack } from './stack/fold.ts'
import { undoFacts, undoResources } from './stack/undo.ts'
import { wayBackOf, type Reader, type WayBackSeen } from './stack/way-back.ts'

/** Text of the stored answers; empty without any. */
const storedText: Fact<string> = {
  id: 'undo.stored',
  command: readState(),
  parse: (answer) => (answer.status === 0 ? answer.stdout : ''),
}

/**
 * How answers of a generation are read: those of an older Bramble are lifted, those of a newer one are not touched.
 *
 * @param stackOf what all components add for an intent
 */
export const answersReader =
  (stackOf: (intent: Intent) => Stack): Reader =>
  (text) => {
    try {
      const stored = readStored(text)
      if (stored.kind !== 'state') return null
      const { intent } = stored.state
      return { text: renderState(intent), stack: stackOf(intent), address: JSON.stringify(intent.address) }
    } catch (error) {
      // a bridge or a provider that this Bramble does not know
      if (error instanceof EngineError) return null
      throw error
    }
  }

/** @param to number of the generation */
export const undo = (to: number, read: Reader): Resource[] => undoResources({ to, stored: storedText, read })

/** What `wayBack` needs to know; asked in one wave. */
export const wayBackFacts = {
  ...undoFacts,
  stored: storedText,
  hashes: facts.storeHashes,
  times: facts.generationTimes,
}

/** The last settings that were good before those in use, and what would be different; null where there are none. Pure. */
export const wayBack = (seen: WayBackSeen, read: Reader): WayBack | null => wayBackOf(seen, read)
