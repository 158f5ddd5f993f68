/** The foot of a step: Back at the left edge of the text, the one button at the right. */
import type { ReactNode } from 'react'
import { Button } from './button.tsx'

interface FootProps {
  back?: { label: string; onPress: () => void; disabled?: boolean } | undefined
  note?: ReactNode
  children?: ReactNode
}

export function Foot({ back, note, children }: FootProps) {
  return (
    <div className="foot">
      {back !== undefined && (
        <Button large look="quiet" className="flush-l" disabled={back.disabled} onClick={back.onPress}>
          {back.label}
        </Button>
      )}
      <p className="foot-note">{note}</p>
      {children}
    </div>
  )
}
