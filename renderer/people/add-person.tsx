/** A new account, made here: a name, and a password that is shown once. */
import { useState, type FormEvent } from 'react'
import { USERNAME, type Person } from '../../provisioners/model/people.ts'
import { useAct } from '../hooks.ts'
import { useClient } from '../platform.tsx'
import { ProblemCard } from '../problem-card.tsx'
import { Button } from '../ui/button.tsx'
import { Tick } from '../ui/choice.tsx'
import { CopyBox } from '../ui/copy-box.tsx'
import { FormDialog } from '../ui/dialog.tsx'
import { TextField } from '../ui/field.tsx'
import { useWords } from '../words/index.tsx'

interface AddPersonProps {
  connection: string
  open: boolean
  onMade: () => void
  onClose: () => void
}

interface Made {
  person: Person
  password: string | null
}

export function AddPerson({ connection, open, onMade, onClose }: AddPersonProps) {
  const { persons, person } = useWords()
  const [made, setMade] = useState<Made | null>(null)
  const close = () => {
    // what was shown once is not kept
    setMade(null)
    onClose()
  }
  return (
    <FormDialog
      open={open}
      title={made === null ? persons.add : persons.made(made.person.userId)}
      text={made === null ? persons.addText : persons.madeText}
      onClose={close}
    >
      {made === null ? (
        <AddForm
          connection={connection}
          onClose={close}
          onMade={(value) => {
            setMade(value)
            onMade()
          }}
        />
      ) : (
        <>
          {made.password !== null && (
            <CopyBox label={person.passwordLabel} text={made.password} copyLabel={person.copyPassword} />
          )}
          <div className="btns end">
            <Button look="first" onClick={close}>
              {persons.close}
            </Button>
          </div>
        </>
      )}
    </FormDialog>
  )
}

interface AddFormProps {
  connection: string
  onMade: (made: Made) => void
  onClose: () => void
}

function AddForm({ connection, onMade, onClose }: AddFormProps) {
  const { persons } = useWords()
  const client = useClient()
  const act = useAct()
  const [username, setUsername] = useState('')
  const [displayName, setDisplayName] = useState('')
  const [admin, setAdmin] = useState(false)
  const [shown, setShown] = useState(false)
  const bad = !USERNAME.test(username)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setShown(true)
    if (bad) return
    const made = await act.run(() =>
      client.request('people.create', { connection, username, displayName, password: null, admin }),
    )
    if (made !== null) onMade(made)
  }
  return (
    <form className="stack g-12" noValidate onSubmit={(event) => void submit(event)}>
      {act.problem !== null && <ProblemCard problem={act.problem} />}
      <TextField
        label={persons.name}
        value={username}
        maxLength={64}
        verdict={bad && (shown || username !== '') ? { tone: 'bad', text: persons.nameError } : undefined}
        onValue={setUsername}
      />
      <TextField
        label={persons.display}
        value={displayName}
        maxLength={100}
        autoCapitalize="words"
        help={persons.displayHelp}
        onValue={setDisplayName}
      />
      <Tick checked={admin} onChecked={setAdmin}>
        <span>{persons.admin}</span>
      </Tick>
      <div className="btns end">
        <Button onClick={onClose}>{persons.cancel}</Button>
        <Button type="submit" look="first" busy={act.busy}>
          {persons.make}
        </Button>
      </div>
    </form>
  )
}
