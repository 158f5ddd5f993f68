/** What to do at a provider, step by step; what stands in braces is there to be copied. */
import { usePlatform } from '../../platform.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Rich } from '../../ui/rich.tsx'
import { useWords } from '../../words/index.tsx'
import { pieces } from './pieces.ts'

export function Guide({ steps }: { steps: readonly string[] }) {
  return (
    <ol className="ways">
      {steps.map((step, index) => (
        <li key={`${index} ${step}`}>
          <span className="way-n" aria-hidden="true">
            {index + 1}
          </span>
          <div className="stack g-half">
            {pieces(step).map((piece, place) =>
              piece.copy ? (
                <CopyValue key={`${place} ${piece.text}`} value={piece.text} />
              ) : (
                <p key={`${place} ${piece.text}`}>
                  <Rich text={piece.text} />
                </p>
              ),
            )}
          </div>
        </li>
      ))}
    </ol>
  )
}

/** A value that must be copied exactly: whole, and with a button. */
export function CopyValue({ value }: { value: string }) {
  const { ways, common } = useWords()
  const { copy } = usePlatform()
  return (
    <span className="copybox">
      <code>{value}</code>
      <CopyButton
        text={() => value}
        copy={copy}
        label={ways.copyValue(value)}
        done={common.copied}
        iconOnly
      />
    </span>
  )
}
