/** Only at home, or in the tailnet: what will not work comes first. */
import { useId } from 'react'
import { Segments } from '../../ui/choice.tsx'
import { TextField } from '../../ui/field.tsx'
import { Icon } from '../../ui/icon.tsx'
import { useWords } from '../../words/index.tsx'
import { Continue } from '../step-frame.tsx'
import { Forever } from './forever.tsx'
import { Limits } from './limits.tsx'
import { openWays } from './reach.ts'
import { Tailnet } from './tailnet.tsx'
import { useReach, WayFrame, type WayProps } from './way-frame.tsx'

export function Home(props: WayProps) {
  if (props.state.answers.reach.way === 'tailnet') return <Tailnet {...props} top={<Scope {...props} />} />
  return <AtHome {...props} />
}

/** Which of the two; a server that lives may have only one of them. */
function Scope({ state, dispatch }: WayProps) {
  const { homeWay } = useWords()
  const { reach } = state.answers
  const way = reach.way === 'tailnet' ? 'tailnet' : 'home'
  const open = state.stored === null ? null : openWays(state.stored.address)
  const both = open === null || (open.includes('home') && open.includes('tailnet'))
  return (
    <>
      {both && (
        <Segments
          legend={homeWay.scope}
          options={(['home', 'tailnet'] as const).map((value) => ({ value, label: homeWay.scopes[value] }))}
          value={way}
          onValue={(value) => dispatch({ type: 'answer', patch: { reach: { ...reach, way: value } } })}
        />
      )}
      <Limits title={homeWay.notTitle} lines={homeWay.not[way]} />
    </>
  )
}

function AtHome(props: WayProps) {
  const { homeWay, address } = useWords()
  const form = useId()
  const used = useReach(props)
  const { reach, locked, wrong, change, submit } = used
  return (
    <WayFrame {...props} title={homeWay.title} buttons={<Continue form={form} />}>
      <form id={form} className="stack g-3" noValidate onSubmit={submit}>
        <Scope {...props} />
        <TextField
          label={homeWay.host}
          value={reach.homeHost}
          inputMode="url"
          disabled={locked}
          end={locked ? <Icon name="lock" small /> : undefined}
          help={locked ? address.lockedField : homeWay.hostHelp}
          verdict={used.verdict('homeHost')}
          onValue={(homeHost) => change({ homeHost })}
        />
        {wrong.homeHost === undefined && <Forever used={used} />}
      </form>
    </WayFrame>
  )
}
