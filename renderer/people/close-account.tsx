/** Closing an account is final for its sessions and rooms: it has a yes of its own, with the name. */
import { SureDialog } from '../ui/sure-dialog.tsx'
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
  return (
    <SureDialog
      open={open}
      title={person.endTitle(username)}
      text={last ? `${person.endText} ${person.lastText(username)}` : person.endText}
      yes={person.endTick(username)}
      leave={person.leave}
      act={person.endAct}
      onLeave={onLeave}
      onAct={onAct}
    />
  )
}
