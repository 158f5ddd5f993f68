/** How the Pi stands in the tailnet: in or out, why it should join, how long its key holds, and what others serve there. */
import type { TailnetView } from '../../../provisioners/model/reach.ts'
import { usePlatform } from '../../platform.tsx'
import { Button, ExternalLink } from '../../ui/button.tsx'
import type { Tone } from '../../ui/icon.tsx'
import { Light } from '../../ui/state-sign.tsx'
import { useFormat, useWords } from '../../words/index.tsx'
import { keyState, settingsOf, type JoinReason } from './tailnet-state.ts'
import type { UsedReach } from './way-frame.tsx'

const MACHINES = 'https://login.tailscale.com/admin/machines'

/** Ports that the server itself is served on. */
const needed = [443, 8443, 10_000]

interface TailnetCardProps {
  view: TailnetView
  reason: JoinReason | null
  /** Why Funnel cannot be had; null where it can, or is not wanted. */
  without: 'control-server' | 'not-allowed' | null
  used: UsedReach
}

export function TailnetCard({ view, reason, without, used }: TailnetCardProps) {
  const { tailnet: words } = useWords()
  const { reach, locked } = used
  const inside = view.state === 'running'
  const tone: Tone = reason === null ? 'ok' : reason === 'expired' || reason === 'unfit' ? 'warn' : 'off'
  const title = inside ? words.states.running(view.name ?? '') : words.states[notRunning(view.state)]
  const says =
    reason === null
      ? reach.way === 'funnel' && without === null
        ? view.funnel === 'allowed'
          ? words.funnelReady
          : words.funnelLater
        : words.nothingToDo
      : reason === 'unfit'
        ? words.reasons.unfit(view.version ?? '')
        : words.reasons[reason]
  const others = view.served.filter(({ ours }) => !ours)
  const clash = others.filter(({ port }) => needed.includes(port)).map(({ port }) => String(port))
  return (
    <>
      {without !== null && (
        <section className="card row edge bad" aria-label={words.noFunnelTitle}>
          <Light tone="bad" />
          <div className="grow">
            <h2 className="strong">{words.noFunnelTitle}</h2>
            <p className="t-13 quiet">{words.noFunnel[without]}</p>
          </div>
          {!locked && (
            <Button
              look="first"
              onClick={() =>
                used.change({
                  way: 'tailnet',
                  controlServer: settingsOf(reach).controlServer ?? view.controlServer ?? '',
                })
              }
            >
              {words.onlyTailnet}
            </Button>
          )}
        </section>
      )}
      <ul className="card rows">
        <li className="row">
          <Light tone={tone} />
          <div className="grow">
            <p className="strong wraps">{title}</p>
            <p className="t-13 quiet">{says}</p>
          </div>
          {view.version !== null && <span className="t-13 faint">{words.version(view.version)}</span>}
        </li>
        {inside && <KeyRow view={view} />}
        {others.length > 0 && (
          <li className="row">
            <Light tone={clash.length > 0 ? 'warn' : 'notice'} />
            <div className="grow stack g-half">
              <p className="strong">{words.servedTitle}</p>
              <p className="t-13 quiet">{words.servedText}</p>
              <ul className="t-13">
                {others.map(({ port, target, funnel }) => (
                  <li key={port} className="wraps">
                    {words.served(port, target)}
                    {funnel && <span className="quiet">{words.servedFunnel}</span>}
                  </li>
                ))}
              </ul>
              {clash.length > 0 && <p className="t-13 medium">{words.clash(clash.join(', '))}</p>}
            </div>
          </li>
        )}
      </ul>
    </>
  )
}

const notRunning = (state: TailnetView['state']) => (state === 'running' ? 'starting' : state)

function KeyRow({ view }: { view: TailnetView }) {
  const { tailnet: words } = useWords()
  const format = useFormat()
  const { now } = usePlatform()
  const { tone, days } = keyState(view, now())
  const says =
    days === null
      ? words.key.never
      : view.expired
        ? words.key.ended
        : words.key.ends(format.date(view.keyExpires ?? 0), days)
  return (
    <li className="row">
      <Light tone={tone} />
      <div className="grow">
        <p className="strong">{words.key.title}</p>
        <p className="t-13 quiet">{days === null ? says : `${says} ${words.key.why}`}</p>
      </div>
      {days !== null && view.controlServer === null && (
        <ExternalLink button href={MACHINES}>
          {words.key.open}
        </ExternalLink>
      )}
    </li>
  )
}
