/** Closing an account is final for its sessions and rooms: it has a yes of its own, with the name. */
import { useState } from 'react'
import { Button } from '../ui/button.tsx'
import { Tick } from '../ui/choice.tsx'
import { FormDialog } from '../ui/dialog.tsx'
import { useWords } from '../words/index.tsx'

interface CloseAccountProps {
  open: boolean
  username: string
  /** Whether nobody else may run the server. */
  last: boolean
  onLeave: () => void
  onAct: () => void
}

export function CloseAccount({ open, username, last, onLeave, onAct }: CloseAccountProps) {
  const { person } = useWords()
  const [sure, setSure] = useState(false)
  const leave = () => {
    setSure(false)
    onLeave()
  }
  return (
    <FormDialog
      open={open}
      title={person.endTitle(username)}
      text={last ? `${person.endText} ${person.lastText(username)}` : person.endText}
      onClose={leave}
    >
      <Tick checked={sure} onChecked={setSure}>
        <span>{person.endTick(username)}</span>
      </Tick>
      <div className="btns end">
        <Button onClick={leave}>{person.leave}</Button>
        <Button
          look="danger"
          disabled={!sure}
          onClick={() => {
            setSure(false)
            onAct()
          }}
        >
          {person.endAct}
        </Button>
      </div>
    </FormDialog>
  )
}
