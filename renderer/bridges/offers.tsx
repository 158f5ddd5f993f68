/** What can be added, and what was removed with its data kept. */
import type { BridgeCard, BridgeView } from '../../provisioners/model/bridges.ts'
import { Button } from '../ui/button.tsx'
import { OpenRow } from '../ui/disclosure.tsx'
import { Icon } from '../ui/icon.tsx'
import { useFormat, useWords } from '../words/index.tsx'

interface OffersProps {
  views: readonly BridgeView[]
  /** Of the Pi; null where it is not known. */
  freeMemoryBytes: number | null
  onAdd: (view: BridgeView) => void
}

export function Offers({ views, freeMemoryBytes, onAdd }: OffersProps) {
  const { bridges: words } = useWords()
  const format = useFormat()
  const offered = views.filter(({ tier }) => tier === 'offered')
  const advanced = views.filter(({ tier }) => tier === 'advanced')
  const sizes = views.map(({ memoryMiB }) => memoryMiB)
  return (
    <section className="stack g-1">
      <h2 className="group-label">{words.canAdd}</h2>
      {views.length === 0 ? (
        <p className="t-13 quiet">{words.allAdded}</p>
      ) : (
        <>
          <div className="card clip">
            <Grid views={offered} onAdd={onAdd} />
            {advanced.length > 0 && (
              <OpenRow
                className="more-line"
                line={
                  <>
                    <span className="strong">{words.advanced}</span>
                    <span className="meta">{words.advancedText(advanced.length)}</span>
                  </>
                }
              >
                <Grid views={advanced} onAdd={onAdd} />
              </OpenRow>
            )}
          </div>
          <p className="t-13 faint">
            {words.costs(
              format.memory(Math.min(...sizes)),
              format.memory(Math.max(...sizes)),
              freeMemoryBytes === null ? null : format.memory(freeMemoryBytes / 1024 ** 2),
            )}
          </p>
        </>
      )}
    </section>
  )
}

function Grid({ views, onAdd }: Pick<OffersProps, 'views' | 'onAdd'>) {
  const { bridges: words } = useWords()
  return (
    <ul className="pick-grid">
      {views.map((view) => (
        <li key={view.id}>
          <button type="button" className="offer" onClick={() => onAdd(view)}>
            <Icon name="plus" />
            <span className="grow">
              <span className="strong block">
                <span className="vh">{words.add}</span>
                {view.name}
              </span>
              <span className="why block">{view.what}</span>
            </span>
          </button>
        </li>
      ))}
    </ul>
  )
}

interface RemovedProps {
  cards: readonly BridgeCard[]
  /** Those that can be added again. */
  views: readonly BridgeView[]
  onAdd: (view: BridgeView) => void
  onDelete: (card: BridgeCard) => void
}

export function Removed({ cards, views, onAdd, onDelete }: RemovedProps) {
  const { bridges: words } = useWords()
  if (cards.length === 0) return null
  return (
    <section className="stack g-1">
      <h2 className="group-label">{words.keptTitle}</h2>
      <ul className="card rows">
        {cards.map((card) => {
          const view = views.find(({ id }) => id === card.id)
          return (
            <li key={card.id} className="row wrap">
              <div className="grow">
                <p className="strong">{card.name}</p>
                <p className="t-13 quiet">{words.kept}</p>
              </div>
              {view !== undefined && (
                <Button aria-label={words.named(words.addAgain, card.name)} onClick={() => onAdd(view)}>
                  {words.addAgain}
                </Button>
              )}
              <Button
                look="danger"
                aria-label={words.named(words.deleteData, card.name)}
                onClick={() => onDelete(card)}
              >
                {words.deleteData}
              </Button>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
