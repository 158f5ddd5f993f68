/** Into the tailnet: what the Pi is called there, how it stands, and joining. The real name is the address. */
import { useEffect, useId, useRef, useState, type FormEvent, type ReactNode } from 'react'
import { TAILSCALE_KEY, type TailnetView } from '../../../provisioners/model/reach.ts'
import { serverNameOf } from '../../../provisioners/model/address.ts'
import { useAnswer, usePolled } from '../../hooks.ts'
import { Button } from '../../ui/button.tsx'
import { Loading } from '../../ui/screen.tsx'
import { useWords } from '../../words/index.tsx'
import { Continue, StepProblem } from '../step-frame.tsx'
import { Forever } from './forever.tsx'
import { JoinPlan } from './join-plan.tsx'
import { Joining } from './joining.tsx'
import { firstLabel, plainName, type Reach } from './reach.ts'
import { MachineField } from './tailnet-name.tsx'
import { TailnetCard } from './tailnet-card.tsx'
import { TailnetMore } from './tailnet-more.tsx'
import { joinReason, nameState, noFunnel } from './tailnet-state.ts'
import { wrongMachineName } from './wrong-reach.ts'
import { useReach, WayFrame, type WayProps } from './way-frame.tsx'

const LOOK_SECONDS = 3

interface TailnetProps extends WayProps {
  /** Stands first: what will not work. */
  top?: ReactNode
}

export function Tailnet({ top, ...props }: TailnetProps) {
  const { state, dispatch } = props
  const words = useWords()
  const form = useId()
  const connection = state.link?.connection ?? ''
  const looked = usePolled('tailnet.look', { connection }, () => LOOK_SECONDS)
  const view = looked.value
  const used = useReach(props, view !== null)
  const { reach, locked, wrong } = used
  const [planning, setPlanning] = useState(false)
  const [missing, setMissing] = useState(false)
  const machine = useRef<HTMLInputElement>(null)
  const funnel = reach.way === 'funnel'
  const reason = view === null ? null : joinReason(view, reach)
  const without = funnel ? noFunnel(view, reach) : null
  const known = useAnswer('secret.known', { connection, ids: [TAILSCALE_KEY] })
  const keyPlace = known.answer.state === 'ready' ? known.answer.value[TAILSCALE_KEY] : undefined
  useRealName(view, reach, locked, used.change)

  if (state.join !== null && planning) setPlanning(false)
  if (state.join !== null)
    return <Joining {...props} key={state.join} run={state.join} onEnded={looked.again} />
  if (planning) return <JoinPlan {...props} onBack={() => setPlanning(false)} />

  const key = reach.signIn === 'key' && keyPlace !== 'given'
  const machineBad = wrongMachineName(reach.machineName) !== null
  const badMore = wrong.tags !== undefined || wrong.controlServer !== undefined
  const toPlan = (event: FormEvent) => {
    event.preventDefault()
    setMissing(true)
    if (!machineBad && !badMore && !key) setPlanning(true)
  }
  const stored = state.stored === null ? null : serverNameOf(state.stored.address)
  const elsewhere = stored !== null && view?.state === 'running' && view.name !== stored ? view.name : null
  const join = view !== null && without === null && (reason !== null || elsewhere !== null)
  const there = view !== null && reason === null && elsewhere === null && without === null
  return (
    <WayFrame
      {...props}
      title={funnel ? words.tailnet.title : words.homeWay.title}
      {...(funnel ? { lead: words.tailnet.lead } : {})}
      buttons={
        join ? (
          <Button large look="first" type="submit" form={form}>
            {words.tailnet.see}
          </Button>
        ) : (
          <Continue form={form} disabled={!there} />
        )
      }
    >
      <form id={form} className="stack g-3" noValidate onSubmit={join ? toPlan : used.submit}>
        {top}
        <MachineField
          view={view}
          used={used}
          missing={missing}
          field={machine}
          elsewhere={elsewhere === null ? null : { now: elsewhere, stored: stored ?? '' }}
        />
        {looked.asking && <Loading label={words.tailnet.looking} />}
        {looked.problem !== null && (
          <StepProblem problem={looked.problem} onRetry={looked.again} dispatch={dispatch} />
        )}
        {view !== null && <TailnetCard view={view} reason={reason} without={without} used={used} />}
        {there && plainName(reach.tailnetHost) !== '' && <Forever used={used} />}
        <TailnetMore
          connection={connection}
          used={used}
          missing={missing}
          place={keyPlace}
          onGiven={known.again}
        />
      </form>
    </WayFrame>
  )
}

/** The name that the tailnet gave is the address; what stands stored is not overwritten by what is seen. */
function useRealName(
  view: TailnetView | null,
  reach: Reach,
  locked: boolean,
  change: (patch: Partial<Reach>) => void,
) {
  const adopted = useRef(false)
  useEffect(() => {
    if (view === null || locked || view.state !== 'running' || view.name === null) return
    const patch: Partial<Reach> = {}
    if (view.name !== reach.tailnetHost) patch.tailnetHost = view.name
    if (!adopted.current) {
      adopted.current = true
      // a Pi that was in the tailnet before keeps its name; one whose name was taken waits for its owner's word
      if (reach.tailnetHost === '' && nameState(view, reach.machineName) === 'other')
        patch.machineName = firstLabel(view.name)
      if (reach.way === 'tailnet' && reach.controlServer === '' && view.controlServer !== null)
        patch.controlServer = view.controlServer
    }
    if (Object.keys(patch).length > 0) change(patch)
  })
}
