/** Who signs in, and how: accounts on this server, by invitation. */
import { ChoiceCards } from '../ui/choice.tsx'
import { Ask } from '../ui/screen.tsx'
import { useWords } from '../words/index.tsx'
import type { ScreenProps } from './screen.ts'
import { Continue, StepFrame } from './step-frame.tsx'

export function People({ dispatch }: ScreenProps) {
  const { people } = useWords()
  return (
    <StepFrame
      onBack={() => dispatch({ type: 'back' })}
      buttons={<Continue onPress={() => dispatch({ type: 'next' })} />}
    >
      <Ask title={people.title} lead={people.lead} />
      <ChoiceCards
        legend={people.legend}
        options={[{ value: 'accounts', label: people.accounts, why: people.accountsWhy }]}
        value="accounts"
        onValue={() => undefined}
      />
    </StepFrame>
  )
}
