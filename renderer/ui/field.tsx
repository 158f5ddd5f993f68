/** Text fields: label above, help or verdict below, tied to the input for screen readers. */
import { useId, useState, type InputHTMLAttributes, type ReactNode, type Ref } from 'react'
import { cx } from './cx.ts'
import { Icon, Sign } from './icon.tsx'

export interface Verdict {
  tone: 'ok' | 'notice' | 'warn' | 'bad' | 'busy'
  text: string
}

interface FieldProps extends Omit<InputHTMLAttributes<HTMLInputElement>, 'onChange' | 'value'> {
  label: string
  value: string
  onValue: (value: string) => void
  help?: ReactNode
  verdict?: Verdict | undefined
  /** Shown at the end, inside the field. */
  end?: ReactNode
  /** Stands behind what is typed, as part of it. */
  suffix?: string | undefined
  ref?: Ref<HTMLInputElement>
}

export function TextField({ label, value, onValue, help, verdict, end, suffix, ref, ...input }: FieldProps) {
  const id = useId()
  const described = verdict !== undefined || help !== undefined
  return (
    <div className="field">
      <label className="label" htmlFor={id}>
        {label}
      </label>
      <span
        className={cx(
          'input',
          suffix !== undefined && 'joined',
          verdict?.tone === 'bad' && 'is-bad',
          input.disabled === true && 'is-off',
        )}
      >
        <input
          spellCheck={false}
          autoCapitalize="none"
          autoComplete="off"
          {...input}
          ref={ref}
          id={id}
          value={value}
          aria-invalid={verdict?.tone === 'bad' || undefined}
          aria-describedby={described ? `${id}-help` : undefined}
          onChange={(event) => onValue(event.target.value)}
        />
        {suffix !== undefined && <span className="suffix">{suffix}</span>}
        {end}
      </span>
      <Below id={`${id}-help`} help={help} verdict={verdict} />
    </div>
  )
}

interface BelowProps {
  id: string
  help: ReactNode
  verdict: Verdict | undefined
}

/** The line below a field: its help, which becomes the verdict. */
export function Below({ id, help, verdict }: BelowProps) {
  if (verdict === undefined)
    return help === undefined ? null : (
      <span id={id} className="help">
        {help}
      </span>
    )
  return (
    <span id={id} className={cx('help', verdict.tone)} role="status">
      <Sign tone={verdict.tone} size={16} />
      <span>{verdict.text}</span>
    </span>
  )
}

/** A password with a button that shows it. What is typed lives in the caller's memory only. */
export function PasswordField({ showLabel, ...props }: FieldProps & { showLabel: string }) {
  const [shown, setShown] = useState(false)
  return (
    <TextField
      {...props}
      type={shown ? 'text' : 'password'}
      end={
        <button
          type="button"
          className="eye"
          aria-label={showLabel}
          aria-pressed={shown}
          disabled={props.disabled}
          onClick={() => setShown(!shown)}
        >
          <Icon name="eye" />
        </button>
      }
    />
  )
}
