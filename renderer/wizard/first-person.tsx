/** How the first person comes in where a provider knows them: a link for the service on this Pi, or a button on the page. */
import { useState } from 'react'
import { useAct } from '../hooks.ts'
import { useClient } from '../platform.tsx'
import { ProblemCard } from '../problem-card.tsx'
import { Button } from '../ui/button.tsx'
import { CopyBox } from '../ui/copy-box.tsx'
import { Live } from '../ui/screen.tsx'
import { useFormat, useWords } from '../words/index.tsx'

interface FirstPersonProps {
  connection: string
  /** A link of the service on this Pi can be made. */
  link: boolean
  buttons: readonly string[]
}

export function FirstPerson({ connection, link, buttons }: FirstPersonProps) {
  const { ready } = useWords()
  const format = useFormat()
  const client = useClient()
  const act = useAct()
  const [made, setMade] = useState<{ url: string; expires: number } | null>(null)
  const make = () =>
    void act.run(() => client.request('identity.invitation', { connection })).then((got) => setMade(got))
  return (
    <section className="card pad-2 stack g-12" aria-label={ready.firstTitle}>
      <Live>{made === null ? '' : ready.link}</Live>
      <div>
        <h2 className="strong">{ready.firstTitle}</h2>
        {link && <p className="t-13 quiet">{ready.firstLink}</p>}
      </div>
      {link && made === null && (
        <Button look="first" className="start" busy={act.busy} onClick={make}>
          {ready.makeLink}
        </Button>
      )}
      {made !== null && (
        <div>
          <CopyBox label={ready.link} text={made.url} copyLabel={ready.copyLink} />
          <p className="t-13 quiet">
            {ready.linkUntil(format.time(made.expires), format.date(made.expires))}
          </p>
        </div>
      )}
      {act.problem !== null && <ProblemCard problem={act.problem} />}
      <p className="t-13 quiet">{ready.firstButtons(format.either(buttons.map((name) => `“${name}”`)))}</p>
    </section>
  )
}
