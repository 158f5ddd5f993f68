/** A question that must be answered: the safe answer is the outline, the harm is red. And a dialog with a form of its own. */
import { AlertDialog } from '@base-ui/react/alert-dialog'
import { Dialog } from '@base-ui/react/dialog'
import type { ReactNode } from 'react'
import { Button } from './button.tsx'

interface ConfirmProps {
  open: boolean
  title: string
  text: ReactNode
  /** The answer that changes nothing. */
  leave: string
  /** The answer that acts. */
  act: string
  busy?: boolean
  danger?: boolean
  onLeave: () => void
  onAct: () => void
}

export function Confirm(props: ConfirmProps) {
  const { open, title, text, leave, act, busy = false, danger = true, onLeave, onAct } = props
  return (
    <AlertDialog.Root open={open} onOpenChange={(next) => !next && onLeave()}>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className="scrim" />
        <AlertDialog.Popup className="dialog">
          <div className="dialog-body">
            <AlertDialog.Title className="t-18">{title}</AlertDialog.Title>
            <AlertDialog.Description className="t-13 quiet">{text}</AlertDialog.Description>
            <div className="btns end">
              <Button onClick={onLeave}>{leave}</Button>
              <Button look={danger ? 'danger' : 'first'} busy={busy} onClick={onAct}>
                {act}
              </Button>
            </div>
          </div>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  )
}

interface FormDialogProps {
  open: boolean
  title: string
  text?: ReactNode
  onClose: () => void
  children: ReactNode
}

/** What is asked or told in it brings its own buttons. */
export function FormDialog({ open, title, text, onClose, children }: FormDialogProps) {
  return (
    <Dialog.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="scrim" />
        <Dialog.Popup className="dialog">
          <div className="dialog-body">
            <Dialog.Title className="t-18">{title}</Dialog.Title>
            {text !== undefined && <Dialog.Description className="t-13 quiet">{text}</Dialog.Description>}
            {children}
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
