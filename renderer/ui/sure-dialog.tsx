/** A question before what cannot be brought back: it has a yes of its own, ticked anew each time. */
import { useState } from 'react'
import { Button } from './button.tsx'
import { Tick } from './choice.tsx'
import { FormDialog } from './dialog.tsx'

interface SureDialogProps {
  open: boolean
  title: string
  text: string
  /** What is ticked. */
  yes: string
  leave: string
  act: string
  onLeave: () => void
  onAct: () => void
}

export function SureDialog({ open, title, text, yes, leave, act, onLeave, onAct }: SureDialogProps) {
  const [sure, setSure] = useState(false)
  const close = (then: () => void) => () => {
    setSure(false)
    then()
  }
  return (
    <FormDialog open={open} title={title} text={text} onClose={close(onLeave)}>
      <Tick checked={sure} onChecked={setSure}>
        <span>{yes}</span>
      </Tick>
      <div className="btns end">
        <Button onClick={close(onLeave)}>{leave}</Button>
        <Button look="danger" disabled={!sure} onClick={close(onAct)}>
          {act}
        </Button>
      </div>
    </FormDialog>
  )
}
