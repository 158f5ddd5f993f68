/** Cloudflare's tunnel, for those who want it in spite of what it sees. */
import { useId } from 'react'
import { CLOUDFLARE_TOKEN } from '../../../provisioners/model/keys.ts'
import { useAct, useAnswer } from '../../hooks.ts'
import { useClient } from '../../platform.tsx'
import { ProblemCard } from '../../problem-card.tsx'
import { useWords } from '../../words/index.tsx'
import { SecretField } from '../people/secret-field.tsx'
import { Continue } from '../step-frame.tsx'
import { ApexFiles, ProxyFiles } from './files.tsx'
import { Forever } from './forever.tsx'
import { Limits } from './limits.tsx'
import { OwnNames } from './own-names.tsx'
import { useReach, WayFrame, type WayProps } from './way-frame.tsx'

export function Cloudflare(props: WayProps) {
  const { cloudflare: words } = useWords()
  const form = useId()
  const client = useClient()
  const connection = props.state.link?.connection ?? ''
  const known = useAnswer('secret.known', { connection, ids: [CLOUDFLARE_TOKEN] })
  const place = known.answer.state === 'ready' ? known.answer.value[CLOUDFLARE_TOKEN] : undefined
  const gift = useAct()
  const used = useReach(props, place !== 'missing')
  const { wrong } = used
  const named = wrong.serverName === undefined && wrong.host === undefined
  const give = async (value: string): Promise<boolean> => {
    const taken = await gift.run(() =>
      client.request('secret.give', { connection, id: CLOUDFLARE_TOKEN, value }),
    )
    known.again()
    return taken !== null
  }
  return (
    <WayFrame {...props} title={words.title} lead={words.lead} buttons={<Continue form={form} />}>
      <form id={form} className="stack g-3" noValidate onSubmit={used.submit}>
        <Limits title={words.limitsTitle} lines={words.limits} />
        <OwnNames used={used} state={props.state} />
        {named && <ProxyFiles state={props.state} title={words.piece} />}
        {gift.problem !== null && <ProblemCard problem={gift.problem} />}
        <SecretField
          label={words.token}
          help={words.tokenHelp}
          place={place}
          needed={used.shown && place === 'missing'}
          onGive={give}
        />
        {named && <ApexFiles state={props.state} />}
        {named && <Forever used={used} />}
      </form>
    </WayFrame>
  )
}
