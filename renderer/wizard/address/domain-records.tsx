/** The records at the domain's provider: as they should be, as they are, and what to do about the difference. */
import type { DomainView, RecordView } from '../../../provisioners/model/reach.ts'
import { usePlatform } from '../../platform.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import type { Tone } from '../../ui/icon.tsx'
import { StateSign } from '../../ui/state-sign.tsx'
import { useWords } from '../../words/index.tsx'
import { recordLabel } from './record-label.ts'

const tones: Record<RecordView['verdict'], Tone> = {
  right: 'ok',
  wrong: 'bad',
  missing: 'off',
  unknown: 'off',
}

export function DomainRecords({ view, serverName }: { view: DomainView; serverName: string }) {
  const { domain: words, common } = useWords()
  const { copy } = usePlatform()
  const { columns } = words
  const todo = view.records.filter(({ remedy }) => remedy !== '')
  const seen = [
    view.publicIpv4 === null ? null : words.ipv4(view.publicIpv4),
    view.publicIpv6 === null ? null : words.ipv6(view.publicIpv6),
  ].filter((part) => part !== null)
  return (
    <section className="stack g-1">
      <h2 className="group-label">
        {words.records} {!view.ready && <span className="n">{words.asked}</span>}
      </h2>
      {view.records.length > 0 && (
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it may scroll, so the keyboard has to reach it
        <div className="card clip table-card" role="region" aria-label={words.records} tabIndex={0}>
          <table className="table dns">
            <thead>
              <tr>
                <th scope="col">{columns.type}</th>
                <th scope="col">{columns.name}</th>
                <th scope="col">{columns.should}</th>
                <th scope="col">{columns.now}</th>
                <th scope="col">{columns.verdict}</th>
                <td />
              </tr>
            </thead>
            <tbody>
              {view.records.map((record) => (
                <tr key={`${record.type} ${record.name}`}>
                  <td className="medium">{record.type}</td>
                  <td title={record.name}>
                    <code>{recordLabel(record.name, serverName)}</code>
                  </td>
                  <td>
                    <code>{record.should === '' ? words.none : record.should}</code>
                  </td>
                  <td>
                    <code className="quiet">
                      {record.now.length > 0
                        ? record.now.join(', ')
                        : record.should === '' || record.verdict === 'right'
                          ? words.none
                          : words.nothingYet}
                    </code>
                  </td>
                  <td>
                    <StateSign tone={tones[record.verdict]}>{words.verdicts[record.verdict]}</StateSign>
                  </td>
                  <td className="num">
                    {record.verdict !== 'right' && record.should !== '' && (
                      <CopyButton
                        iconOnly
                        text={() => record.should}
                        copy={copy}
                        label={words.copyRecord(record.type, record.name)}
                        done={common.copied}
                      />
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {todo.map(({ type, name, remedy }) => (
        <p key={`${type} ${name}`} className="t-13 wraps">
          <span className="medium">{`${type} ${recordLabel(name, serverName)}: `}</span>
          {remedy}
        </p>
      ))}
      <p className="t-13 quiet wraps">{seen.length === 0 ? words.unseen : `${seen.join(', ')}.`}</p>
    </section>
  )
}
