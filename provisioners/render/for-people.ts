/** Files that are for people and not for the Pi: what to paste at another web server or proxy. */
import * as components from '../components.ts'
import type { Intent } from '../model/intent.ts'

export interface FileForPeople {
  /** Path below `for-you/`. */
  readonly name: string
  readonly text: string
  /** Where it goes, in one sentence. */
  readonly where?: string
}

/** Known to the components once they have any; none until then. */
interface WithFiles {
  readonly filesForPeople?: (intent: Intent) => readonly FileForPeople[]
}

export const filesForPeople = (intent: Intent): readonly FileForPeople[] =>
  (components as WithFiles).filesForPeople?.(intent) ?? []
