/** What a person has to do while the Pi waits: the page to open, also for a phone. It goes by itself when the Pi has seen it done. */
import type { Ask } from '../../provisioners/model/run-event.ts'
import { usePlatform } from '../platform.tsx'
import { ExternalLink } from '../ui/button.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { Qr } from '../ui/qr.tsx'
import { Live } from '../ui/screen.tsx'
import { useWords } from '../words/index.tsx'
import { safeLink } from './safe-link.ts'

export function AskCard({ ask }: { ask: Ask }) {
  const { asked, common } = useWords()
  const { copy } = usePlatform()
  const { title, text } = asked.purposes[ask.purpose]
  const link = safeLink(ask.link)
  return (
    <section className="card question" aria-label={title}>
      <h2 className="strong">{title}</h2>
      <p className="t-13 quiet">{text}</p>
      {link !== null && (
        <>
          <div className="q-code">
            <Qr text={link} label={asked.qr} />
          </div>
          <p className="t-13 faint wraps">{link}</p>
          <div className="btns">
            <ExternalLink button look="first" href={link}>
              {asked.open}
            </ExternalLink>
            <CopyButton iconOnly text={() => link} copy={copy} label={asked.copy} done={common.copied} />
          </div>
        </>
      )}
      <p className="t-13 faint">{asked.waits}</p>
    </section>
  )
}

/** Said once when there is something to do, and once when it is done; it stays in the page, so that it is heard. */
export function AskSaid({ ask, over }: { ask: Ask | null; over: boolean }) {
  const { asked } = useWords()
  return <Live>{ask === null || over ? '' : asked.say(asked.purposes[ask.purpose].title)}</Live>
}
