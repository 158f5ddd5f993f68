/** How the server sends mail: where to, as whom, and one mail as a test. */
import { useState } from 'react'
import { MAIL_PASSWORD } from '../../../provisioners/model/keys.ts'
import type { Mail as Settings } from '../../../provisioners/model/sign-in.ts'
import { useAct } from '../../hooks.ts'
import { useClient } from '../../platform.tsx'
import { Segments, Tick } from '../../ui/choice.tsx'
import { TextField } from '../../ui/field.tsx'
import { Sign } from '../../ui/icon.tsx'
import { useWords } from '../../words/index.tsx'
import { isEmail, wrongMail } from '../checks.ts'
import type { ScreenProps } from '../screen.ts'
import { MAIL_TEST } from '../state.ts'
import { LiveTest } from './live-test.tsx'
import { SecretField } from './secret-field.tsx'
import type { Ways } from './use-ways.ts'

const securities = ['starttls', 'tls', 'plain'] as const satisfies Settings['security'][]
/** Which port goes with which (RFC 8314, RFC 6409). */
const ports = { starttls: 587, tls: 465, plain: 25 }
const fresh: Settings = { host: '', port: 587, security: 'starttls', username: null, from: '' }

interface MailProps extends Pick<ScreenProps, 'state' | 'dispatch'> {
  ways: Ways
  /** Also says what is missing. */
  shown: boolean
  onGive: (id: string, value: string) => Promise<boolean>
}

export function Mail({ state, dispatch, ways, shown, onGive }: MailProps) {
  const words = useWords()
  const client = useClient()
  const test = useAct()
  const [to, setTo] = useState('')
  const [tried, setTried] = useState(false)
  const { mail } = state.answers
  const put = (next: Settings | null) => dispatch({ type: 'answer', patch: { mail: next } })
  const use = (
    <Tick checked={mail !== null} onChecked={(value) => put(value ? fresh : null)}>
      <span>{words.mail.use}</span>
    </Tick>
  )
  if (mail === null)
    return (
      <div className="stack g-12">
        <p className="t-13 quiet">{words.mail.why}</p>
        {use}
      </div>
    )

  const wrong = wrongMail(mail)
  const says = (field: (typeof wrong)[number], typed: string, text: string) =>
    wrong.includes(field) && (shown || tried || typed !== '') ? ({ tone: 'bad', text } as const) : undefined
  const change = (patch: Partial<Settings>) => put({ ...mail, ...patch })
  const needsPassword = mail.username !== null && ways.secrets[MAIL_PASSWORD] === 'missing'
  const incomplete = wrong.length > 0 || needsPassword || !isEmail(to.trim())
  const send = () => {
    setTried(true)
    if (incomplete) return
    const asked = { connection: state.link?.connection ?? '', mail, to: to.trim() }
    void test
      .run(() => client.request('mail.test', asked))
      .then((lines) => lines && dispatch({ type: 'tested', key: MAIL_TEST, lines }))
  }
  return (
    <div className="stack g-2">
      <p className="t-13 quiet">{words.mail.why}</p>
      {use}
      <div className="cols-host">
        <TextField
          label={words.mail.host}
          value={mail.host}
          inputMode="url"
          placeholder={words.mail.hostPlaceholder}
          verdict={says('host', mail.host, words.mail.hostBad)}
          onValue={(host) => change({ host: host.trim().toLowerCase() })}
        />
        <TextField
          label={words.mail.port}
          value={Number.isNaN(mail.port) ? '' : String(mail.port)}
          inputMode="numeric"
          maxLength={5}
          verdict={says('port', ' ', words.mail.portBad)}
          onValue={(text) => change({ port: /^\d+$/.test(text) ? Number(text) : Number.NaN })}
        />
      </div>
      <div className="stack g-half">
        <p className="label">{words.mail.security}</p>
        <Segments
          legend={words.mail.security}
          options={securities.map((value) => ({ value, label: words.mail.securities[value] }))}
          value={mail.security}
          onValue={(security) =>
            change({ security, port: mail.port === ports[mail.security] ? ports[security] : mail.port })
          }
        />
        {wrong.includes('security') && (
          <p className="help bad" role="status">
            <Sign tone="bad" size={16} />
            <span>{words.mail.securityBad}</span>
          </p>
        )}
      </div>
      <TextField
        label={words.mail.username}
        value={mail.username ?? ''}
        maxLength={254}
        help={words.mail.usernameHelp}
        onValue={(text) => change({ username: text === '' ? null : text })}
      />
      {mail.username !== null && (
        <SecretField
          label={words.mail.password}
          help=""
          place={ways.secrets[MAIL_PASSWORD]}
          needed={shown || tried}
          onGive={(value) => onGive(MAIL_PASSWORD, value)}
        />
      )}
      <TextField
        label={words.mail.from}
        value={mail.from}
        inputMode="email"
        placeholder={words.mail.fromPlaceholder}
        verdict={says('from', '', words.mail.addressBad)}
        onValue={(from) => change({ from: from.trim() })}
      />
      <LiveTest
        text={words.mail.testText}
        label={words.mail.test}
        lines={state.tests[MAIL_TEST]}
        busy={test.busy}
        problem={test.problem}
        not={tried && incomplete ? words.ways.testFirst : null}
        onTest={send}
      >
        <TextField
          label={words.mail.to}
          value={to}
          inputMode="email"
          placeholder={words.mail.toPlaceholder}
          verdict={tried && !isEmail(to.trim()) ? { tone: 'bad', text: words.mail.addressBad } : undefined}
          onValue={setTo}
        />
      </LiveTest>
    </div>
  )
}
