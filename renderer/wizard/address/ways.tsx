/** The ways in, as cards, each with its price; those that the name of a server that lives rules out say so. */
import { useId, useState, type FormEvent } from 'react'
import { ChoiceCards, type Option } from '../../ui/choice.tsx'
import { Disclosure } from '../../ui/disclosure.tsx'
import { TextField } from '../../ui/field.tsx'
import { Ask } from '../../ui/screen.tsx'
import { useWords } from '../../words/index.tsx'
import type { ScreenProps } from '../screen.ts'
import { isDirty } from '../state.ts'
import { Continue, StepFrame } from '../step-frame.tsx'
import { keepName, openWays, type Way } from './reach.ts'
import { serverNameOf } from '../../../provisioners/model/address.ts'

const cards = ['funnel', 'domain', 'proxy', 'home'] as const
const others = ['cloudflare'] as const
type Card = (typeof cards)[number] | (typeof others)[number]

interface WaysProps extends Pick<ScreenProps, 'state' | 'dispatch'> {
  onChosen: () => void
}

export function Ways({ state, dispatch, onChosen }: WaysProps) {
  const { address: words, setup } = useWords()
  const form = useId()
  const [shown, setShown] = useState(false)
  const { answers, stored } = state
  const { name, reach } = answers
  const nameBad = name.trim() === '' || name.trim().length > 60
  const open = stored === null ? null : openWays(stored.address)
  /** One card stands for home and tailnet; it leads to whichever is open. */
  const wayOf = (card: Card): Way => {
    if (card !== 'home') return card
    if (reach.way === 'tailnet' || (open !== null && !open.includes('home'))) return 'tailnet'
    return 'home'
  }
  const isOpen = (card: Card) => open === null || open.includes(wayOf(card))
  const now: Card = reach.way === 'tailnet' ? 'home' : reach.way
  const choose = (card: Card) => {
    const way = wayOf(card)
    if (way === reach.way) return
    const next = { ...reach, way }
    dispatch({
      type: 'answer',
      patch: { reach: stored === null ? next : keepName(next, serverNameOf(stored.address)) },
    })
  }
  const option = (card: Card): Option<Card> => ({
    value: card,
    label: words.ways[card].label,
    why: isOpen(card) ? words.ways[card].why : words.closed,
    disabled: !isOpen(card),
    ...(card === 'funnel' && stored === null ? { tag: words.recommended } : {}),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setShown(true)
    if (!nameBad) onChosen()
  }
  return (
    <StepFrame
      onBack={() => dispatch({ type: 'back' })}
      note={isDirty(state) ? setup.dirty : undefined}
      buttons={<Continue form={form} />}
    >
      <Ask title={words.title} lead={stored === null ? words.lead : words.leadLives} />
      <form id={form} className="stack g-3" noValidate onSubmit={submit}>
        <ChoiceCards legend={words.way} options={cards.map(option)} value={now} onValue={choose} />
        <Disclosure label={words.others} initiallyOpen={now === 'cloudflare'}>
          <div className="cols-2 g-2 mt-1">
            <ChoiceCards legend={words.others} options={others.map(option)} value={now} onValue={choose} />
            <div className="card pad-2 stack g-half">
              <p className="strong">{words.ngrokTitle}</p>
              <p className="t-13 quiet">{words.ngrok}</p>
            </div>
          </div>
        </Disclosure>
        <TextField
          label={words.name}
          value={name}
          help={words.nameHelp}
          verdict={shown && nameBad ? { tone: 'bad', text: words.nameError } : undefined}
          onValue={(value) => dispatch({ type: 'answer', patch: { name: value } })}
        />
      </form>
    </StepFrame>
  )
}
