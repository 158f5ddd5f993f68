/** Every bridge on a card, one of them in a sheet beside the list while somebody signs in; then what can be added. */
import { useRef, useState } from 'react'
import type { BridgeCard, BridgeView } from '../../provisioners/model/bridges.ts'
import type { Problem } from '../../provisioners/model/problem.ts'
import { usePolled } from '../hooks.ts'
import { ProblemCard } from '../problem-card.tsx'
import { cx } from '../ui/cx.ts'
import { Empty, Live, Loading, Title } from '../ui/screen.tsx'
import { useWords } from '../words/index.tsx'
import { Card } from './card.tsx'
import { Offers, Removed } from './offers.tsx'
import { SignInSheet } from './sign-in-sheet.tsx'
import { useMembers } from './use-members.ts'

interface BridgeListProps {
  connection: string
  /** Null until the catalogue is there. */
  views: readonly BridgeView[] | null
  /** Whether the answers on the Pi are known, so that they can be changed. */
  mayChange: boolean
  problem: Problem | null
  onRetry: () => void
  freeMemoryBytes: number | null
  stale: boolean
  onAdd: (view: BridgeView) => void
  onChange: (view: BridgeView) => void
  onRemove: (card: BridgeCard) => void
  onDelete: (card: BridgeCard) => void
  onLog: (service: string) => void
}

/** Seconds between two looks: sooner while one of them is on its way. */
const pace = (cards: readonly BridgeCard[] | null): number | null =>
  cards === null ? null : cards.some(({ state }) => state === 'starting') ? 3 : 20

export function BridgeList(props: BridgeListProps) {
  const { connection, views, mayChange, problem, stale } = props
  const { bridges: words } = useWords()
  const polled = usePolled('bridges.list', { connection }, pace)
  const members = useMembers(connection)
  const [open, setOpen] = useState<{ bridge: string; user: string | null } | null>(null)
  const [round, setRound] = useState(0)
  const [said, setSaid] = useState('')
  const headings = useRef(new Map<string, HTMLElement>())
  const cards = polled.value
  const here = cards?.filter(({ state }) => state !== 'removed') ?? []
  const removed = cards?.filter(({ state }) => state === 'removed') ?? []
  const chosen = here.find(({ id }) => id === open?.bridge)
  const free = views?.filter(({ id }) => cards !== null && !cards.some((card) => card.id === id)) ?? null
  const viewOf = (id: string) => views?.find((view) => view.id === id)
  const close = () => {
    if (open !== null) headings.current.get(open.bridge)?.focus()
    setOpen(null)
  }
  return (
    <div className={cx('people', chosen !== undefined && 'with-sheet')}>
      <div className="page">
        <header className="page-head">
          <div className="grow">
            <Title className="t-22">{words.title}</Title>
            <p className="t-13 quiet">{words.lead}</p>
          </div>
        </header>
        <Live>{said}</Live>
        <div className="stack g-3">
          {polled.problem !== null && (
            <ProblemCard problem={polled.problem} busy={polled.asking} onRetry={polled.again} />
          )}
          {problem !== null && <ProblemCard problem={problem} onRetry={props.onRetry} />}
          {cards === null && polled.problem === null && <Loading label={words.loading} />}
          {cards !== null && here.length === 0 && <Empty title={words.emptyTitle} text={words.emptyText} />}
          {here.length > 0 && (
            <div className="stack g-12" role="group" aria-label={words.list}>
              {here.map((card) => (
                <Card
                  key={card.id}
                  connection={connection}
                  card={card}
                  members={members}
                  stale={stale || polled.problem !== null}
                  chosen={card.id === chosen?.id}
                  mayChange={mayChange && viewOf(card.id) !== undefined}
                  round={round}
                  onSignIn={(user) => setOpen({ bridge: card.id, user })}
                  onChange={() => {
                    const view = viewOf(card.id)
                    if (view !== undefined) props.onChange(view)
                  }}
                  onRemove={() => props.onRemove(card)}
                  onLog={() => props.onLog(`bridge-${card.id}`)}
                  onSaid={setSaid}
                  headingRef={(heading) =>
                    void (heading === null
                      ? headings.current.delete(card.id)
                      : headings.current.set(card.id, heading))
                  }
                />
              ))}
            </div>
          )}
          {free !== null && mayChange && (free.length > 0 || removed.length === 0) && (
            <Offers views={free} freeMemoryBytes={props.freeMemoryBytes} onAdd={props.onAdd} />
          )}
          {mayChange && (
            <Removed cards={removed} views={views ?? []} onAdd={props.onAdd} onDelete={props.onDelete} />
          )}
        </div>
      </div>
      {chosen !== undefined && open !== null && (
        <SignInSheet
          key={`${open.bridge} ${open.user ?? ''}`}
          connection={connection}
          card={chosen}
          members={members}
          user={open.user}
          onSignedIn={() => setRound((count) => count + 1)}
          onClose={close}
        />
      )}
    </div>
  )
}
