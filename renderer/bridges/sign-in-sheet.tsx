/** Signing in to a network beside the list: whose account, which way, then what the network wants; or the words for the bot. */
import { useEffect, useRef, useState, type FormEvent } from 'react'
import type { BridgeCard, LoginFlow } from '../../provisioners/model/bridges.ts'
import { USERNAME } from '../../provisioners/model/people.ts'
import { cleanLine } from '../logs/text.ts'
import { ProblemCard } from '../problem-card.tsx'
import { Button, IconButton } from '../ui/button.tsx'
import { CopyBox } from '../ui/copy-box.tsx'
import { TextField } from '../ui/field.tsx'
import { Icon } from '../ui/icon.tsx'
import { SelectField } from '../ui/more-fields.tsx'
import { Live, Loading } from '../ui/screen.tsx'
import { StateSign } from '../ui/state-sign.tsx'
import { Guide } from '../wizard/people/guide.tsx'
import { useWords } from '../words/index.tsx'
import { Step, useStepWords } from './sign-in-step.tsx'
import type { Members } from './use-members.ts'
import { useSignIn } from './use-sign-in.ts'

interface SignInSheetProps {
  connection: string
  card: BridgeCard
  members: Members
  /** Whose account it is, where that is known already. */
  user: string | null
  onSignedIn: () => void
  onClose: () => void
}

export function SignInSheet(props: SignInSheetProps) {
  const { card, onClose } = props
  const { bridges, bridgeSignIn: words } = useWords()
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  return (
    <section
      className="sheet"
      role="dialog"
      aria-labelledby="sign-in-name"
      onKeyDown={(event) => {
        if (event.key === 'Escape' && event.currentTarget.contains(event.target as Node)) onClose()
      }}
    >
      <header className="flex g-12 top">
        <h2 id="sign-in-name" ref={heading} tabIndex={-1} className="t-22 grow wraps">
          {card.signIn === 'app' ? words.title(card.name) : bridges.howTo(card.name)}
        </h2>
        <IconButton icon="x" look="quiet" label={words.close} className="flush-r" onClick={onClose} />
      </header>
      {card.signIn === 'app' ? <InApp {...props} /> : <ByBot card={card} lead={words.howLead} />}
    </section>
  )
}

/** The exact words to send. */
function ByBot({ card, lead }: { card: BridgeCard; lead: string }) {
  const { bridges } = useWords()
  return (
    <div className="stack g-2">
      <p className="t-13">{lead}</p>
      <Guide steps={card.firstWords} />
      <CopyBox label={bridges.bot} text={card.bot} copyLabel={bridges.copyBot(card.name)} />
    </div>
  )
}

function InApp({ connection, card, members, user, onSignedIn, onClose }: SignInSheetProps) {
  const { bridgeSignIn: words, common } = useWords()
  const alone = members.names?.length === 1 && !members.more ? (members.names[0] ?? null) : null
  const [asked, setAsked] = useState(user)
  const who = asked ?? alone
  const signIn = useSignIn(connection, card.id, who)
  const { step, problem } = signIn
  const said = useStepWords(step, card.name)
  const done = step?.kind === 'done'
  useEffect(() => {
    if (done) onSignedIn()
    // oxlint-disable-next-line react/exhaustive-deps -- once for each sign-in
  }, [done])
  return (
    <>
      <Live>{problem === null ? said : ''}</Live>
      {who !== null && <p className="t-13 quiet wraps">{words.asWhom(who)}</p>}
      {problem !== null && (
        <ProblemCard
          problem={problem}
          busy={signIn.busy}
          retryLabel={words.tryAgain}
          onRetry={signIn.again}
        />
      )}
      {who === null &&
        (members.loading ? <Loading label={common.loading} /> : <Who members={members} onWho={setAsked} />)}
      {problem === null && signIn.flows !== null && signIn.flows.length > 0 && (
        <Flows flows={signIn.flows} busy={signIn.busy} onFlow={signIn.begin} />
      )}
      {problem === null && signIn.flows?.length === 0 && <ByBot card={card} lead={words.elsewhere} />}
      {problem === null && step?.kind === 'elsewhere' && (
        <>
          <h3 className="strong">{words.elsewhereTitle}</h3>
          {step.instructions !== '' && <p className="t-13 wraps">{cleanLine(step.instructions)}</p>}
          <ByBot card={card} lead={words.elsewhere} />
        </>
      )}
      {problem === null && step !== null && step.kind !== 'elsewhere' && (
        <Step step={step} name={card.name} busy={signIn.busy} onAnswer={signIn.answer} />
      )}
      <footer className="sheet-foot">
        <div className="grow">
          {problem === null && signIn.busy && <StateSign tone="busy">{words.asking}</StateSign>}
          {problem === null && !signIn.busy && step?.kind === 'show' && (
            <StateSign tone="busy">{words.waiting}</StateSign>
          )}
        </div>
        <Button look={done ? 'first' : 'second'} onClick={onClose}>
          {done ? words.finish : words.cancel}
        </Button>
      </footer>
    </>
  )
}

function Who({ members, onWho }: { members: Members; onWho: (user: string) => void }) {
  const { bridgeSignIn: words } = useWords()
  const names = members.more ? null : members.names
  const listed = names !== null && names.length > 0
  const [typed, setTyped] = useState('')
  const [shown, setShown] = useState(false)
  const user = typed === '' && listed ? (names[0] ?? '') : typed.trim()
  const bad = !USERNAME.test(user)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setShown(true)
    if (!bad) onWho(user)
  }
  return (
    <form className="stack g-12" noValidate onSubmit={submit}>
      {listed ? (
        <SelectField
          label={words.who}
          help={words.whoHelp}
          options={names.map((value) => ({ value, label: value }))}
          value={user}
          onValue={setTyped}
        />
      ) : (
        <TextField
          label={words.whoTyped}
          help={words.whoHelp}
          value={typed}
          maxLength={64}
          verdict={bad && shown ? { tone: 'bad', text: words.whoError } : undefined}
          onValue={setTyped}
        />
      )}
      <Button type="submit" look="first" className="start">
        {words.goOn}
      </Button>
    </form>
  )
}

interface FlowsProps {
  flows: readonly LoginFlow[]
  busy: boolean
  onFlow: (flow: string) => void
}

function Flows({ flows, busy, onFlow }: FlowsProps) {
  const { bridgeSignIn: words } = useWords()
  return (
    <div className="stack g-1">
      <h3 className="group-label">{words.flows}</h3>
      <ul className="card rows clip">
        {flows.map((flow) => (
          <li key={flow.id}>
            <button
              type="button"
              className="offer"
              aria-disabled={busy || undefined}
              onClick={() => !busy && onFlow(flow.id)}
            >
              <span className="grow">
                <span className="strong block">{cleanLine(flow.name)}</span>
                <span className="why block">{cleanLine(flow.description)}</span>
              </span>
              <Icon name="next" />
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}
