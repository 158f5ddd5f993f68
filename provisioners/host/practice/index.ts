/** The practice Pi: the Host port over a machine that lives in memory. */
export { createPracticePi, type PracticeOptions, type PracticePi } from './pi.ts'
export type { Fault } from './faults.ts'
export { PracticeError } from './practice-error.ts'
