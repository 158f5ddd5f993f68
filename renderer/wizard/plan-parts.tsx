/** A plan's parts: totals, changes by phase, and what needs nothing. */
import { phaseOrder } from '../run/phases.ts'
import type { FileDiff, PlanChange, PlanKept, PlanView } from '../../provisioners/model/plan.ts'
import { Diff } from '../ui/diff.tsx'
import { OpenRow } from '../ui/disclosure.tsx'
import { Icon, Sign } from '../ui/icon.tsx'
import { nominalMemory } from '../words/format.ts'
import { useFormat, useWords } from '../words/index.tsx'

/** What stands in a diff where a secret was; the model's word. */
const HIDDEN = '[hidden]'
const MIB = 1024 ** 2

export function PlanTotals({ plan, memoryBytes }: { plan: PlanView; memoryBytes: number | null }) {
  const { review } = useWords()
  const format = useFormat()
  const files = plan.changes.flatMap((change) => change.files)
  const count = (state: FileDiff['state']) => files.filter((file) => file.state === state).length
  const used = format.memory(plan.memoryBytes / MIB)
  const memory =
    memoryBytes === null ? used : review.ofMemory(used, format.memory(nominalMemory(memoryBytes)))
  const stats = [
    [review.download, plan.downloadBytes === 0 ? review.none : format.bytes(plan.downloadBytes)],
    // a task that changes no sum has none to show
    ...(plan.memoryBytes === 0 ? [] : [[review.memory, memory] as const]),
    [review.files, review.fileCounts(count('new'), count('changed'), count('removed')) || review.none],
    [review.downtime, plan.downtimeSeconds === 0 ? review.none : format.duration(plan.downtimeSeconds)],
  ] as const
  return (
    <div className="stack g-1">
      <dl className="card stats">
        {stats.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {plan.restarts.length > 0 && (
        <p className="t-13 quiet">{review.restarts(format.list(plan.restarts))}</p>
      )}
    </div>
  )
}

export function PlanPhases({ changes }: { changes: readonly PlanChange[] }) {
  const { review } = useWords()
  return phaseOrder.map((phase) => {
    const here = changes.filter((change) => change.phase === phase)
    if (here.length === 0) return null
    return (
      <section key={phase}>
        <h2 className="group-label mb-1">
          {(here.every(({ kind }) => kind === 'remove') ? review.phasesOfLeaving : review.phases)[phase]}{' '}
          <span className="n">{review.changes(here.length)}</span>
        </h2>
        <ul className="card rows clip">
          {here.map((change) => (
            <li key={change.resource}>
              <Change change={change} />
            </li>
          ))}
        </ul>
      </section>
    )
  })
}

const iconOf = { add: 'plus', change: 'pencil', remove: 'trash' } as const

function Change({ change }: { change: PlanChange }) {
  const { review } = useWords()
  return (
    <OpenRow
      className="plan-line"
      line={
        <>
          <Icon name={iconOf[change.kind]} />
          <span className="what">
            <span className="vh">{review.kinds[change.kind]}</span>
            {change.title}
            {change.certainty === 'likely' && <span className="tag likely">{review.likely}</span>}
          </span>
          <span className="meta">{change.summary}</span>
        </>
      }
    >
      <div className="plan-more">
        {change.certainty === 'likely' && (
          <p className="plan-says t-13 quiet">
            <Icon name="clock" small />
            {review.likelyWhy}
          </p>
        )}
        {change.files.map((file) => (
          <PlanFile key={file.path} file={file} />
        ))}
        {change.commands.length > 0 && (
          <div className="plan-cmds">
            <h3 className="label">{review.commands}</h3>
            <pre className="code well">{change.commands.join('\n')}</pre>
          </div>
        )}
        {change.files.length + change.commands.length === 0 && (
          <p className="plan-says t-13 quiet">{review.noDetails}</p>
        )}
      </div>
    </OpenRow>
  )
}

function PlanFile({ file }: { file: FileDiff }) {
  const { review } = useWords()
  const touched = file.lines.filter((line) => line.kind !== 'same').length
  const tags = {
    new: file.secret && file.lines.length === 0 ? review.newSecret : review.state.new(touched),
    changed: review.state.changed(touched),
    removed: review.state.removed,
  }
  // A file that is one secret has no line to show: its place is shown instead.
  const rows =
    file.secret && file.lines.length === 0 ? [{ kind: 'added' as const, text: HIDDEN, line: 1 }] : file.lines
  return (
    <Diff
      path={file.path}
      tag={tags[file.state]}
      readers={review.readers(file.readers)}
      rows={rows}
      hidden={HIDDEN}
      words={review.diff}
    />
  )
}

export function PlanKeptList({ kept, open }: { kept: readonly PlanKept[]; open: boolean }) {
  const { review } = useWords()
  return (
    <section>
      <h2 className="group-label mb-1">
        {review.nothingToDo} <span className="n">{review.things(kept.length)}</span>
      </h2>
      <div className="card clip same-list">
        <OpenRow
          className="plan-line"
          initiallyOpen={open}
          line={
            <>
              <Sign tone="ok" size={16} />
              <span className="what">{review.asItShould}</span>
              <span className="meta" />
            </>
          }
        >
          <ul className="plan-more plan-kept">
            {kept.map((each) => (
              <li key={each.resource}>
                <span className="medium">{each.title}</span>
                <span className="quiet">{each.reason}</span>
              </li>
            ))}
          </ul>
        </OpenRow>
      </div>
    </section>
  )
}
