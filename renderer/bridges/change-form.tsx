/** A bridge's questions on the server's page, before its plan. */
import { useState, type FormEvent } from 'react'
import { ProblemCard } from '../problem-card.tsx'
import { Button } from '../ui/button.tsx'
import { Foot } from '../ui/foot.tsx'
import { Title } from '../ui/screen.tsx'
import { useFormat, useWords } from '../words/index.tsx'
import type { Draft } from './change.ts'
import { Caveat, Questions } from './questions.tsx'
import type { BridgeSettings } from './answers.ts'
import { useBridgeAnswers, useOnceComplete } from './use-bridge-answers.ts'

interface ChangeFormProps {
  connection: string
  draft: Draft
  onSettings: (settings: BridgeSettings) => void
  onBack: () => void
  onPlan: () => void
}

export function ChangeForm({ connection, draft, onSettings, onBack, onPlan }: ChangeFormProps) {
  const { bridgeChange: words, common } = useWords()
  const format = useFormat()
  const { kind, view, settings } = draft
  const known = useBridgeAnswers(connection, { ...draft.others, [view.id]: settings }, view.id)
  const goOn = useOnceComplete(known, onPlan)
  const [shown, setShown] = useState(kind === 'change')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setShown(true)
    goOn()
  }
  return (
    <>
      <div className="page">
        <header className="page-head">
          <div className="grow">
            <Title className="t-22">{words.form[kind](view.name)}</Title>
            <p className="t-13 quiet">
              {words.formLead(view.what, format.memory(view.memoryMiB), format.memory(view.downloadMiB))}
            </p>
          </div>
        </header>
        <form id="bridge-form" className="stack g-2 bridge-form" noValidate onSubmit={submit}>
          {known.problem !== null && <ProblemCard problem={known.problem} onRetry={known.again} />}
          {known.notGiven !== null && <ProblemCard problem={known.notGiven} />}
          {shown && known.settled && !known.complete && known.problem === null && (
            <p className="help bad" role="alert">
              {words.notDone}
            </p>
          )}
          <Caveat view={view} />
          {view.fields.length === 0 ? (
            <p className="t-13 quiet">{words.nothingAsked}</p>
          ) : (
            <div className="card pad-2">
              <Questions
                view={view}
                settings={settings}
                known={known}
                shown={shown}
                onSettings={onSettings}
              />
            </div>
          )}
        </form>
      </div>
      <Foot back={{ label: common.back, onPress: onBack }} note={common.nothingChanged}>
        <Button large look="first" type="submit" form="bridge-form">
          {words.seePlan}
        </Button>
      </Foot>
    </>
  )
}
