/** A quiet button that opens what belongs to it. */
import { useId, useState, type ReactNode } from 'react'
import { cx } from './cx.ts'
import { Icon } from './icon.tsx'

interface DisclosureProps {
  label: string
  children: ReactNode
  initiallyOpen?: boolean
  /** Stands at the other end of the line. */
  aside?: ReactNode
  /** What it opens, for those who hear the button alone; begins with its words. */
  name?: string
}

export function Disclosure({ label, children, initiallyOpen = false, aside, name }: DisclosureProps) {
  const [open, setOpen] = useState(initiallyOpen)
  const id = useId()
  return (
    <div>
      <div className="flex between t-13">
        <button
          type="button"
          className="btn btn-quiet flush-l"
          aria-label={name}
          aria-expanded={open}
          aria-controls={open ? id : undefined}
          onClick={() => setOpen(!open)}
        >
          <Icon name={open ? 'up' : 'down'} small />
          {label}
        </button>
        {aside}
      </div>
      {open && <div id={id}>{children}</div>}
    </div>
  )
}

interface OpenRowProps {
  className: string
  line: ReactNode
  children: ReactNode
  initiallyOpen?: boolean
}

/** A whole line that opens in place; the line lays out its own columns. */
export function OpenRow({ className, line, children, initiallyOpen = false }: OpenRowProps) {
  const [open, setOpen] = useState(initiallyOpen)
  const id = useId()
  return (
    <>
      <button
        type="button"
        className={cx(className)}
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        onClick={() => setOpen(!open)}
      >
        {line}
        <Icon name={open ? 'up' : 'down'} />
      </button>
      {open && <div id={id}>{children}</div>}
    </>
  )
}
