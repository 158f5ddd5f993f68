/** What will not work, said before anything is filled in. */
import { Rich } from '../../ui/rich.tsx'
import { Light } from '../../ui/state-sign.tsx'

export function Limits({ title, lines }: { title: string; lines: readonly string[] }) {
  return (
    <section className="card row edge warn" aria-label={title}>
      <Light tone="warn" />
      <div className="grow stack g-half">
        <h2 className="strong">{title}</h2>
        <ul className="limits-list t-13">
          {lines.map((line) => (
            <li key={line}>
              <Rich text={line} />
            </li>
          ))}
        </ul>
      </div>
    </section>
  )
}
