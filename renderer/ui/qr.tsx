/** A text as a picture for a camera: dark on white in both themes, with the quiet edge that cameras need. */
import { encode } from 'uqr'
import { qrPath } from './qr-path.ts'

interface QrProps {
  text: string
  /** What it is, for those who do not see it. */
  label: string
}

export function Qr({ text, label }: QrProps) {
  const { data, size } = encode(text, { ecc: 'M', border: 0 })
  return (
    <div className="qr">
      <svg viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label}>
        <path d={qrPath(data)} />
      </svg>
    </div>
  )
}
