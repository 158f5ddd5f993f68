/** What the rail shows: every step with its state, and the answer that was given there. */
import type { RailStep } from '../ui/rail.tsx'
import { nameOf } from './address/reach.ts'
import type { Words } from '../words/en.ts'
import { indexOf, stepIds, type StepId } from './steps.ts'
import type { SetupState } from './state.ts'

export function railSteps(state: SetupState, words: Words['setup'], extrasNames: string): RailStep[] {
  const now = indexOf(state.step)
  const furthest = indexOf(state.furthest)
  const atWork = state.run !== null && !state.runEnded
  const ids = stepIds.filter((id) => state.editing === null || indexOf(id) >= indexOf('address'))
  return ids.map((id) => {
    const index = indexOf(id)
    const done = index < furthest && index !== now
    return {
      id,
      label: words.steps[id],
      answer: done || (index < now && index < furthest) ? answerOf(id, state, words, extrasNames) : null,
      state: index === now ? 'now' : done ? 'done' : 'to-come',
      open: index <= furthest && index !== now && !atWork,
    }
  })
}

function answerOf(
  id: StepId,
  { answers, practice, link, run, runEnded }: SetupState,
  words: Words['setup'],
  extrasNames: string,
): string | null {
  switch (id) {
    case 'find':
      return practice ? words.answers.practicePi : answers.address.trim() || null
    case 'sign-in':
      return link?.key ? words.answers.ways[answers.way](answers.user) : null
    case 'check-up':
      return words.answers.fine
    case 'address':
      return nameOf(answers.reach) || null
    case 'people':
      return whoSignsIn(answers.signIn, words)
    case 'extras':
      return chosen(answers, words, extrasNames)
    case 'review':
      return words.answers.reviewed
    case 'install':
      return run !== null && runEnded ? words.answers.installed : null
    case 'ready':
      return null
  }
}

function chosen(
  { elementWeb, bridges }: SetupState['answers'],
  words: Words['setup'],
  extrasNames: string,
): string {
  const count = Object.keys(bridges).length
  const parts = [...(elementWeb ? [extrasNames] : []), ...(count > 0 ? [words.answers.bridges(count)] : [])]
  return parts.length === 0 ? words.answers.nothing : parts.join(', ')
}

/** Who signs in, and how, in a few words. */
export function whoSignsIn(
  { accounts, registration, providers }: SetupState['answers']['signIn'],
  words: Words['setup'],
) {
  if (accounts && providers.length === 0) return words.answers.people[registration]
  return words.answers.peopleWays(providers.length + (accounts ? 1 : 0))
}
