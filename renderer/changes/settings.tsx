/** The answers as they are on the Pi, each with its way to the screen that asks it; what is for ever says why. */
import { serverNameOf } from '../../provisioners/model/address.ts'
import type { Intent } from '../../provisioners/model/intent.ts'
import { useAct, type Answer } from '../hooks.ts'
import { useClient, usePlatform } from '../platform.tsx'
import { ProblemCard } from '../problem-card.tsx'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { Loading, Title } from '../ui/screen.tsx'
import { whoSignsIn } from '../wizard/rail-steps.ts'
import type { StepId } from '../wizard/steps.ts'
import { useFormat, useWords } from '../words/index.tsx'
import { Uninstall } from './uninstall.tsx'

interface SettingsProps {
  connection: string
  answer: Answer<Intent>
  onAgain: () => void
  onChange: (step: StepId) => void
  onUninstall: (data: 'keep' | 'delete') => void
}

export function Settings({ connection, answer, onAgain, onChange, onUninstall }: SettingsProps) {
  const { settings: words } = useWords()
  return (
    <div className="page">
      <header className="page-head">
        <div className="grow">
          <Title className="t-22">{words.title}</Title>
          <p className="t-13 quiet">{words.lead}</p>
        </div>
      </header>
      {answer.state === 'loading' && <Loading label={words.title} />}
      {answer.state === 'problem' && <ProblemCard problem={answer.problem} onRetry={onAgain} />}
      {answer.state === 'ready' && (
        <>
          <Answers intent={answer.value} onChange={onChange} />
          <h2 className="group-label mt-3 mb-1">{words.take}</h2>
          <TakeAway connection={connection} intent={answer.value} />
          <Uninstall onSee={onUninstall} />
        </>
      )}
    </div>
  )
}

function Answers({ intent, onChange }: { intent: Intent; onChange: (step: StepId) => void }) {
  const { settings: words, setup } = useWords()
  const format = useFormat()
  const named = words.answers
  const bridges = Object.keys(intent.bridges).length
  const extras = [intent.extras.elementWeb && words.elementWeb, bridges > 0 && words.bridges(bridges)].filter(
    (each) => each !== false,
  )
  const row = (label: string, value: string, step: StepId) => (
    <div>
      <dt>{label}</dt>
      <dd>{value}</dd>
      <dd className="act">
        <Button look="quiet" aria-label={words.changeWhat(label)} onClick={() => onChange(step)}>
          {words.change}
        </Button>
      </dd>
    </div>
  )
  return (
    <div className="cols-2 g-2 settings">
      <section aria-labelledby="settings-address">
        <h2 id="settings-address" className="group-label mb-1">
          {words.groupAddress}
        </h2>
        <dl className="card rows kv">
          {row(named.called, intent.name, 'address')}
          {row(named.address, intent.address.host, 'address')}
          <div>
            <dt>{named.name}</dt>
            <dd>{`@…:${serverNameOf(intent.address)}`}</dd>
            <dd className="act quiet">
              <Icon name="lock" small />
              {words.forEver}
            </dd>
          </div>
        </dl>
        <p className="t-13 quiet mt-1">{words.forEverWhy}</p>
      </section>
      <section aria-labelledby="settings-server">
        <h2 id="settings-server" className="group-label mb-1">
          {words.groupServer}
        </h2>
        <dl className="card rows kv">
          {row(named.who, whoSignsIn(intent.signIn, setup), 'people')}
          {row(named.mail, intent.mail?.host ?? words.none, 'people')}
          {row(named.extras, extras.length === 0 ? words.nothingElse : format.list(extras), 'extras')}
          {row(named.files, format.memory(intent.server.uploadMiB), 'extras')}
          {row(named.federation, words.federations[intent.server.federation.with], 'extras')}
        </dl>
      </section>
    </div>
  )
}

function TakeAway({ connection, intent }: { connection: string; intent: Intent }) {
  const { settings: words } = useWords()
  const client = useClient()
  const platform = usePlatform()
  const act = useAct()
  const save = () =>
    void act
      .run(() => client.request('plan.file', { connection, intent }))
      .then((saved) => saved && platform.save(saved.name, saved.text, 'text/plain'))
  return (
    <>
      {act.problem !== null && <ProblemCard problem={act.problem} onRetry={save} />}
      <div className="card row">
        <Icon name="save" />
        <div className="grow">
          <p className="strong">{words.file}</p>
          <p className="t-13 quiet">{words.fileText}</p>
        </div>
        <Button busy={act.busy} onClick={save}>
          {words.save}
        </Button>
      </div>
    </>
  )
}
