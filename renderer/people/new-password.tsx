/** A new password: asked first, made on this computer’s side of the window, shown once. */
import { useState } from 'react'
import { useAct } from '../hooks.ts'
import { useClient } from '../platform.tsx'
import { ProblemCard } from '../problem-card.tsx'
import { Button } from '../ui/button.tsx'
import { CopyBox } from '../ui/copy-box.tsx'
import { FormDialog } from '../ui/dialog.tsx'
import { useWords } from '../words/index.tsx'

interface NewPasswordProps {
  connection: string
  id: string
  username: string
}

export function NewPassword({ connection, id, username }: NewPasswordProps) {
  const { person, persons } = useWords()
  const client = useClient()
  const act = useAct()
  const [open, setOpen] = useState(false)
  const [made, setMade] = useState<string | null>(null)
  const make = async () => {
    const reply = await act.run(() =>
      client.request('people.setPassword', { connection, id, password: null }),
    )
    if (reply !== null) setMade(reply.password)
  }
  const close = () => {
    setOpen(false)
    // what was shown once is not kept
    setMade(null)
    act.clear()
  }
  return (
    <div className="row">
      <div className="grow">
        <p className="strong">{person.password}</p>
        <p className="t-13 quiet">{person.passwordText}</p>
      </div>
      <Button onClick={() => setOpen(true)}>{person.newPassword}</Button>
      <FormDialog
        open={open}
        title={made === null ? person.newTitle(username) : person.newDone(username)}
        text={made === null ? person.newText : persons.madeText}
        onClose={close}
      >
        {act.problem !== null && <ProblemCard problem={act.problem} />}
        {made !== null && (
          <CopyBox label={person.passwordLabel} text={made} copyLabel={person.copyPassword} />
        )}
        <div className="btns end">
          {made === null ? (
            <>
              <Button onClick={close}>{person.leave}</Button>
              <Button look="first" busy={act.busy} onClick={() => void make()}>
                {person.newAct}
              </Button>
            </>
          ) : (
            <Button look="first" onClick={close}>
              {persons.close}
            </Button>
          )}
        </div>
      </FormDialog>
    </div>
  )
}
