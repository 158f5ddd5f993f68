/** The steps of a set-up as data: their order, and what each of them has for an answer. */

export const stepIds = [
  'find',
  'sign-in',
  'check-up',
  'address',
  'people',
  'extras',
  'review',
  'install',
  'ready',
] as const

export type StepId = (typeof stepIds)[number]

export const indexOf = (step: StepId): number => stepIds.indexOf(step)

/** The step before, or after; the ends stay where they are. */
export function neighbour(step: StepId, by: 1 | -1): StepId {
  return stepIds[indexOf(step) + by] ?? step
}

export const furthestOf = (a: StepId, b: StepId): StepId => (indexOf(a) >= indexOf(b) ? a : b)

/**
 * The step that Continue leads to. Who changes one answer comes to the plan next, unless the change has opened another question
 * again.
 *
 * @param editing where a server's answers are changed, the step that was entered; null in a set-up
 */
export function stepAfter({
  step,
  furthest,
  editing,
}: {
  step: StepId
  furthest: StepId
  editing: StepId | null
}): StepId {
  const straight = editing !== null && indexOf(step) < indexOf('review')
  return straight && indexOf(furthest) >= indexOf('review') ? 'review' : neighbour(step, 1)
}
