/** Accounts on this server: whether there are any, how new people get one, how good a password must be. */
import type { SignIn } from '../../../provisioners/model/sign-in.ts'
import { Segments, Tick } from '../../ui/choice.tsx'
import { Sign } from '../../ui/icon.tsx'
import { OpenRow } from '../../ui/disclosure.tsx'
import { SelectField } from '../../ui/more-fields.tsx'
import { useWords } from '../../words/index.tsx'
import { Allowed } from './allowed.tsx'

const registrations = ['invitation', 'email', 'closed'] as const satisfies SignIn['registration'][]

interface AccountsProps {
  signIn: SignIn
  hasMail: boolean
  onSignIn: (patch: Partial<SignIn>) => void
}

export function Accounts({ signIn, hasMail, onSignIn }: AccountsProps) {
  const { people } = useWords()
  const { accounts, registration, passwordStrength, passwordRecovery, allowedEmails } = signIn
  const open = registration === 'email' && allowedEmails.length === 0
  return (
    <div className="card rows clip">
      <Tick className="opt" checked={accounts} onChecked={(value) => onSignIn({ accounts: value })}>
        <span className="grow">
          <span className="opt-t">
            {people.accounts}
            <em>{people.noMemory}</em>
          </span>
          <span className="why">{people.accountsWhy}</span>
        </span>
      </Tick>
      {accounts && (
        <div className="pad-2">
          <div className="stack g-half">
            <p className="label">{people.registration}</p>
            <Segments
              legend={people.registration}
              options={registrations.map((value) => ({ value, label: people.registrations[value] }))}
              value={registration}
              onValue={(value) => onSignIn({ registration: value })}
            />
            <p className="help">{people.registrationWhy[registration]}</p>
            {registration === 'email' && !hasMail && <Says tone="bad" text={people.needsMail} />}
            {open && <Says tone="warn" text={people.emailOpen} />}
          </div>
        </div>
      )}
      {accounts && (
        <div>
          <OpenRow
            className="more-line"
            line={
              <>
                <span className="medium">{people.finer}</span>
                <span className="meta">
                  {people.finerNow(people.strengths[passwordStrength] ?? '', allowedEmails.length)}
                </span>
              </>
            }
          >
            <div className="more-body stack g-2">
              <SelectField
                label={people.strength}
                options={people.strengths.map((label, value) => ({ value: String(value), label }))}
                value={String(passwordStrength)}
                help={people.strengthHelp}
                onValue={(value) => onSignIn({ passwordStrength: Number(value) })}
              />
              <div className="stack g-half">
                <Tick checked={passwordRecovery} onChecked={(value) => onSignIn({ passwordRecovery: value })}>
                  <span>{people.recovery}</span>
                </Tick>
                {passwordRecovery && !hasMail && <Says tone="bad" text={people.needsMail} />}
              </div>
              <Allowed
                entries={allowedEmails}
                onEntries={(entries) => onSignIn({ allowedEmails: entries })}
              />
            </div>
          </OpenRow>
        </div>
      )}
    </div>
  )
}

function Says({ tone, text }: { tone: 'bad' | 'warn'; text: string }) {
  return (
    <p className={`help ${tone}`} role="status">
      <Sign tone={tone} size={16} />
      <span>{text}</span>
    </p>
  )
}
