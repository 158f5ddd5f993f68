/** Which answer belongs to which entry of the catalogue. */
import type { Answers } from './state.ts'

type Ticks = { [K in keyof Answers]: Answers[K] extends boolean ? K : never }[keyof Answers]

export const extraAnswers: Readonly<Record<string, Ticks>> = {
  'element-web': 'elementWeb',
  elementWeb: 'elementWeb',
  element: 'elementWeb',
}
