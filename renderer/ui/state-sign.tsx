/** State in words with its sign: inline, as a pill, or as a light of 32, 40 or 56. */
import type { ReactNode } from 'react'
import { cx } from './cx.ts'
import { Sign, type Tone } from './icon.tsx'

export function StateSign({ tone, children }: { tone: Tone; children: ReactNode }) {
  return (
    <span className={cx('state', tone)}>
      <Sign tone={tone} size={16} />
      {children}
    </span>
  )
}

export function Pill({ tone, children }: { tone: Tone; children: ReactNode }) {
  return (
    <span className={cx('pill', tone)}>
      <Sign tone={tone} size={16} />
      {children}
    </span>
  )
}

export function Light({ tone, large = false }: { tone: Tone; large?: boolean }) {
  return (
    <span className={cx('light', large && 'light-l', tone)}>
      <Sign tone={tone} size={large ? 32 : 24} />
    </span>
  )
}
