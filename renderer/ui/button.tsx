/** Buttons: first (filled), second (outline), quiet, danger; with an icon, busy, or icon alone. */
import type { ButtonHTMLAttributes, ReactNode } from 'react'
import { cx } from './cx.ts'
import { Icon, type IconName, Sign } from './icon.tsx'

export type ButtonLook = 'first' | 'second' | 'quiet' | 'danger'

const classOf = { first: 'btn-primary', second: false, quiet: 'btn-quiet', danger: 'btn-danger' } as const

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  look?: ButtonLook
  large?: boolean
  icon?: IconName
  busy?: boolean
  children: ReactNode
}

export function Button(props: ButtonProps) {
  const { look = 'second', large = false, icon, busy = false, children, className, onClick, ...rest } = props
  return (
    <button
      type="button"
      {...rest}
      className={cx('btn', classOf[look], large && 'btn-l', className)}
      aria-busy={busy || undefined}
      aria-disabled={busy || undefined}
      onClick={(event) => {
        if (busy) event.preventDefault()
        else onClick?.(event)
      }}
    >
      {busy && <Sign tone="busy" size={16} />}
      {icon !== undefined && !busy && <Icon name={icon} small={!large} />}
      {children}
    </button>
  )
}

interface IconButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  icon: IconName
  label: string
  look?: 'second' | 'quiet'
}

export function IconButton({ icon, label, look = 'second', className, ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      className={cx('btn', 'btn-icon', classOf[look], className)}
      aria-label={label}
      title={label}
    >
      <Icon name={icon} />
    </button>
  )
}

/** A link that leaves the app: the system's browser opens it. */
export function ExternalLink({ href, children, button = false, look = 'second' }: ExternalLinkProps) {
  return (
    <a
      className={cx(button && 'btn', button && classOf[look])}
      href={href}
      target="_blank"
      rel="noreferrer noopener"
    >
      {children}
      {button && <Icon name="external" small />}
    </a>
  )
}

interface ExternalLinkProps {
  href: string
  button?: boolean
  look?: ButtonLook
  children: ReactNode
}
