/** One line above the rest: practice, offline, welcome back. */
import type { ReactNode } from 'react'
import { cx } from './cx.ts'

interface BannerProps {
  tone: 'practise' | 'off' | 'notice'
  sign: ReactNode
  children: ReactNode
  end?: ReactNode
  label?: string
}

export function Banner({ tone, sign, children, end, label }: BannerProps) {
  return (
    <section className={cx('banner', tone)} aria-label={label}>
      {sign}
      <p className="grow">{children}</p>
      {end}
    </section>
  )
}
