/** One light, what it found, how the Pi is, and its services. */
import { useContext, type ReactNode } from 'react'
import type { Finding, StatusView } from '../../provisioners/model/health.ts'
import { useNow } from '../hooks.ts'
import { Button } from '../ui/button.tsx'
import { cx } from '../ui/cx.ts'
import { Sign } from '../ui/icon.tsx'
import { Live, Title } from '../ui/screen.tsx'
import { Light } from '../ui/state-sign.tsx'
import { useFormat, useWords } from '../words/index.tsx'
import { Gauges } from './gauges.tsx'
import { ReadOnly } from './read-only.ts'
import { RestartButton } from './restart-button.tsx'
import { toneOfFinding, toneOfLight, toneOfService } from './tones.ts'
import type { WatchedStatus } from './use-status.ts'

interface OverviewProps {
  connection: string
  status: StatusView
  watched: WatchedStatus
  onRepair: () => void
  /** What else is worth knowing, above the rest. */
  children?: ReactNode
}

export function Overview({ connection, status, watched, onRepair, children }: OverviewProps) {
  const { overview, newer } = useWords()
  const readOnly = useContext(ReadOnly)
  const format = useFormat()
  const now = useNow(5)
  const stale = watched.problem !== null
  const light = stale ? 'not-answering' : status.light
  const tone = toneOfLight[light]
  // without the answers nothing was proved
  const sentence = readOnly && !stale ? newer.sentence : overview.sentences[light]
  return (
    <div className="page">
      <header className="page-head">
        <Light tone={tone} large />
        <div className="grow">
          <Title className="t-22">
            <span className="vh">{`${overview.words[light]}. `}</span>
            {sentence}
          </Title>
          <p className="t-13 quiet">
            {overview.where(status.address, status.host.model)}{' '}
            {overview.checked(format.ago(now - status.at))}
          </p>
        </div>
        <Button icon="again" busy={watched.looking} onClick={watched.again}>
          {overview.check}
        </Button>
      </header>
      <Live>{sentence}</Live>
      <div className="stack g-3">
        {children}
        {status.findings.length > 0 && (
          <ul className="card rows" aria-label={overview.findings}>
            {status.findings.map((finding) => (
              <FindingRow
                key={`${finding.code} ${finding.title}`}
                connection={connection}
                finding={finding}
                status={status}
                onRepair={onRepair}
              />
            ))}
          </ul>
        )}
        <Gauges host={status.host} />
        <ServiceTable status={status} stale={stale} />
        {status.passed.length > 0 && <p className="t-13 faint">{overview.passed(status.passed.length)}</p>}
      </div>
    </div>
  )
}

interface FindingRowProps {
  connection: string
  finding: Finding
  status: StatusView
  onRepair: () => void
}

function FindingRow({ connection, finding, status, onRepair }: FindingRowProps) {
  const { overview } = useWords()
  const { action } = finding
  const service =
    action.kind === 'restart' ? status.services.find((each) => each.id === action.service) : undefined
  return (
    <li className="row">
      <Sign tone={toneOfFinding[finding.severity]} />
      <div className="grow">
        <p className="strong">
          <span className="vh">{overview.severities[finding.severity]}</span>
          {finding.title}
        </p>
        {finding.detail !== '' && <p className="t-13 quiet">{finding.detail}</p>}
        {finding.remedy !== '' && <p className="t-13">{finding.remedy}</p>}
        {finding.evidence.length > 0 && <pre className="code well">{finding.evidence.join('\n')}</pre>}
      </div>
      {action.kind === 'converge' && <Button onClick={onRepair}>{overview.repair}</Button>}
      {action.kind === 'restart' && (
        <RestartButton
          connection={connection}
          service={action.service}
          name={service?.name ?? action.service}
          label={overview.restart(service?.name ?? action.service)}
        />
      )}
    </li>
  )
}

interface ServiceTableProps {
  status: StatusView
  stale: boolean
}

function ServiceTable({ status, stale }: ServiceTableProps) {
  const { overview, services } = useWords()
  const format = useFormat()
  const { columns } = overview
  if (status.services.length === 0) return null
  return (
    <section aria-label={overview.services}>
      <div className="card clip table-card">
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{columns.service}</th>
              <th scope="col">{columns.what}</th>
              <th scope="col">{columns.state}</th>
              <th scope="col" className="num">
                {columns.memory}
              </th>
              <th scope="col" className="num">
                {columns.up}
              </th>
            </tr>
          </thead>
          <tbody>
            {status.services.map((service) => {
              const tone = stale ? 'off' : toneOfService[service.state]
              return (
                <tr key={service.id}>
                  <th scope="row">
                    <span className="flex g-12">
                      <Sign tone={tone} size={16} />
                      <span className="medium">{service.name}</span>
                    </span>
                  </th>
                  <td className="quiet">{service.what}</td>
                  <td className={cx('word', tone)}>
                    {(stale ? services.past : services.states)[service.state]}
                  </td>
                  <td className="num quiet">
                    {service.memoryBytes ? format.memory(service.memoryBytes / 1024 ** 2) : ''}
                  </td>
                  <td className="num quiet">
                    {service.upSeconds === null ? '' : format.duration(service.upSeconds)}
                  </td>
                </tr>
              )
            })}
          </tbody>
        </table>
      </div>
    </section>
  )
}
