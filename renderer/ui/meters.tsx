/** How much: a bar, and memory as dots of 256 MB, eight in a row. */
import type { CSSProperties } from 'react'
import { cx } from './cx.ts'
import { memoryDots } from './memory-dots.ts'

type Vars = CSSProperties & Record<`--${string}`, string>

interface BarProps {
  /** 0 to 1. */
  part: number
  label: string
  small?: boolean
  /** What screen readers hear in place of the percentage. */
  text?: string
}

const percent = (part: number) => Math.round(Math.min(1, Math.max(0, part)) * 100)

export function Progress({ part, label, small = false, text }: BarProps) {
  const now = percent(part)
  return (
    <div
      className={cx('bar', small && 'bar-s')}
      role="progressbar"
      aria-label={label}
      aria-valuenow={now}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuetext={text}
    >
      <i style={{ '--v': `${now}%` } as Vars} />
    </div>
  )
}

/** The same bar as decoration: its numbers stand in words beside it. */
export function Bar({ part, tone }: { part: number; tone?: 'grey' | 'warn' }) {
  return (
    <div className={cx('bar', 'bar-s', tone)} aria-hidden="true">
      <i style={{ '--v': `${percent(part)}%` } as Vars} />
    </div>
  )
}

interface DotsProps {
  usedMiB: number
  mineMiB: number
  /** Null when nobody told us. */
  totalMiB: number | null
  label: string
}

export function MemoryDots({ usedMiB, mineMiB, totalMiB, label }: DotsProps) {
  return (
    <div className="dots" role="img" aria-label={label}>
      {memoryDots(usedMiB, mineMiB, totalMiB).map((dot, index) => (
        <i
          key={`${index} ${dot.kind}`}
          className={dot.kind === 'free' ? undefined : dot.kind}
          style={dot.part < 1 ? ({ '--part': `${Math.round(dot.part * 100)}%` } as Vars) : undefined}
        />
      ))}
    </div>
  )
}
