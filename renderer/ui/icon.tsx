/** Icons and state signs from one inlined sprite; both are silent, the word beside them speaks. */
import sprite from '../../assets/icons.svg?raw'
import { cx } from './cx.ts'

export type IconName =
  | 'check'
  | 'x'
  | 'plus'
  | 'pencil'
  | 'back'
  | 'next'
  | 'down'
  | 'up'
  | 'external'
  | 'copy'
  | 'search'
  | 'pause'
  | 'play'
  | 'save'
  | 'again'
  | 'lock'
  | 'pi'
  | 'clock'
  | 'globe'
  | 'home'
  | 'user'
  | 'users'
  | 'key'
  | 'log'
  | 'light'
  | 'services'
  | 'bridge'
  | 'laptop'
  | 'practise'
  | 'eye'
  | 'offline'
  | 'trash'
  | 'finger'
  | 'shield'

/** How a thing is; each has a shape, a colour and, beside it, a word. */
export type Tone = 'ok' | 'notice' | 'warn' | 'bad' | 'off' | 'busy'

/** Puts every symbol into the page once. */
export function Sprite() {
  return <div className="sprite" aria-hidden="true" dangerouslySetInnerHTML={{ __html: sprite }} />
}

export function Icon({ name, small = false }: { name: IconName; small?: boolean }) {
  return (
    <svg className={cx('i', small && 'i-16')} aria-hidden="true">
      <use href={`#i-${name}`} />
    </svg>
  )
}

/** A sign takes its colour from the nearest ancestor with a tone's class, or from `tone`. */
export function Sign({ tone, size = 20 }: { tone: Tone | 'wait'; size?: 16 | 20 | 24 | 32 }) {
  return (
    <span className={tone === 'wait' ? undefined : tone}>
      <svg className={cx('s', size !== 20 && `s-${size}`, tone === 'busy' && 'spin')} aria-hidden="true">
        <use href={`#s-${tone}`} />
      </svg>
    </span>
  )
}
