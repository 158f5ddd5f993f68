/** The name that Pocket ID or Keycloak on this Pi needs, where the address has names of its own instead of ports. */
import { TextField } from '../../ui/field.tsx'
import { useWords } from '../../words/index.tsx'
import { wrongReach } from '../address/wrong-reach.ts'
import type { Reach } from '../address/reach.ts'

/** Whether a service on this Pi needs a second name here: at home and in a tailnet it gets a port instead. */
export const needsSecondName = ({ way }: Reach): boolean =>
  way === 'domain' || way === 'proxy' || way === 'cloudflare'

/** Whether it is missing, or cannot stand. */
export const lacksSecondName = (reach: Reach): boolean =>
  needsSecondName(reach) && (reach.identityHost.trim() === '' || wrongReach(reach).identityHost !== undefined)

interface SecondNameProps {
  reach: Reach
  name: string
  shown: boolean
  onReach: (reach: Reach) => void
}

export function SecondName({ reach, name, shown, onReach }: SecondNameProps) {
  const { domain, address } = useWords()
  const empty = reach.identityHost.trim() === ''
  const error = empty ? (shown ? 'empty' : undefined) : wrongReach(reach).identityHost
  return (
    <section className="card pad-2">
      <TextField
        label={domain.identity}
        value={reach.identityHost}
        inputMode="url"
        placeholder="login.hollis.example"
        help={domain.identityNeeded(name)}
        verdict={error === undefined ? undefined : { tone: 'bad', text: address.errors[error] }}
        onValue={(identityHost) => onReach({ ...reach, identityHost })}
      />
    </section>
  )
}
