/** The list of e-mail addresses that may come in, one a line. */
import { LinesField } from '../../ui/more-fields.tsx'
import { useWords } from '../../words/index.tsx'
import { linesOf, wrongAllowed } from '../checks.ts'

interface AllowedProps {
  entries: readonly string[]
  onEntries: (entries: string[]) => void
  /** What is wrong with an empty list, where it is. */
  empty?: string | undefined
}

export function Allowed({ entries, onEntries, empty }: AllowedProps) {
  const { people } = useWords()
  const [bad] = wrongAllowed(entries)
  const wrong = bad === undefined ? (entries.length === 0 ? empty : undefined) : people.allowedBad(bad)
  return (
    <LinesField
      label={people.allowed}
      value={entries.join('\n')}
      placeholder={people.allowedPlaceholder}
      help={people.allowedHelp}
      verdict={wrong === undefined ? undefined : { tone: 'bad', text: wrong }}
      onValue={(text) => onEntries(linesOf(text))}
    />
  )
}
