/** Choices: a tick, a card to choose, and a row of segments. Native inputs, so the keyboard works as people expect. */
import { useId, type ReactNode } from 'react'
import { cx } from './cx.ts'

interface TickProps {
  checked: boolean
  onChecked: (checked: boolean) => void
  disabled?: boolean
  children: ReactNode
  className?: string
}

/** A checkbox with its words; `className` lays out the whole label. */
export function Tick({ checked, onChecked, disabled = false, children, className }: TickProps) {
  return (
    <label className={cx(className ?? 'choice t-13')}>
      <input
        className="check"
        type="checkbox"
        checked={checked}
        disabled={disabled}
        onChange={(event) => onChecked(event.target.checked)}
      />
      {children}
    </label>
  )
}

export interface Option<T extends string> {
  value: T
  label: string
  why?: string
  /** One word at the end of its title. */
  tag?: string
  disabled?: boolean
}

interface ChoiceProps<T extends string> {
  legend: string
  options: readonly Option<T>[]
  /** Null where none of them is chosen. */
  value: T | null
  onValue: (value: T) => void
}

/** One of several cards, each with a title and a reason. */
export function ChoiceCards<T extends string>({ legend, options, value, onValue }: ChoiceProps<T>) {
  const name = useId()
  return (
    <fieldset className={cx('picks plain', options.length > 1 && 'cols-2')}>
      <legend className="vh">{legend}</legend>
      {options.map((option) => (
        <label key={option.value} className={cx('pick', option.disabled === true && 'is-off')}>
          <input
            className="radio"
            type="radio"
            name={name}
            checked={option.value === value}
            disabled={option.disabled}
            onChange={() => onValue(option.value)}
          />
          <span className="body">
            <span className="title">
              {option.label}
              {option.tag !== undefined && <span className="tag">{option.tag}</span>}
            </span>
            {option.why !== undefined && <span className="why">{option.why}</span>}
          </span>
        </label>
      ))}
    </fieldset>
  )
}

/** One of a few short words. */
export function Segments<T extends string>({ legend, options, value, onValue }: ChoiceProps<T>) {
  const name = useId()
  return (
    <div className="segments" role="radiogroup" aria-label={legend}>
      {options.map((option) => (
        <label key={option.value}>
          <input
            type="radio"
            name={name}
            checked={option.value === value}
            onChange={() => onValue(option.value)}
          />
          <span>{option.label}</span>
        </label>
      ))}
    </div>
  )
}
