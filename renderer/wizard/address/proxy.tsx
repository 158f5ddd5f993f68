/** Behind the proxy that is there: which one, how it reaches the server, and the piece that it needs. */
import { useId, useState } from 'react'
import { proxyKinds } from '../../../provisioners/model/address.ts'
import type { FoundProxy } from '../../../provisioners/model/reach.ts'
import { useAnswer } from '../../hooks.ts'
import { ChoiceCards, Segments } from '../../ui/choice.tsx'
import { Loading } from '../../ui/screen.tsx'
import { useFormat, useWords } from '../../words/index.tsx'
import { Continue, StepProblem } from '../step-frame.tsx'
import { ApexFiles, ProxyFiles } from './files.tsx'
import { Forever } from './forever.tsx'
import { OwnNames } from './own-names.tsx'
import { choosing, idOf, networksOf, ofKind, OTHER, standsFor } from './proxy-choices.ts'
import { ProxyHow } from './proxy-how.tsx'
import { useReach, WayFrame, type WayProps } from './way-frame.tsx'

export function Proxy(props: WayProps) {
  const { state, dispatch } = props
  const { proxy: words } = useWords()
  const form = useId()
  const used = useReach(props)
  const { reach, wrong, change, submit } = used
  const [other, setOther] = useState(false)
  const connection = state.link?.connection ?? ''
  const { answer, again } = useAnswer('proxy.find', { connection })
  const found = answer.state === 'ready' ? answer.value : []
  const chosen = other ? undefined : found.find((proxy) => standsFor(proxy, reach))
  const named = wrong.serverName === undefined && wrong.host === undefined
  const choose = (id: string) => {
    const proxy = found.find((each) => idOf(each) === id)
    setOther(proxy === undefined)
    if (proxy !== undefined) change(choosing(proxy))
  }
  return (
    <WayFrame {...props} title={words.title} lead={words.lead} buttons={<Continue form={form} />}>
      <form id={form} className="stack g-3" noValidate onSubmit={submit}>
        {answer.state === 'loading' && <Loading label={words.looking} />}
        {answer.state === 'problem' && (
          <StepProblem problem={answer.problem} onRetry={again} dispatch={dispatch} />
        )}
        {answer.state === 'ready' && found.length === 0 && <p className="t-13 quiet">{words.foundNone}</p>}
        {found.length > 0 && <Found found={found} chosen={chosen} onChoose={choose} />}
        {chosen === undefined && answer.state !== 'loading' && (
          <div className="stack g-half">
            <p className="label">{words.kind}</p>
            <Segments
              legend={words.kind}
              options={proxyKinds.map((value) => ({ value, label: words.kinds[value] }))}
              value={reach.proxy}
              onValue={(kind) => change(ofKind(reach, kind))}
            />
          </div>
        )}
        <ProxyHow used={used} networks={chosen === undefined ? [] : networksOf(chosen)} />
        <OwnNames used={used} state={state} />
        {named && (
          <>
            <ProxyFiles state={state} />
            <p className="t-13 quiet">{words.later}</p>
            <ApexFiles state={state} />
            <Forever used={used} />
          </>
        )}
      </form>
    </WayFrame>
  )
}

interface FoundProps {
  found: readonly FoundProxy[]
  chosen: FoundProxy | undefined
  onChoose: (id: string) => void
}

function Found({ found, chosen, onChoose }: FoundProps) {
  const { proxy: words } = useWords()
  const format = useFormat()
  const why = (proxy: FoundProxy) =>
    [
      networksOf(proxy).length === 0 ? '' : words.inNetworks(format.list(networksOf(proxy))),
      proxy.ports.length === 0 ? '' : words.ports(format.list(proxy.ports.map(String))),
    ]
      .filter((part) => part !== '')
      .join(' ')
  return (
    <section className="stack g-1">
      <h2 className="group-label">{words.found}</h2>
      <ChoiceCards
        legend={words.found}
        options={[
          ...found.map((proxy) => ({
            value: idOf(proxy),
            label:
              proxy.where === 'docker'
                ? words.inDocker(words.kinds[proxy.kind], proxy.name)
                : words.onHost(words.kinds[proxy.kind]),
            why: why(proxy),
          })),
          { value: OTHER, label: words.other, why: words.otherWhy },
        ]}
        value={chosen === undefined ? OTHER : idOf(chosen)}
        onValue={onChoose}
      />
    </section>
  )
}
