/** An own domain: the names, whether they lead here, what is in the way, and the two files for the web site of the name. */
import { useId, useState } from 'react'
import { usePolled } from '../../hooks.ts'
import { Tick } from '../../ui/choice.tsx'
import { TextField, type Verdict } from '../../ui/field.tsx'
import { Disclosure } from '../../ui/disclosure.tsx'
import { Rich } from '../../ui/rich.tsx'
import { Live } from '../../ui/screen.tsx'
import { useWords } from '../../words/index.tsx'
import { Continue, StepProblem } from '../step-frame.tsx'
import { DomainRecords } from './domain-records.tsx'
import { DomainLines } from './domain-lines.tsx'
import { ApexFiles } from './files.tsx'
import { Forever } from './forever.tsx'
import { OwnNames } from './own-names.tsx'
import { addressOf } from './reach.ts'
import { useReach, WayFrame, type WayProps } from './way-frame.tsx'

/** How often it is asked again while something is in the way, and how long one may stop typing. */
const AGAIN_SECONDS = 5
const SETTLE_SECONDS = 0.6

export function Domain(props: WayProps) {
  const { state, dispatch } = props
  const { domain: words } = useWords()
  const form = useId()
  const [later, setLater] = useState(false)
  const [tried, setTried] = useState(false)
  const connection = state.link?.connection ?? ''
  const { reach } = state.answers
  // whom to warn changes nothing about where the names lead
  const names = addressOf({ ...reach, email: '' })
  const [ready, setReady] = useState(false)
  const used = useReach(props, ready || later)
  const { wrong, change, locked } = used
  const whole = wrong.serverName ?? wrong.host ?? wrong.identityHost
  const looked = usePolled(
    'domain.check',
    whole === undefined ? { connection, address: names } : null,
    (view) => (view?.ready === true ? null : AGAIN_SECONDS),
    SETTLE_SECONDS,
  )
  const view = looked.value
  const now = view?.ready === true
  if (now !== ready) setReady(now)

  const host: Verdict | undefined =
    used.verdict('host') ??
    (looked.asking
      ? { tone: 'busy', text: words.checking }
      : now
        ? { tone: 'ok', text: words.everything }
        : undefined)
  return (
    <WayFrame
      {...props}
      title={words.title}
      lead={words.lead}
      buttons={<Continue form={form} disabled={!ready && !later && whole === undefined && !tried} />}
    >
      <form
        id={form}
        className="stack g-3"
        noValidate
        onSubmit={(event) => {
          setTried(true)
          used.submit(event)
        }}
      >
        <OwnNames used={used} state={state} host={host} />
        <Live>{now ? words.everything : ''}</Live>
        {looked.problem !== null && (
          <StepProblem problem={looked.problem} onRetry={looked.again} dispatch={dispatch} />
        )}
        {view !== null && (
          <>
            <DomainLines lines={view.lines} onFunnel={locked ? undefined : () => change({ way: 'funnel' })} />
            <DomainRecords view={view} serverName={names.mode === 'domain' ? names.serverName : ''} />
          </>
        )}
        {whole === undefined && <ApexFiles state={state} />}
        <TextField
          label={words.email}
          value={reach.email}
          type="email"
          help={words.emailHelp}
          verdict={wrong.email === undefined ? undefined : { tone: 'bad', text: words.emailError }}
          onValue={(email) => change({ email })}
        />
        <div className="stack g-half">
          <Explained title={words.dynamicTitle} lines={words.dynamic} />
          <Explained title={words.hairpinTitle} lines={words.hairpin} />
        </div>
        {whole === undefined && <Forever used={used} />}
        {whole === undefined && !ready && (view !== null || looked.problem !== null) && (
          <div className="stack g-half">
            <Tick checked={later} onChecked={setLater}>
              <span>{words.anyway}</span>
            </Tick>
            {tried && !later && (
              <p className="help bad" role="status">
                {words.notReady}
              </p>
            )}
          </div>
        )}
      </form>
    </WayFrame>
  )
}

function Explained({ title, lines }: { title: string; lines: readonly string[] }) {
  return (
    <Disclosure label={title}>
      <ul className="limits-list t-13 quiet mt-1">
        {lines.map((line) => (
          <li key={line}>
            <Rich text={line} />
          </li>
        ))}
      </ul>
    </Disclosure>
  )
}
