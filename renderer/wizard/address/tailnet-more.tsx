/** What most people need not know of: an auth key, tags, a control server of one's own. */
import { TAILSCALE_KEY } from '../../../provisioners/model/reach.ts'
import type { SecretPlace } from '../../../provisioners/model/provider-view.ts'
import { useAct } from '../../hooks.ts'
import { useClient } from '../../platform.tsx'
import { ProblemCard } from '../../problem-card.tsx'
import { Segments } from '../../ui/choice.tsx'
import { Disclosure } from '../../ui/disclosure.tsx'
import { TextField } from '../../ui/field.tsx'
import { LinesField } from '../../ui/more-fields.tsx'
import { useWords } from '../../words/index.tsx'
import { SecretField } from '../people/secret-field.tsx'
import type { UsedReach } from './way-frame.tsx'

interface TailnetMoreProps {
  connection: string
  used: UsedReach
  missing: boolean
  place: SecretPlace | undefined
  onGiven: () => void
}

export function TailnetMore({ connection, used, missing, place, onGiven }: TailnetMoreProps) {
  const { tailnet: words } = useWords()
  const client = useClient()
  const gift = useAct()
  const { reach, wrong, change } = used
  const give = async (value: string): Promise<boolean> => {
    const taken = await gift.run(() =>
      client.request('secret.give', { connection, id: TAILSCALE_KEY, value }),
    )
    onGiven()
    return taken !== null
  }
  const open = reach.signIn === 'key' || reach.tags !== '' || reach.controlServer !== ''
  return (
    <Disclosure label={words.more} initiallyOpen={open}>
      <div className="card pad-2 stack g-2 mt-1">
        <div className="stack g-half">
          <p className="label">{words.signIn}</p>
          <Segments
            legend={words.signIn}
            options={(['link', 'key'] as const).map((value) => ({ value, label: words.signIns[value] }))}
            value={reach.signIn}
            onValue={(signIn) => change({ signIn })}
          />
        </div>
        {gift.problem !== null && <ProblemCard problem={gift.problem} />}
        {reach.signIn === 'key' && (
          <SecretField
            label={words.authKey}
            help={words.authKeyHelp}
            placeholder="tskey-auth-…"
            place={place}
            needed={missing && place !== 'given'}
            onGive={give}
          />
        )}
        <LinesField
          label={words.tags}
          value={reach.tags}
          rows={2}
          placeholder="tag:server"
          help={words.tagsHelp}
          verdict={wrong.tags === undefined ? undefined : { tone: 'bad', text: words.tagsError }}
          onValue={(tags) => change({ tags })}
        />
        <TextField
          label={words.control}
          value={reach.controlServer}
          inputMode="url"
          help={words.controlHelp}
          verdict={wrong.controlServer === undefined ? undefined : { tone: 'bad', text: words.controlError }}
          onValue={(controlServer) => change({ controlServer })}
        />
      </div>
    </Disclosure>
  )
}
