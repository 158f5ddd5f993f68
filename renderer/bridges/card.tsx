/** One bridge: how it is and why, who uses it, and everything that can be done with it. */
import type { BridgeCard } from '../../provisioners/model/bridges.ts'
import { cleanLine } from '../logs/text.ts'
import { ProblemCard } from '../problem-card.tsx'
import { RestartButton } from '../status/restart-button.tsx'
import { Button } from '../ui/button.tsx'
import { CopyBox } from '../ui/copy-box.tsx'
import { cx } from '../ui/cx.ts'
import { Disclosure } from '../ui/disclosure.tsx'
import { StateSign } from '../ui/state-sign.tsx'
import { Guide } from '../wizard/people/guide.tsx'
import { useFormat, useWords } from '../words/index.tsx'
import { lettersOf } from './answers.ts'
import { LoginRow } from './login-row.tsx'
import { toneOfBridge } from './tones.ts'
import { useLogins, type PersonLogin } from './use-logins.ts'
import type { Members } from './use-members.ts'

interface CardProps {
  connection: string
  card: BridgeCard
  members: Members
  /** Whether nothing new is heard of it. */
  stale: boolean
  /** Whether its sheet is open. */
  chosen: boolean
  /** Whether its answers can be changed. */
  mayChange: boolean
  /** Grows whenever somebody has signed in. */
  round: number
  /** @param user who is known already; null asks */
  onSignIn: (user: string | null) => void
  onChange: () => void
  onRemove: () => void
  onLog: () => void
  onSaid: (said: string) => void
  /** Where the focus comes back to when the sheet closes. */
  headingRef: (heading: HTMLElement | null) => void
}

export function Card(props: CardProps) {
  const {
    connection,
    card,
    members,
    stale,
    chosen,
    mayChange,
    round,
    onSignIn,
    onChange,
    onRemove,
    onLog,
    headingRef,
  } = props
  const { bridges: words } = useWords()
  const works = card.state === 'works'
  const inApp = card.signIn === 'app'
  const asks = works && inApp ? members.names : null
  const { logins, problem, again } = useLogins(connection, card.id, asks, round)
  const tone = stale ? 'off' : toneOfBridge[card.state]
  const service = `bridge-${card.id}`
  const cause = why(card, words)
  const begin = !inApp ? words.how : logins?.length ? words.addPerson : words.signIn
  const more = works ? words.more : words.moreStopped
  const acts = (
    <div className="btns wrap">
      {mayChange && (
        <Button icon="pencil" aria-label={words.changeNamed(card.name)} onClick={onChange}>
          {words.change}
        </Button>
      )}
      {card.state !== 'missing' && (
        <RestartButton connection={connection} service={service} name={card.name} label={words.restart} />
      )}
      <Button icon="log" onClick={onLog}>
        {words.log}
      </Button>
      {mayChange && (
        <Button look="danger" aria-label={words.removeNamed(card.name)} onClick={onRemove}>
          {words.remove}
        </Button>
      )}
    </div>
  )
  return (
    <section className={cx('card bridge', chosen && 'chosen')} aria-labelledby={`bridge-${card.id}`}>
      <div className="bridge-head">
        <span className="tile" aria-hidden="true">
          {lettersOf(card.name)}
        </span>
        <div className="grow">
          <h2 id={`bridge-${card.id}`} className="t-15 strong" tabIndex={-1} ref={headingRef}>
            {card.name}
          </h2>
          <p className="t-13 bridge-state">
            <StateSign tone={tone}>{(stale ? words.past : words.states)[card.state]}</StateSign>
            {works && <Uses logins={logins} inApp={inApp} />}
          </p>
        </div>
        {works && (
          <Button aria-label={words.named(begin, card.name)} onClick={() => onSignIn(null)}>
            {begin}
          </Button>
        )}
      </div>
      {cause !== null && <Why cause={cause.cause} remedy={cause.remedy} />}
      {problem !== null && <ProblemCard problem={problem} onRetry={again} />}
      {logins !== null && logins.length > 0 && (
        <ul className="rows logins" aria-label={words.logins(card.name)}>
          {logins.map((each) => (
            <LoginRow
              key={`${each.user} ${each.login.id}`}
              connection={connection}
              bridge={card.id}
              of={each}
              onSignIn={() => onSignIn(each.user)}
              onSignedOut={(account) => {
                props.onSaid(words.signedOut(account))
                again()
              }}
            />
          ))}
        </ul>
      )}
      {members.more && asks !== null && <p className="t-13 faint">{words.notAll}</p>}
      {cause === null ? (
        <Disclosure label={more} name={words.moreOf(more, card.name)}>
          <div className="stack g-2 bridge-more">
            {card.firstWords.length > 0 && (
              <div className="stack g-1">
                <h3 className="group-label">{words.firstWords}</h3>
                <Guide steps={card.firstWords} />
              </div>
            )}
            {card.bot !== '' && (
              <CopyBox label={words.bot} text={card.bot} copyLabel={words.copyBot(card.name)} />
            )}
            {acts}
          </div>
        </Disclosure>
      ) : (
        <div className="bridge-more">{acts}</div>
      )}
    </section>
  )
}

/** Who uses it, in a few words. */
function Uses({ logins, inApp }: { logins: readonly PersonLogin[] | null; inApp: boolean }) {
  const { bridges: words } = useWords()
  const format = useFormat()
  if (!inApp) return <span className="quiet">{words.botOnly}</span>
  if (logins === null) return null
  const users = [...new Set(logins.map(({ user }) => user))]
  return (
    <span className="quiet">
      {users.length === 0 ? words.nobody : words.uses(format.list(users), users.length)}
    </span>
  )
}

function why(card: BridgeCard, words: ReturnType<typeof useWords>['bridges']) {
  if (card.state === 'works' || card.state === 'starting' || card.state === 'removed') return null
  const usual = { unwell: words.unwellText, stopped: words.stoppedText, missing: words.missingText }
  return { cause: cleanLine(card.why), remedy: cleanLine(card.remedy) || usual[card.state] }
}

function Why({ cause, remedy }: { cause: string; remedy: string }) {
  return (
    <div className="bridge-why warn t-13">
      {cause !== '' && <p className="medium">{cause}</p>}
      <p>{remedy}</p>
    </div>
  )
}
