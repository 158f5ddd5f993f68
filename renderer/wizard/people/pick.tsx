/** Which way to add: what runs on this Pi with its memory, what people have already, one's own, and what is experimental. */
import type { ProviderView } from '../../../provisioners/model/provider-view.ts'
import { Icon, Sign } from '../../ui/icon.tsx'
import { Ask } from '../../ui/screen.tsx'
import { useFormat, useWords } from '../../words/index.tsx'
import { StepFrame } from '../step-frame.tsx'
import type { Way } from './use-ways.ts'

const groups = ['here', 'public', 'own', 'experimental'] as const satisfies ProviderView['group'][]

interface PickProps {
  views: readonly ProviderView[]
  ways: readonly Way[]
  onPick: (id: string) => void
  onList: () => void
}

export function Pick({ views, ways, onPick, onList }: PickProps) {
  const words = useWords().ways
  const here = ways.find(({ view }) => view.where === 'here')
  return (
    <StepFrame onBack={onList}>
      <Ask title={words.pickTitle} lead={words.pickLead} />
      <div className="stack g-3">
        {groups.map((group) => {
          const offered = views.filter((view) => view.group === group)
          if (offered.length === 0) return null
          const full = group === 'here' ? here : undefined
          return (
            <section key={group} aria-label={words.groups[group]}>
              <h2 className="group-label mb-1">{words.groups[group]}</h2>
              {full !== undefined ? (
                <p className="t-13 quiet">{words.oneHere(full.name)}</p>
              ) : (
                <ul className={group === 'here' ? 'card rows clip' : 'card clip pick-grid'}>
                  {offered.map((view) => (
                    <li key={view.id}>
                      <Offer view={view} onPick={() => onPick(view.id)} />
                    </li>
                  ))}
                </ul>
              )}
            </section>
          )
        })}
      </div>
    </StepFrame>
  )
}

function Offer({ view, onPick }: { view: ProviderView; onPick: () => void }) {
  const { ways } = useWords()
  const format = useFormat()
  return (
    <button type="button" className="offer" onClick={onPick}>
      <span className="tile" aria-hidden="true">
        {view.name.slice(0, 1)}
      </span>
      <span className="grow">
        {view.experimental !== '' && (
          <span className="help warn">
            <Sign tone="warn" size={16} />
            {view.experimental}
          </span>
        )}
        <span className="opt-t">
          <span>
            <span className="vh">{ways.choose('')}</span>
            {view.name}
          </span>
          {view.where === 'here' && <em>{format.memory(view.memoryMiB)}</em>}
        </span>
        <span className="why block">{view.what}</span>
      </span>
      <Icon name="plus" small />
    </button>
  )
}
