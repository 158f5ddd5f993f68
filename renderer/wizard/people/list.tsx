/** The step's own page: accounts, the other ways, and more; going on asks where nothing was proved. */
import { useEffect, useRef, useState, type ReactNode } from 'react'
import { CAPTCHA_KEY, MAIL_PASSWORD } from '../../../provisioners/model/keys.ts'
import type { SignIn } from '../../../provisioners/model/sign-in.ts'
import { useAct, useAnswer } from '../../hooks.ts'
import { useClient } from '../../platform.tsx'
import { ProblemCard } from '../../problem-card.tsx'
import { Confirm } from '../../ui/dialog.tsx'
import { OpenRow } from '../../ui/disclosure.tsx'
import { Light } from '../../ui/state-sign.tsx'
import { Ask } from '../../ui/screen.tsx'
import { useFormat, useWords } from '../../words/index.tsx'
import { wrongPeople } from '../checks.ts'
import type { ScreenProps } from '../screen.ts'
import { isDirty, MAIL_TEST } from '../state.ts'
import { Continue, StepFrame, StepProblem } from '../step-frame.tsx'
import { Sums } from '../sums.tsx'
import { Accounts } from './accounts.tsx'
import { lacksSecondName } from './second-name.tsx'
import { Mail } from './mail.tsx'
import { BrandingLines, Captcha } from './sign-in-page.tsx'
import type { Ways } from './use-ways.ts'
import { provesIt } from './way-state.ts'
import { WayList } from './way-list.tsx'

interface ListProps extends Pick<ScreenProps, 'state' | 'dispatch'> {
  ways: Ways
  onSignIn: (patch: Partial<SignIn>) => void
  onAdd: () => void
  onEdit: (key: string) => void
}

export function List({ state, dispatch, ways, onSignIn, onAdd, onEdit }: ListProps) {
  const words = useWords()
  const format = useFormat()
  const client = useClient()
  const gift = useAct()
  const catalog = useAnswer('setup.catalog', {})
  /** How often somebody wanted to go on: from the first time on, what is missing is said. */
  const [tries, setTries] = useState(0)
  const said = useRef<HTMLElement>(null)
  useEffect(() => {
    if (tries > 0) said.current?.scrollIntoView({ block: 'center' })
  }, [tries])
  const shown = tries > 0
  const [asks, setAsks] = useState(false)
  const { signIn, mail, branding } = state.answers
  const missing = [
    ...(mail?.username && ways.secrets[MAIL_PASSWORD] === 'missing' ? [words.mail.password] : []),
    ...(signIn.captcha !== null && ways.secrets[CAPTCHA_KEY] === 'missing' ? [words.captcha.secret] : []),
  ]
  const wrong = [
    ...wrongPeople(state.answers).map((each) => words.people.wrong[each]),
    ...ways.ways.filter((way) => way.state === 'unfinished').map(({ name }) => words.people.notDone(name)),
    ...(lacksSecondName(state.answers.reach)
      ? ways.ways
          .filter(({ view }) => view.where === 'here')
          .map(({ name }) => words.domain.identityNeeded(name))
      : []),
    ...missing.map((name) => words.people.missing(name)),
  ]
  const risky = [
    ...ways.ways.filter((way) => way.state === 'untested' || way.state === 'failed').map(({ name }) => name),
    ...(mailIsUntried(state) ? [words.people.mailName] : []),
  ]
  const asking = ways.views === null || ways.ways.some((way) => way.state === 'asking')

  const next = () => dispatch({ type: 'next' })
  const goOn = () => {
    setTries(tries + 1)
    if (wrong.length > 0) return
    if (risky.length > 0) setAsks(true)
    else next()
  }
  const give = async (id: string, value: string): Promise<boolean> => {
    if (id === MAIL_PASSWORD) dispatch({ type: 'untested', key: MAIL_TEST })
    const connection = state.link?.connection ?? ''
    const taken = await gift.run(() => client.request('secret.give', { connection, id, value }))
    ways.askSecrets()
    return taken !== null
  }
  const { mail: mailWords, captcha, branding: page } = words
  return (
    <StepFrame
      onBack={() => dispatch({ type: 'back' })}
      note={isDirty(state) ? words.setup.dirty : undefined}
      buttons={<Continue disabled={asking} onPress={goOn} />}
    >
      <Ask title={words.people.title} lead={words.people.lead} />
      <div className="with-aside">
        <div className="stack g-3">
          {shown && wrong.length > 0 && (
            <section ref={said} className="card edge bad row" role="alert">
              <Light tone="bad" />
              <ul className="grow stack g-half">
                {wrong.map((sentence) => (
                  <li key={sentence}>{sentence}</li>
                ))}
              </ul>
            </section>
          )}
          {ways.problem !== null && (
            <StepProblem problem={ways.problem} onRetry={ways.again} dispatch={dispatch} />
          )}
          {gift.problem !== null && <ProblemCard problem={gift.problem} />}
          <section>
            <h2 className="group-label mb-1">{words.people.accountsTitle}</h2>
            <Accounts signIn={signIn} hasMail={mail !== null} onSignIn={onSignIn} />
          </section>
          <section>
            <h2 className="group-label mb-1">{words.people.otherTitle}</h2>
            <WayList ways={ways.ways} ready={ways.views !== null} onEdit={onEdit} onAdd={onAdd} />
          </section>
          <section>
            <h2 className="group-label mb-1">{words.people.moreTitle}</h2>
            <div className="card rows clip">
              <More
                title={mailWords.title}
                now={mail === null ? mailWords.none : mail.host || mailWords.unfinished}
              >
                <Mail state={state} dispatch={dispatch} ways={ways} shown={shown} onGive={give} />
              </More>
              <More
                title={captcha.title}
                now={signIn.captcha === null ? captcha.none : captcha.services[signIn.captcha.service]}
              >
                <Captcha
                  captcha={signIn.captcha}
                  ways={ways}
                  shown={shown}
                  onCaptcha={(value) => onSignIn({ captcha: value })}
                  onGive={give}
                />
              </More>
              <More title={page.title} now={Object.keys(branding).length === 0 ? page.none : page.some}>
                <BrandingLines
                  branding={branding}
                  onBranding={(value) => dispatch({ type: 'answer', patch: { branding: value } })}
                />
              </More>
            </div>
          </section>
        </div>
        {catalog.answer.state === 'ready' && (
          <Sums
            catalog={catalog.answer.value}
            answers={state.answers}
            adds="identity"
            memoryBytes={state.link?.signedIn?.memoryBytes ?? null}
          />
        )}
      </div>
      <Confirm
        open={asks}
        title={words.people.riskTitle}
        text={words.people.riskText(format.list(risky))}
        leave={words.people.riskStay}
        act={words.people.riskGo}
        danger={false}
        onLeave={() => setAsks(false)}
        onAct={next}
      />
    </StepFrame>
  )
}

/** Whether mail would be sent by settings that the Pi does not have yet and that no test has proved. */
function mailIsUntried({ answers, stored, tests }: ScreenProps['state']): boolean {
  if (answers.mail === null) return false
  if (provesIt(tests[MAIL_TEST] ?? [])) return false
  return JSON.stringify(stored?.mail) !== JSON.stringify(answers.mail) || tests[MAIL_TEST] !== undefined
}

function More({ title, now, children }: { title: string; now: string; children: ReactNode }) {
  return (
    <div>
      <OpenRow
        className="more-line"
        line={
          <>
            <span className="strong">{title}</span>
            <span className="meta">{now}</span>
          </>
        }
      >
        <div className="more-body">{children}</div>
      </OpenRow>
    </div>
  )
}
