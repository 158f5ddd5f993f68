/** The proof as a ladder: rungs by where they were asked from; the first that breaks is open with why and what to do, the rest is folded. */
import type { Probe, ProofView } from '../../provisioners/model/proof.ts'
import { OpenRow } from '../ui/disclosure.tsx'
import { Sign } from '../ui/icon.tsx'
import { Light } from '../ui/state-sign.tsx'
import { useWords } from '../words/index.tsx'
import { rungsOf, type Group } from './rungs.ts'

const toneOf = { works: 'ok', fails: 'bad', skipped: 'off' } as const

export function Ladder({ proof }: { proof: Pick<ProofView, 'probes' | 'broken'> }) {
  const { ladder: words } = useWords()
  const { broken, groups } = rungsOf(proof)
  return (
    <div className="stack g-2">
      {broken !== null && <Broken probe={broken} />}
      <section className="card rows clip ladder" aria-label={words.title}>
        {groups.map((group) =>
          groups.length === 1 ? (
            <Rungs key={group.from} group={group} only />
          ) : (
            <Folded key={group.from} group={group} open={broken === null && groups.length === 1} />
          ),
        )}
      </section>
    </div>
  )
}

function Folded({ group, open }: { group: Group; open: boolean }) {
  const { ladder: words } = useWords()
  return (
    <div>
      <OpenRow
        className="more-line"
        initiallyOpen={open}
        line={
          <>
            <Sign tone={toneOf[group.outcome]} />
            <span>
              <span className="vh">{words.outcomes[group.outcome]}</span>
              {words.froms[group.from]}
            </span>
            <span className="meta">
              {words.counts(group.works, group.asked, group.probes.length - group.asked)}
            </span>
          </>
        }
      >
        <Rungs group={group} />
      </OpenRow>
    </div>
  )
}

function Rungs({ group, only = false }: { group: Group; only?: boolean }) {
  const { ladder: words } = useWords()
  return (
    <>
      {only && (
        <p className="group-label pad-2-x">
          {words.froms[group.from]}{' '}
          <span className="n">
            {words.counts(group.works, group.asked, group.probes.length - group.asked)}
          </span>
        </p>
      )}
      <ol className="proof">
        {group.probes.map((probe) => (
          <li key={probe.code}>
            <Sign tone={toneOf[probe.outcome]} />
            <span className="grow">
              <span className="vh">{words.outcomes[probe.outcome]}</span>
              {probe.title}
              {probe.outcome !== 'works' && <span className="seen t-13 quiet wraps">{probe.detail}</span>}
              {probe.outcome === 'fails' && probe.remedy !== '' && (
                <span className="seen t-13 wraps">{probe.remedy}</span>
              )}
            </span>
            {probe.outcome === 'works' && <span className="t-13 faint">{probe.detail}</span>}
          </li>
        ))}
      </ol>
    </>
  )
}

function Broken({ probe }: { probe: Probe }) {
  const { ladder: words } = useWords()
  return (
    <section className="card row edge bad" aria-label={words.broken}>
      <Light tone="bad" />
      <div className="grow stack g-1">
        <p className="t-13 quiet">{words.broken}</p>
        <h2 className="strong">{probe.title}</h2>
        <dl className="broken-says t-13">
          {probe.detail !== '' && (
            <div>
              <dt className="quiet">{words.seen}</dt>
              <dd className="wraps">{probe.detail}</dd>
            </div>
          )}
          {probe.why !== '' && (
            <div>
              <dt className="quiet">{words.why}</dt>
              <dd className="wraps">{probe.why}</dd>
            </div>
          )}
          {probe.remedy !== '' && (
            <div>
              <dt className="quiet">{words.todo}</dt>
              <dd className="wraps medium">{probe.remedy}</dd>
            </div>
          )}
        </dl>
        <p className="t-13 quiet">{`${words.froms[probe.from]}. ${words.follows}`}</p>
      </div>
    </section>
  )
}
