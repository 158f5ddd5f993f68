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
