/** Behind the proxy that is there: which one, how it reaches the server, and the piece that it needs. */
import { useId } from 'react'
import { proxyKinds } from '../../../provisioners/model/address.ts'
import { useAnswer } from '../../hooks.ts'
import { ChoiceCards, Segments } from '../../ui/choice.tsx'
import { Loading } from '../../ui/screen.tsx'
import { useFormat, useWords } from '../../words/index.tsx'
import { Continue, StepProblem } from '../step-frame.tsx'
import { ApexFiles, ProxyFiles } from './files.tsx'
import { Forever } from './forever.tsx'
import { OwnNames } from './own-names.tsx'
import { kindOf, OTHER, proxyChoices, standsFor } from './proxy-choices.ts'
import { useReach, WayFrame, type WayProps } from './way-frame.tsx'

export function Proxy(props: WayProps) {
  const { state, dispatch } = props
  const { proxy: words } = useWords()
  const format = useFormat()
  const form = useId()
  const used = useReach(props)
  const { reach, wrong, change, submit } = used
  const connection = state.link?.connection ?? ''
  const { answer, again } = useAnswer('proxy.find', { connection })
  const found = answer.state === 'ready' ? answer.value : []
  const choices = proxyChoices(found)
  const chosen = choices.find((choice) => standsFor(choice, reach.proxy)) ?? null
  const named = wrong.serverName === undefined && wrong.host === undefined
  const why = (network: string | null, ports: readonly number[]) =>
    [
      network === null ? words.byLoopbackWhy : `${words.byNetwork(network)}. ${words.byNetworkWhy}`,
      ports.length === 0 ? '' : words.ports(format.list(ports.map(String))),
    ]
      .filter((part) => part !== '')
      .join(' ')
  return (
    <WayFrame {...props} title={words.title} lead={words.lead} buttons={<Continue form={form} />}>
      <form id={form} className="stack g-3" noValidate onSubmit={submit}>
        {answer.state === 'loading' && <Loading label={words.looking} />}
        {answer.state === 'problem' && (
          <StepProblem problem={answer.problem} onRetry={again} dispatch={dispatch} />
        )}
        {answer.state === 'ready' && choices.length === 0 && <p className="t-13 quiet">{words.foundNone}</p>}
        {choices.length > 0 && (
          <section className="stack g-1">
            <h2 className="group-label">{words.found}</h2>
            <ChoiceCards
              legend={words.found}
              options={[
                ...choices.map(({ id, proxy, network }) => ({
                  value: id,
                  label:
                    proxy.where === 'docker'
                      ? words.inDocker(words.kinds[proxy.kind], proxy.name)
                      : words.onHost(words.kinds[proxy.kind]),
                  why: why(network, proxy.ports),
                })),
                { value: OTHER, label: words.other, why: words.otherWhy },
              ]}
              value={chosen?.id ?? OTHER}
              onValue={(id) => {
                const choice = choices.find((each) => each.id === id)
                change({ proxy: choice === undefined ? { proxy: reach.proxy.proxy } : choice.answer })
              }}
            />
          </section>
        )}
        {chosen === null && answer.state !== 'loading' && (
          <div className="stack g-half">
            <p className="label">{words.kind}</p>
            <Segments
              legend={words.kind}
              options={proxyKinds.map((value) => ({ value, label: words.kinds[value] }))}
              value={kindOf(reach.proxy)}
              onValue={(kind) => change({ proxy: { proxy: kind } })}
            />
          </div>
        )}
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
