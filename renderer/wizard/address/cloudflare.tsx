/** Cloudflare's tunnel, for those who want it in spite of what it sees. */
import { useId } from 'react'
import { useWords } from '../../words/index.tsx'
import { Continue } from '../step-frame.tsx'
import { ApexFiles } from './files.tsx'
import { Forever } from './forever.tsx'
import { Limits } from './limits.tsx'
import { OwnNames } from './own-names.tsx'
import { useReach, WayFrame, type WayProps } from './way-frame.tsx'

export function Cloudflare(props: WayProps) {
  const { cloudflare: words } = useWords()
  const form = useId()
  const used = useReach(props)
  const { wrong, submit } = used
  const named = wrong.serverName === undefined && wrong.host === undefined
  return (
    <WayFrame {...props} title={words.title} lead={words.lead} buttons={<Continue form={form} />}>
      <form id={form} className="stack g-3" noValidate onSubmit={submit}>
        <Limits title={words.limitsTitle} lines={words.limits} />
        <OwnNames used={used} state={props.state} />
        {named && <ApexFiles state={props.state} />}
        {named && <Forever used={used} />}
      </form>
    </WayFrame>
  )
}
