/** On the overview: that things differ on the Pi, and the way to them. */
import { Button } from '../ui/button.tsx'
import { Sign } from '../ui/icon.tsx'
import { useWords } from '../words/index.tsx'

export function Differs({ count, onSee }: { count: number; onSee: () => void }) {
  const { changes } = useWords()
  if (count === 0) return null
  return (
    <section className="card row" aria-label={changes.page}>
      <Sign tone="notice" />
      <div className="grow">
        <p className="strong">{changes.title(count)}</p>
        <p className="t-13 quiet">{changes.lead}</p>
      </div>
      <Button onClick={onSee}>{changes.see}</Button>
    </section>
  )
}
