/** What differs on the Pi from what Bramble set up, what its owner keeps, and the way back. */
import type { ChangesView, EditedFile, KeptFile } from '../../provisioners/model/changes.ts'
import type { Output } from '../../electron/contract/api.ts'
import type { Answer } from '../hooks.ts'
import { ProblemCard } from '../problem-card.tsx'
import { Button } from '../ui/button.tsx'
import { Diff } from '../ui/diff.tsx'
import { Sign } from '../ui/icon.tsx'
import { Live, Loading, Title } from '../ui/screen.tsx'
import { Light } from '../ui/state-sign.tsx'
import { useWords } from '../words/index.tsx'
import type { Flow } from './flow.ts'
import { UndoCard } from './undo.tsx'

/** What stands in a diff where a secret was; the model's word. */
const HIDDEN = '[hidden]'

export const differing = ({ edited, others }: ChangesView): number => edited.length + others.length

interface ChangesProps {
  answer: Answer<Output<'changes.look'>>
  onLook: () => void
  onFlow: (flow: Flow) => void
}

export function Changes({ answer, onLook, onFlow }: ChangesProps) {
  const { changes: words } = useWords()
  const view = answer.state === 'ready' ? answer.value : null
  const count = view === null ? 0 : differing(view)
  const title =
    view !== null ? words.title(count) : answer.state === 'loading' ? words.titleLoading : words.titleProblem
  return (
    <div className="page">
      <header className="page-head">
        {view !== null && <Light tone={count === 0 ? 'ok' : 'notice'} large />}
        <div className="grow">
          <Title className="t-22">{title}</Title>
          {view !== null && <p className="t-13 quiet">{count === 0 ? words.leadNone : words.lead}</p>}
        </div>
        <Button icon="again" busy={answer.state === 'loading'} onClick={onLook}>
          {words.look}
        </Button>
      </header>
      <Live>{title}</Live>
      {answer.state === 'loading' && <Loading label={words.titleLoading} />}
      {answer.state === 'problem' && <ProblemCard problem={answer.problem} onRetry={onLook} />}
      {view !== null && <Found view={view} onFlow={onFlow} />}
    </div>
  )
}

function Found({ view, onFlow }: { view: ChangesView; onFlow: (flow: Flow) => void }) {
  const { changes: words } = useWords()
  const repair = () => onFlow({ kind: 'repair' })
  return (
    <div className="stack g-3">
      {view.edited.length > 0 && (
        <section className="stack g-2" aria-labelledby="edited">
          <div>
            <h2 id="edited" className="group-label">
              {words.edited} <span className="n">{view.edited.length}</span>
            </h2>
            <p className="t-13 quiet">{words.keepWhy}</p>
          </div>
          {view.edited.map((edited) => (
            <Edited
              key={`${edited.service}/${edited.file}`}
              edited={edited}
              onKeep={() => onFlow({ kind: 'keep', service: edited.service, file: edited.file })}
              onRepair={repair}
            />
          ))}
        </section>
      )}
      {view.others.length > 0 && (
        <section aria-labelledby="others">
          <div className="flex between mb-1">
            <h2 id="others" className="group-label">
              {words.others} <span className="n">{view.others.length}</span>
            </h2>
            <Button onClick={repair}>{words.repairAll}</Button>
          </div>
          <ul className="card rows">
            {view.others.map(({ resource, title, detail }) => (
              <li key={`${resource} ${title}`} className="row">
                <Sign tone="notice" />
                <div className="grow">
                  <p className="strong">{title}</p>
                  {detail !== '' && <p className="t-13 quiet wraps">{detail}</p>}
                </div>
              </li>
            ))}
          </ul>
        </section>
      )}
      {view.kept.length > 0 && (
        <section aria-labelledby="kept">
          <h2 id="kept" className="group-label mb-1">
            {words.kept} <span className="n">{view.kept.length}</span>
          </h2>
          <ul className="card rows">
            {view.kept.map((kept) => (
              <Kept
                key={`${kept.service}/${kept.file}`}
                kept={kept}
                onGiveBack={() => onFlow({ kind: 'giveBack', service: kept.service, file: kept.file })}
              />
            ))}
          </ul>
        </section>
      )}
      {view.undo !== null && <Undo way={view.undo} onFlow={onFlow} />}
    </div>
  )
}

function Undo({ way, onFlow }: { way: NonNullable<ChangesView['undo']>; onFlow: (flow: Flow) => void }) {
  return <UndoCard way={way} onUndo={() => onFlow({ kind: 'undo', way })} />
}

interface EditedProps {
  edited: EditedFile
  onKeep: () => void
  onRepair: () => void
}

function Edited({ edited, onKeep, onRepair }: EditedProps) {
  const { changes: words, review } = useWords()
  const { diff, name, file } = edited
  const touched = diff.lines.filter((line) => line.kind !== 'same').length
  const tags = { new: words.fileNew, changed: words.fileTag(touched), removed: words.fileGone }
  return (
    <article className="card clip edited" aria-label={`${name}, ${file}`}>
      <div className="row">
        <Sign tone="notice" />
        <div className="grow">
          <h3 className="strong">{name}</h3>
          <p className="t-13 quiet">{file}</p>
        </div>
        <Button onClick={onRepair}>{words.repair}</Button>
        <Button onClick={onKeep}>{words.keep}</Button>
      </div>
      <Diff
        path={diff.path}
        tag={tags[diff.state]}
        readers={review.readers(diff.readers)}
        rows={diff.lines}
        hidden={HIDDEN}
        words={review.diff}
      />
    </article>
  )
}

function Kept({ kept, onGiveBack }: { kept: KeptFile; onGiveBack: () => void }) {
  const { changes: words } = useWords()
  return (
    <li className="row">
      <Sign tone={kept.behind ? 'notice' : 'ok'} />
      <div className="grow">
        <p className="strong">
          {kept.name} <span className="tag">{words.kept}</span>
        </p>
        <p className="t-13 quiet">{words.keptText(kept.file)}</p>
        {kept.behind && <p className="t-13">{words.behind}</p>}
      </div>
      <Button onClick={onGiveBack}>{words.giveBack}</Button>
    </li>
  )
}
