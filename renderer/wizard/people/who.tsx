/** Who of those that a provider knows may come in, and what they press. What must not be is not offered. */
import type { ProviderPlace } from '../../../provisioners/model/provider-view.ts'
import type { Provider, SignIn } from '../../../provisioners/model/sign-in.ts'
import { useWords } from '../../words/index.tsx'
import { TextField } from '../../ui/field.tsx'
import { Sign } from '../../ui/icon.tsx'
import { SelectField } from '../../ui/more-fields.tsx'
import { Allowed } from './allowed.tsx'
import type { Way } from './use-ways.ts'

interface WhoProps {
  way: Way
  place: ProviderPlace
  signIn: SignIn
  onChange: (patch: Partial<Provider>) => void
  onAllowed: (entries: string[]) => void
}

export function Who({ way, place, signIn, onChange, onAllowed }: WhoProps) {
  const { ways, people } = useWords()
  const { admits } = way.entry
  // What the answers file says is shown even where it must not be: what is wrong with it stands below.
  const offered = place.admits.includes(admits) ? place.admits : [...place.admits, admits]
  const closed = place.admits.includes('everyone') ? '' : ` ${ways.notEveryone}`
  return (
    <section className="stack g-1">
      <h2 className="group-label">{ways.who}</h2>
      <div className="card pad-2 stack g-2">
        <SelectField
          label={ways.admitted}
          options={offered.map((value) => ({ value, label: ways.admits[value] }))}
          value={admits}
          help={`${ways.admitsWhy[admits]}${closed}`}
          onValue={(value) => onChange({ admits: value })}
        />
        {admits === 'listed' && (
          <Allowed
            entries={signIn.allowedEmails}
            onEntries={onAllowed}
            empty={people.wrong['listed-empty']}
          />
        )}
        <TextField
          label={ways.label}
          value={way.entry.label ?? ''}
          placeholder={way.view.name}
          maxLength={60}
          help={ways.labelHelp}
          onValue={(text) => onChange({ label: text.trim() === '' ? undefined : text })}
        />
        {place.wrong.map((sentence) => (
          <p key={sentence} className="help bad" role="status">
            <Sign tone="bad" size={16} />
            <span>{sentence}</span>
          </p>
        ))}
      </div>
    </section>
  )
}
