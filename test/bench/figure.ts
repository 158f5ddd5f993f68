/** One figure. Less is better in all of them. */
export interface Taken {
  readonly value: number
  /** What it is compared with, and what that took. */
  readonly peer?: string
  readonly peerValue?: number
}

export interface Figure {
  readonly name: string
  readonly unit: string
  readonly goal?: { readonly words: string; met(taken: Taken): boolean }
  take(): Promise<Taken>
}

/** How many times better than its peer; above 1 Bramble is better. */
export const ratioOf = ({ value, peerValue }: Taken): number | undefined =>
  peerValue === undefined ? undefined : peerValue / value

/** The line of standard output. */
export function line({ name, unit }: Pick<Figure, 'name' | 'unit'>, taken: Taken): string {
  const { value, peer, peerValue } = taken
  const ratio = ratioOf(taken)
  const rounded = {
    value: round(value),
    peerValue: peerValue && round(peerValue),
    ratio: ratio && round(ratio),
  }
  const { peerValue: theirs, ratio: times } = rounded
  return JSON.stringify({ name, value: rounded.value, unit, peer, peerValue: theirs, ratio: times })
}

const round = (value: number): number => Math.round(value * 1000) / 1000
