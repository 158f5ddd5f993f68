/** An invitation: for how many and how long; then the page and the code, to hand on. */
import { useState, type FormEvent } from 'react'
import type { Invitation } from '../../provisioners/model/people.ts'
import { useAct } from '../hooks.ts'
import { useClient, usePlatform } from '../platform.tsx'
import { ProblemCard } from '../problem-card.tsx'
import { Button } from '../ui/button.tsx'
import { Segments } from '../ui/choice.tsx'
import { CopyBox } from '../ui/copy-box.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { FormDialog } from '../ui/dialog.tsx'
import { TextField } from '../ui/field.tsx'
import { useWords } from '../words/index.tsx'

interface InviteProps {
  connection: string
  address: string
  open: boolean
  onMade: () => void
  onClose: () => void
}

export function Invite({ connection, address, open, onMade, onClose }: InviteProps) {
  const { invitations, persons, common } = useWords()
  const { copy } = usePlatform()
  const [made, setMade] = useState<Invitation | null>(null)
  const close = () => {
    setMade(null)
    onClose()
  }
  return (
    <FormDialog
      open={open}
      title={made === null ? invitations.invite : invitations.made}
      text={made === null ? invitations.inviteText : invitations.madeText}
      onClose={close}
    >
      {made === null ? (
        <InviteForm
          connection={connection}
          onClose={close}
          onMade={(invitation) => {
            setMade(invitation)
            onMade()
          }}
        />
      ) : (
        <>
          <CopyBox label={invitations.address} text={address} copyLabel={invitations.copyAddress} />
          <CopyBox label={invitations.code} text={made.code} copyLabel={invitations.copyCode} />
          <div className="btns end">
            <CopyButton
              text={() => invitations.message(address, made.code)}
              copy={copy}
              label={invitations.copyBoth}
              done={common.copied}
            />
            <Button look="first" onClick={close}>
              {persons.close}
            </Button>
          </div>
        </>
      )}
    </FormDialog>
  )
}

interface InviteFormProps {
  connection: string
  onMade: (invitation: Invitation) => void
  onClose: () => void
}

const spans = ['1', '7', '30', '365'] as const

function InviteForm({ connection, onMade, onClose }: InviteFormProps) {
  const { invitations, persons } = useWords()
  const client = useClient()
  const act = useAct()
  const [people, setPeople] = useState('1')
  const [days, setDays] = useState<(typeof spans)[number]>('7')
  const uses = Number(people)
  const bad = !/^[0-9]+$/.test(people) || uses < 1 || uses > 1000
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (bad) return
    const made = await act.run(() =>
      client.request('invitations.create', { connection, uses, days: Number(days) }),
    )
    if (made !== null) onMade(made)
  }
  return (
    <form className="stack g-12" noValidate onSubmit={(event) => void submit(event)}>
      {act.problem !== null && <ProblemCard problem={act.problem} />}
      <TextField
        label={invitations.uses}
        value={people}
        inputMode="numeric"
        maxLength={4}
        verdict={bad ? { tone: 'bad', text: invitations.usesError } : undefined}
        onValue={setPeople}
      />
      <div className="field">
        <span className="label" aria-hidden="true">
          {invitations.days}
        </span>
        <Segments
          legend={invitations.days}
          options={spans.map((value) => ({ value, label: invitations.dayChoices[value] }))}
          value={days}
          onValue={setDays}
        />
      </div>
      <div className="btns end">
        <Button onClick={onClose}>{persons.cancel}</Button>
        <Button type="submit" look="first" busy={act.busy}>
          {invitations.make}
        </Button>
      </div>
    </form>
  )
}
