/** Caddy's root certificate: why it is needed, the file, and how each system takes it. */
import { useState } from 'react'
import { useAnswer } from '../hooks.ts'
import { usePlatform } from '../platform.tsx'
import { ProblemCard } from '../problem-card.tsx'
import { Button } from '../ui/button.tsx'
import { Segments } from '../ui/choice.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { Rich } from '../ui/rich.tsx'
import { Loading } from '../ui/screen.tsx'
import { useFormat, useWords } from '../words/index.tsx'

const systemIds = ['windows', 'macos', 'ios', 'android', 'linux', 'firefox'] as const
type System = (typeof systemIds)[number]

export function Certificate({ connection }: { connection: string }) {
  const { ready, common } = useWords()
  const format = useFormat()
  const { copy, save } = usePlatform()
  const { answer, again } = useAnswer('proof.certificate', { connection })
  const [system, setSystem] = useState<System>('windows')
  const root = answer.state === 'ready' ? answer.value : null
  return (
    <section className="card pad-2 stack g-2" aria-labelledby="certificate">
      <div className="stack g-half">
        <h2 id="certificate" className="strong">
          {ready.certificate}
        </h2>
        <p className="t-13 quiet">{ready.certificateText}</p>
        <p className="t-13">
          <Rich text={ready.certificateWithout} />
        </p>
      </div>
      {answer.state === 'loading' && <Loading label={common.loading} />}
      {answer.state === 'problem' && <ProblemCard problem={answer.problem} onRetry={again} />}
      {root !== null && (
        <>
          <div className="flex g-2 wrap">
            <Button
              icon="save"
              onClick={() => save(certificateFile(root.name), root.pem, 'application/x-x509-ca-cert')}
            >
              {ready.certificateDownload}
            </Button>
            <span className="t-13 quiet">{ready.certificateUntil(format.date(root.expires))}</span>
          </div>
          <div>
            <h3 className="label">{ready.certificateFingerprint}</h3>
            <p className="flex between g-1 top">
              <code className="t-13 wraps">{root.fingerprint}</code>
              <CopyButton
                text={() => root.fingerprint}
                copy={copy}
                label={common.copy}
                done={common.copied}
              />
            </p>
          </div>
        </>
      )}
      <div className="stack g-12">
        <h3 className="label">{ready.certificateHow}</h3>
        <Segments
          legend={ready.system}
          options={systemIds.map((value) => ({ value, label: ready.systems[value].name }))}
          value={system}
          onValue={(value) => setSystem(value)}
        />
        <ol className="ways" aria-label={ready.systems[system].name}>
          {ready.systems[system].steps.map((step, index) => (
            <li key={step}>
              <span className="way-n" aria-hidden="true">
                {index + 1}
              </span>
              <p>
                <Rich text={step} />
              </p>
            </li>
          ))}
        </ol>
      </div>
    </section>
  )
}

/** A name that every system takes: `Caddy Local Authority` → `caddy-local-authority.crt`. */
function certificateFile(name: string): string {
  const plain = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
  return `${plain || 'root'}.crt`
}
