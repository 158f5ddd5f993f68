/** Who of those that a provider knows may come in. What must not be is not offered. */
import type { ProviderPlace } from '../../../provisioners/model/provider-view.ts'
import type { Provider, SignIn } from '../../../provisioners/model/sign-in.ts'
import { useWords } from '../../words/index.tsx'
import { SelectField } from '../../ui/more-fields.tsx'
import { Allowed } from './allowed.tsx'
import type { Way } from './use-ways.ts'

interface AdmitsProps {
  way: Way
  place: ProviderPlace
  signIn: SignIn
  onAdmits: (admits: Provider['admits']) => void
  onAllowed: (entries: string[]) => void
}

export function Admits({ way, place, signIn, onAdmits, onAllowed }: AdmitsProps) {
  const { ways, people } = useWords()
  const { admits } = way.entry
  // What the answers file says is shown even where it must not be: what is wrong with it stands below.
  const offered = place.admits.includes(admits) ? place.admits : [...place.admits, admits]
  const closed = place.admits.includes('everyone') ? '' : ` ${ways.notEveryone}`
  return (
    <>
      <SelectField
        label={ways.who}
        options={offered.map((value) => ({ value, label: ways.admits[value] }))}
        value={admits}
        help={`${ways.admitsWhy[admits]}${closed}`}
        onValue={onAdmits}
      />
      {admits === 'listed' && (
        <Allowed entries={signIn.allowedEmails} onEntries={onAllowed} empty={people.wrong['listed-empty']} />
      )}
    </>
  )
}
