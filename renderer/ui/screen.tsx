/** What every screen has: a heading that takes the focus, a lead, loading shapes, an empty state, live words. */
import { useEffect, useRef, useState, type ReactNode } from 'react'
import { Mark } from './mark.tsx'

/** The heading of a screen. It takes the focus when its screen comes, so that reading starts there. */
export function Title({ children, className }: { children: ReactNode; className?: string }) {
  const ref = useRef<HTMLHeadingElement>(null)
  useEffect(() => ref.current?.focus({ preventScroll: true }), [])
  return (
    <h1 ref={ref} tabIndex={-1} className={className}>
      {children}
    </h1>
  )
}

interface AskProps {
  title: string
  lead?: ReactNode
  /** At the right end of the title's line. */
  end?: ReactNode
}

export function Ask({ title, lead, end }: AskProps) {
  return (
    <header className="ask">
      <div className="flex between top g-2">
        <div className="stack g-1">
          <Title>{title}</Title>
          {lead !== undefined && <p className="lead">{lead}</p>}
        </div>
        {end}
      </div>
    </header>
  )
}

/** Said to screen readers when it changes; not seen. */
export function Live({ children }: { children: ReactNode }) {
  return (
    <p className="vh" role="status">
      {children}
    </p>
  )
}

/** The shape of what comes, shown only when it takes longer than 300 ms. */
export function Loading({ label, kind = 'rows' }: { label: string; kind?: 'rows' | 'page' }) {
  const [late, setLate] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), 300)
    return () => clearTimeout(timer)
  }, [])
  return (
    <div aria-busy="true">
      <Live>{late ? label : ''}</Live>
      {late && (
        <div className="stack g-3" aria-hidden="true">
          {kind === 'page' && (
            <div className="bones">
              <span className="bone bone-plot" />
              <span className="bone bone-plot" />
              <span className="bone bone-plot" />
            </div>
          )}
          <div className="card rows bone-rows">
            {['a', 'b', 'c', 'd'].map((key) => (
              <p key={key}>
                <span className="bone bone-mid" />
                <span className="bone bone-short" />
              </p>
            ))}
          </div>
        </div>
      )}
    </div>
  )
}

interface EmptyProps {
  title: string
  text: string
  children?: ReactNode
}

/** What goes here, and the one thing to do. */
export function Empty({ title, text, children }: EmptyProps) {
  return (
    <div className="card empty">
      <Mark size={40} ripe={0} />
      <p className="strong">{title}</p>
      <p className="t-13 quiet">{text}</p>
      {children !== undefined && <div className="btns">{children}</div>}
    </div>
  )
}
