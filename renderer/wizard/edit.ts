/** Changing an answer of a server that lives: the set-up's own screens over its stored answers. Pure. */
import { resumeSetup, type SetupState } from './state.ts'
import type { StepId } from './steps.ts'

/** Entered at one step, with all others open and the plan next. */
export const startEdit = (connection: string, practice: boolean, step: StepId): SetupState => ({
  ...resumeSetup(connection, practice, null, true),
  step,
  furthest: 'review',
  editing: step,
})
