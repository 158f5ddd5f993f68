/** One way to sign in: what to do there, what to fill in here, and whether it works. Drawn wholly from its descriptor. */
import { useState } from 'react'
import type { Provider as Entry } from '../../../provisioners/model/sign-in.ts'
import { useAct } from '../../hooks.ts'
import { useClient } from '../../platform.tsx'
import { ProblemCard } from '../../problem-card.tsx'
import { Button } from '../../ui/button.tsx'
import { Confirm } from '../../ui/dialog.tsx'
import { Sign } from '../../ui/icon.tsx'
import { Ask, Loading } from '../../ui/screen.tsx'
import { useWords } from '../../words/index.tsx'
import type { ScreenProps } from '../screen.ts'
import { intentOf } from '../state.ts'
import { StepFrame } from '../step-frame.tsx'
import { Who } from './who.tsx'
import { Answer } from './answer.tsx'
import { askable } from './askable.ts'
import { CopyValue, Guide } from './guide.tsx'
import { LiveTest } from './live-test.tsx'
import { needsSecondName, SecondName } from './second-name.tsx'
import { SecretField } from './secret-field.tsx'
import type { Way, Ways } from './use-ways.ts'

interface ProviderProps extends Pick<ScreenProps, 'state' | 'dispatch'> {
  way: Way
  ways: Ways
  onList: () => void
}

export function Provider({ way, ways, state, dispatch, onList }: ProviderProps) {
  const words = useWords()
  const client = useClient()
  const test = useAct()
  const gift = useAct()
  const [shown, setShown] = useState(way.stored)
  const [leaves, setLeaves] = useState(false)
  const { entry, view, place, state: standing } = way
  const { signIn } = state.answers
  const connection = state.link?.connection ?? ''
  const elsewhere = view.where === 'elsewhere'
  const unfinished = standing === 'unfinished'

  const change = (patch: Partial<Entry>) => {
    const providers = signIn.providers.map((each) => (each.key === entry.key ? { ...each, ...patch } : each))
    dispatch({ type: 'answer', patch: { signIn: { ...signIn, providers } } })
  }
  const leaveOut = () => {
    const providers = signIn.providers.filter(({ key }) => key !== entry.key)
    dispatch({ type: 'answer', patch: { signIn: { ...signIn, providers } } })
    onList()
  }
  const give = async (id: string, value: string): Promise<boolean> => {
    dispatch({ type: 'untested', key: entry.key })
    const taken = await gift.run(() => client.request('secret.give', { connection, id, value }))
    ways.askSecrets()
    return taken !== null
  }
  const tryIt = () => {
    const intent = intentOf(state)
    setShown(true)
    if (unfinished || intent === null) return
    const asked = { connection, intent: askable(intent), key: entry.key }
    void test
      .run(() => client.request('identity.test', asked))
      .then((lines) => lines && dispatch({ type: 'tested', key: entry.key, lines }))
  }
  const asks = view.fields.length > 0
  const who = place !== null && (
    <Who
      way={way}
      place={place}
      signIn={signIn}
      onChange={change}
      onAllowed={(allowedEmails) =>
        dispatch({ type: 'answer', patch: { signIn: { ...signIn, allowedEmails } } })
      }
    />
  )
  return (
    <StepFrame
      onBack={onList}
      buttons={
        <>
          <Button large onClick={() => (way.stored ? setLeaves(true) : leaveOut())}>
            {words.ways.leaveOut(way.name)}
          </Button>
          <Button large look="first" onClick={onList}>
            {words.ways.done}
          </Button>
        </>
      }
    >
      <Ask
        title={words.ways.title(view.name)}
        lead={elsewhere ? words.ways.leadElsewhere(view.name) : words.ways.leadHere}
      />
      {view.experimental !== '' && (
        <section className="card edge warn row limits" aria-label={words.ways.limits}>
          <Sign tone="warn" />
          <div className="grow">
            <h2 className="strong">{words.ways.groups.experimental}</h2>
            <p className="t-13">{view.experimental}</p>
          </div>
        </section>
      )}
      {ways.problem !== null && <ProblemCard problem={ways.problem} onRetry={ways.again} />}
      {place === null && ways.problem === null && <Loading label={words.common.loading} />}
      {place !== null && (
        <div className="cols-2 g-3">
          <div className="stack g-3">
            {place.guide.length > 0 && (
              <section className="stack g-1">
                <h2 className="group-label">
                  {elsewhere ? words.ways.guide(view.name) : words.ways.guideHere}
                </h2>
                <div className="card pad-2">
                  <Guide steps={place.guide} />
                </div>
              </section>
            )}
            {elsewhere && !place.guide.some((step) => step.includes(`{${place.redirect}}`)) && (
              <section className="stack g-1">
                <h2 className="group-label">{words.ways.redirect}</h2>
                <CopyValue value={place.redirect} />
              </section>
            )}
            {asks && who}
          </div>
          <div className="stack g-3">
            {!elsewhere && needsSecondName(state.answers.reach) && (
              <SecondName
                reach={state.answers.reach}
                name={way.name}
                shown={shown}
                onReach={(reach) => dispatch({ type: 'answer', patch: { reach } })}
              />
            )}
            {!asks && who}
            {asks && (
              <section className="stack g-1">
                <h2 className="group-label">{words.ways.here}</h2>
                <div className="card pad-2 stack g-2">
                  {gift.problem !== null && <ProblemCard problem={gift.problem} />}
                  {view.fields.map((field) => {
                    const id = place.secrets[field.name]
                    return id === undefined ? (
                      <Answer
                        key={field.name}
                        field={field}
                        value={entry.settings[field.name]}
                        wrong={place.wrongFields[field.name]}
                        shown={shown}
                        onValue={(value) => change({ settings: { ...entry.settings, [field.name]: value } })}
                      />
                    ) : (
                      <SecretField
                        key={field.name}
                        label={field.label}
                        help={field.help}
                        placeholder={field.placeholder}
                        place={ways.secrets[id]}
                        optional={field.optional}
                        lines={field.kind === 'pem'}
                        needed={shown}
                        onGive={(value) => give(id, value)}
                      />
                    )
                  })}
                </div>
              </section>
            )}
            {elsewhere && (
              <section className="stack g-1">
                <h2 className="group-label">{words.ways.testTitle}</h2>
                <div className="card pad-2">
                  <LiveTest
                    text={words.ways.testText}
                    label={words.ways.test}
                    lines={state.tests[entry.key]}
                    busy={test.busy}
                    problem={test.problem}
                    not={shown && unfinished ? words.ways.testFirst : null}
                    onTest={tryIt}
                  />
                </div>
              </section>
            )}
          </div>
        </div>
      )}
      <Confirm
        open={leaves}
        title={words.ways.leaveTitle(way.name)}
        text={words.ways.leaveText}
        leave={words.ways.leaveStay}
        act={words.ways.leaveOut(way.name)}
        onLeave={() => setLeaves(false)}
        onAct={leaveOut}
      />
    </StepFrame>
  )
}
