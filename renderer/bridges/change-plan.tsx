/** What a change of one bridge does, before it is done: the same lines as in any plan. */
import { useState } from 'react'
import { Button } from '../ui/button.tsx'
import { Foot } from '../ui/foot.tsx'
import { Icon, Sign } from '../ui/icon.tsx'
import { Live, Title } from '../ui/screen.tsx'
import { SureDialog } from '../ui/sure-dialog.tsx'
import { PlanBody, usePlanned } from '../wizard/planned.tsx'
import { useFormat, useWords } from '../words/index.tsx'
import type { Change } from './change.ts'

interface ChangePlanProps {
  connection: string
  change: Change
  memoryBytes: number | null
  onBack: () => void
  onRun: (run: string) => void
}

export function ChangePlan({ connection, change, memoryBytes, onBack, onRun }: ChangePlanProps) {
  const { bridgeChange: words, review, common } = useWords()
  const format = useFormat()
  const { kind, name } = change
  const planned = usePlanned({ connection, of: change.of, onRun })
  const [sure, setSure] = useState(false)
  const { plan, nothing, stale, start } = planned
  const title =
    plan === null || nothing
      ? words.plan[kind](name)
      : words.planChanges(words.plan[kind](name), review.changes(plan.changes.length))
  const restarts =
    plan === null || nothing
      ? null
      : plan.restarts.length === 0
        ? words.noRestart
        : words.restart(format.list(plan.restarts), format.duration(plan.downtimeSeconds))
  return (
    <>
      <div className="page">
        <header className="page-head">
          <div className="grow">
            <Title className="t-22">{title}</Title>
            <p className="t-13 quiet">{nothing ? words.leadNothing : words.lead}</p>
          </div>
        </header>
        <Live>{plan === null ? words.loading : `${title}. ${restarts ?? ''}`}</Live>
        <div className="stack g-3">
          {(kind === 'remove' || kind === 'delete') && !nothing && <AboutData kind={kind} />}
          {restarts !== null && (
            <p className="bridge-restart t-13">
              <Icon name="clock" small />
              <span>{restarts}</span>
            </p>
          )}
          <PlanBody planned={planned} loading={words.loading} memoryBytes={memoryBytes} />
        </div>
      </div>
      <Foot
        back={{ label: common.back, onPress: onBack, disabled: start.busy }}
        note={start.busy ? review.starting : common.nothingChanged}
      >
        {nothing ? (
          <Button large look="first" onClick={onBack}>
            {words.back}
          </Button>
        ) : (
          <Button
            large
            look={kind === 'delete' ? 'danger' : 'first'}
            disabled={plan === null || stale}
            busy={start.busy}
            onClick={() => (kind === 'delete' ? setSure(true) : planned.begin(false))}
          >
            {words.act[kind](name)}
          </Button>
        )}
      </Foot>
      <SureDialog
        open={sure}
        title={words.sureTitle(name)}
        text={words.deleteText}
        yes={words.sureTick}
        leave={words.sureLeave}
        act={words.sureAct}
        onLeave={() => setSure(false)}
        onAct={() => {
          setSure(false)
          planned.begin(false)
        }}
      />
    </>
  )
}

function AboutData({ kind }: { kind: 'remove' | 'delete' }) {
  const { bridgeChange: words } = useWords()
  const tone = kind === 'remove' ? 'notice' : 'warn'
  return (
    <section className={`card edge row ${tone}`} aria-label={words[`${kind}Title`]}>
      <Sign tone={tone} />
      <div className="grow">
        <h2 className="strong">{words[`${kind}Title`]}</h2>
        <p className="t-13">{words[`${kind}Text`]}</p>
      </div>
    </section>
  )
}
