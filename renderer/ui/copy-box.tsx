/** A thing that must be copied exactly, whole and selectable, with its button. */
import { usePlatform } from '../platform.tsx'
import { useWords } from '../words/index.tsx'
import { CopyButton } from './copy-button.tsx'

interface CopyBoxProps {
  /** Seen above the box; left out where the box stands in a list and `copyLabel` says enough. */
  label?: string
  text: string
  copyLabel: string
}

export function CopyBox({ label, text, copyLabel }: CopyBoxProps) {
  const { common } = useWords()
  const { copy } = usePlatform()
  return (
    <div className="field">
      {label !== undefined && <span className="label">{label}</span>}
      <span className="input input-s copyline">
        <code className="grow">{text}</code>
        <CopyButton iconOnly text={() => text} copy={copy} label={copyLabel} done={common.copied} />
      </span>
    </div>
  )
}
