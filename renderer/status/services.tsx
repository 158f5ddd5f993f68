/** Each service on one line, which opens in place. */
import type { ServiceStatus, StatusView } from '../../provisioners/model/health.ts'
import { useNow } from '../hooks.ts'
import { Button } from '../ui/button.tsx'
import { cx } from '../ui/cx.ts'
import { OpenRow } from '../ui/disclosure.tsx'
import { Sign } from '../ui/icon.tsx'
import { Empty, Title } from '../ui/screen.tsx'
import { useFormat, useWords } from '../words/index.tsx'
import { RestartButton } from './restart-button.tsx'
import { toneOfService } from './tones.ts'

interface ServicesProps {
  connection: string
  status: StatusView
  stale: boolean
  onLog: (service: string) => void
}

export function Services({ connection, status, stale, onLog }: ServicesProps) {
  const { services, overview } = useWords()
  const format = useFormat()
  const now = useNow(5)
  const all = status.services
  const working = all.filter((service) => service.state === 'works').length
  const { columns } = services
  return (
    <div className="page">
      <header className="page-head">
        <div className="grow">
          <Title className="t-22">{services.title}</Title>
          <p className="t-13 quiet">
            {all.length > 0 && services.lead(working, all.length)}{' '}
            {overview.checked(format.ago(now - status.at))}
          </p>
        </div>
      </header>
      {all.length === 0 ? (
        <Empty title={services.emptyTitle} text={services.emptyText} />
      ) : (
        <section className="card clip" aria-label={services.title}>
          <p className="svc-line svc-head" aria-hidden="true">
            <span />
            <span>{columns.service}</span>
            <span>{columns.state}</span>
            <span className="num">{columns.restarts}</span>
            <span className="num">{columns.memory}</span>
            <span className="num">{columns.up}</span>
            <span />
          </p>
          <ul>
            {all.map((service) => (
              <li key={service.id} className="svc">
                <Service connection={connection} service={service} stale={stale} onLog={onLog} />
              </li>
            ))}
          </ul>
        </section>
      )}
      <p className="t-13 faint mt-2">{services.note}</p>
    </div>
  )
}

interface ServiceProps {
  connection: string
  service: ServiceStatus
  stale: boolean
  onLog: (service: string) => void
}

function Service({ connection, service, stale, onLog }: ServiceProps) {
  const { services, overview } = useWords()
  const format = useFormat()
  const tone = stale ? 'off' : toneOfService[service.state]
  const { columns } = services
  const memory = service.memoryBytes ? format.memory(service.memoryBytes / 1024 ** 2) : ''
  const up = service.upSeconds === null ? '' : format.duration(service.upSeconds)
  return (
    <OpenRow
      className="svc-line"
      initiallyOpen={service.state === 'failing'}
      line={
        <>
          <Sign tone={tone} size={16} />
          <span>
            <span className="medium">{service.name}</span>{' '}
            <span className="quiet svc-what">{service.what}</span>
          </span>
          <span className={cx('word', tone)}>{(stale ? services.past : services.states)[service.state]}</span>
          <span className="num quiet">
            <Named word={columns.restarts} />
            {format.number(service.restarts)}
          </span>
          <span className="num quiet">
            {memory !== '' && <Named word={columns.memory} />}
            {memory}
          </span>
          <span className="num quiet">
            {up !== '' && <Named word={columns.up} />}
            {up}
          </span>
        </>
      }
    >
      <div className="svc-more">
        <dl className="t-13 svc-facts">
          <dt className="quiet">{services.version}</dt>
          <dd>{service.version}</dd>
          <dt className="quiet">{columns.restarts}</dt>
          <dd>{format.number(service.restarts)}</dd>
          <dt className="quiet">{columns.memory}</dt>
          <dd>{memory || (up === '' ? services.notRunning : overview.unknown)}</dd>
          <dt className="quiet">{columns.up}</dt>
          <dd>{up || services.notRunning}</dd>
        </dl>
        <div className="btns wrap">
          <RestartButton
            connection={connection}
            service={service.id}
            name={service.name}
            label={services.restart}
          />
          <Button icon="log" onClick={() => onLog(service.id)}>
            {services.log}
          </Button>
        </div>
      </div>
    </OpenRow>
  )
}

/** The column's name, for those who hear the line. */
function Named({ word }: { word: string }) {
  return <span className="vh">{`${word}: `}</span>
}
