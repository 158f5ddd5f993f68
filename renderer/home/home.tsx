/** Your servers, each with one light and one sentence. */
import { useState } from 'react'
import type { SavedServer } from '../../electron/contract/api.ts'
import { useAct, useAnswer, useNow } from '../hooks.ts'
import { useClient } from '../platform.tsx'
import { ProblemCard } from '../problem-card.tsx'
import { toneOfLight } from '../status/tones.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { cx } from '../ui/cx.ts'
import { Confirm } from '../ui/dialog.tsx'
import { Icon, type IconName } from '../ui/icon.tsx'
import { Mark } from '../ui/mark.tsx'
import { Ask, Empty, Loading } from '../ui/screen.tsx'
import { Light } from '../ui/state-sign.tsx'
import { useFormat, useWords } from '../words/index.tsx'

interface HomeProps {
  /** One was here because a sign-in had ended. */
  gone: boolean
  onSetUp: () => void
  /** To a server that another computer has set up. */
  onAdd: () => void
  onPractise: () => void
  onOpen: (server: SavedServer) => void
}

export function Home({ gone, onSetUp, onAdd, onPractise, onOpen }: HomeProps) {
  const { home, common } = useWords()
  const { answer, again } = useAnswer('servers.list', {})
  const { answer: info } = useAnswer('app.info', {})
  const servers = answer.state === 'ready' ? answer.value : []
  const empty = answer.state === 'ready' && servers.length === 0
  return (
    <div className="home">
      <main className="home-col stack g-4">
        <p className="flex g-1 strong home-mark">
          <Mark size={32} />
          {common.bramble}
        </p>
        <Ask title={home.title} lead={empty ? home.leadEmpty : home.lead} />
        {gone && (
          <p className="card pad-2" role="status">
            <strong>{home.goneTitle}</strong> {home.goneText}
          </p>
        )}
        {answer.state === 'loading' && <Loading label={home.loading} />}
        {answer.state === 'problem' && <ProblemCard problem={answer.problem} onRetry={again} />}
        {empty && <Empty title={home.emptyTitle} text={home.emptyText} />}
        {servers.length > 0 && <Servers servers={servers} onOpen={onOpen} onForgotten={again} />}
        <div className="cols-2 g-2">
          <Door icon="plus" title={home.setUp} why={home.setUpWhy} onPress={onSetUp} />
          <Door icon="practise" title={home.practise} why={home.practiseWhy} onPress={onPractise} />
        </div>
        <p className="t-13 quiet">
          {home.addWhy}{' '}
          <Button look="quiet" onClick={onAdd}>
            {home.add}
          </Button>
        </p>
        {info.state === 'ready' && <p className="t-13 faint">{home.version(info.value.version)}</p>}
      </main>
    </div>
  )
}

interface ServersProps {
  servers: readonly SavedServer[]
  onOpen: (server: SavedServer) => void
  onForgotten: () => void
}

function Servers({ servers, onOpen, onForgotten }: ServersProps) {
  const { home } = useWords()
  const client = useClient()
  const act = useAct()
  const [asked, setAsked] = useState<SavedServer | null>(null)
  const forget = () => {
    if (asked === null) return
    void act
      .run(() => client.request('servers.forget', { id: asked.id }))
      .then((done) => {
        setAsked(null)
        if (done !== null) onForgotten()
      })
  }
  return (
    <>
      {act.problem !== null && <ProblemCard problem={act.problem} />}
      <ul className="card rows" aria-label={home.list}>
        {servers.map((server) => (
          <Server key={server.id} server={server} onOpen={onOpen} onForget={setAsked} />
        ))}
      </ul>
      <Confirm
        open={asked !== null}
        title={home.forgetTitle(asked?.name ?? '')}
        text={home.forgetText}
        leave={home.forgetLeave}
        act={home.forgetAct}
        busy={act.busy}
        onLeave={() => setAsked(null)}
        onAct={forget}
      />
    </>
  )
}

interface ServerProps {
  server: SavedServer
  onOpen: (server: SavedServer) => void
  onForget: (server: SavedServer) => void
}

function Server({ server, onOpen, onForget }: ServerProps) {
  const { home, common } = useWords()
  const format = useFormat()
  const now = useNow(30)
  const known = server.seen !== null
  const tone = known ? toneOfLight[server.light] : 'off'
  const [word = '', rest = ''] = known ? home.sentences[server.light] : home.neverLooked
  return (
    <li className="srv">
      <Light tone={tone} />
      <div className="grow">
        <h2 className="srv-name">
          {server.name} <span>{server.address.replace('https://', '')}</span>{' '}
          {server.target.kind === 'practice' && <em className="tag">{common.practiceLabel}</em>}
        </h2>
        <p>
          <span className={cx('srv-word', tone)}>{word}</span> {rest}
        </p>
      </div>
      {server.seen !== null && <span className="t-13 faint">{home.seen(format.ago(now - server.seen))}</span>}
      <Button onClick={() => onOpen(server)}>{home.open(server.name)}</Button>
      <IconButton look="quiet" icon="x" label={home.forget(server.name)} onClick={() => onForget(server)} />
    </li>
  )
}

interface DoorProps {
  icon: IconName
  title: string
  why: string
  onPress: () => void
}

function Door({ icon, title, why, onPress }: DoorProps) {
  return (
    <button type="button" className="card pad door" onClick={onPress}>
      <span className="tile door-tile">
        <Icon name={icon} />
      </span>
      <span>
        <strong>{title}</strong>
        <span>{why}</span>
      </span>
    </button>
  )
}
