/** Fields beside the plain one: one of a list, several lines. */
import { useId, useState, type ReactNode, type Ref } from 'react'
import type { Option } from './choice.tsx'
import { cx } from './cx.ts'
import { Below, type Verdict } from './field.tsx'
import { Icon } from './icon.tsx'

interface SelectProps<T extends string> {
  label: string
  options: readonly Option<T>[]
  value: T
  onValue: (value: T) => void
  help?: ReactNode
  verdict?: Verdict | undefined
}

/** One of a list; the system's own menu. */
export function SelectField<T extends string>(props: SelectProps<T>) {
  const { label, options, value, onValue, help, verdict } = props
  const id = useId()
  return (
    <div className="field">
      <label className="label" htmlFor={id}>
        {label}
      </label>
      <span className={cx('input', 'select', verdict?.tone === 'bad' && 'is-bad')}>
        <select
          id={id}
          value={value}
          aria-describedby={verdict === undefined && help === undefined ? undefined : `${id}-help`}
          onChange={(event) => onValue(event.target.value as T)}
        >
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
        <Icon name="down" small />
      </span>
      <Below id={`${id}-help`} help={help} verdict={verdict} />
    </div>
  )
}

interface LinesProps {
  label: string
  /** What it starts from; what is typed later is the field's own until it is told. */
  value: string
  onValue: (value: string) => void
  rows?: number
  placeholder?: string | undefined
  help?: ReactNode
  verdict?: Verdict | undefined
  ref?: Ref<HTMLTextAreaElement>
}

/** Several lines, kept as they are typed, whatever the caller makes of them. */
export function LinesField(props: LinesProps) {
  const { label, value, onValue, rows = 3, placeholder, help, verdict, ref } = props
  const id = useId()
  const [typed, setTyped] = useState(value)
  return (
    <div className="field">
      <label className="label" htmlFor={id}>
        {label}
      </label>
      <span className={cx('input', 'lines', verdict?.tone === 'bad' && 'is-bad')}>
        <textarea
          id={id}
          ref={ref}
          rows={rows}
          value={typed}
          placeholder={placeholder}
          spellCheck={false}
          autoCapitalize="none"
          autoComplete="off"
          aria-invalid={verdict?.tone === 'bad' || undefined}
          aria-describedby={verdict === undefined && help === undefined ? undefined : `${id}-help`}
          onChange={(event) => {
            setTyped(event.target.value)
            onValue(event.target.value)
          }}
        />
      </span>
      <Below id={`${id}-help`} help={help} verdict={verdict} />
    </div>
  )
}
