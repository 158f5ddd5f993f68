/** Rows of choices in which every pair that can be together is together at least once. Pure; the same rows every time. */

/** The values of each factor, by its name. */
export type Factors = Readonly<Record<string, readonly string[]>>
export type Row = Readonly<Record<string, string>>

/** Two choices, in the order of the factors: `mail=none & recovery=no`. */
export type Pair = readonly [factor: string, value: string, other: string, otherValue: string]

export const nameOf = ([factor, value, other, otherValue]: Pair): string =>
  `${factor}=${value} & ${other}=${otherValue}`

/** @param fits whether two choices can be together at all */
export function pairsOf(factors: Factors, fits: (pair: Pair) => boolean): Pair[] {
  const names = Object.keys(factors)
  return names.flatMap((factor, at) =>
    names.slice(at + 1).flatMap((other) =>
      (factors[factor] ?? []).flatMap((value) =>
        (factors[other] ?? []).flatMap((otherValue): Pair[] => {
          const pair = [factor, value, other, otherValue] as const
          return fits(pair) ? [pair] : []
        }),
      ),
    ),
  )
}

/** The pairs that are in one row. */
export function pairsIn(row: Row): string[] {
  const entries = Object.entries(row)
  return entries.flatMap(([factor, value], at) =>
    entries.slice(at + 1).map(([other, otherValue]) => nameOf([factor, value, other, otherValue])),
  )
}

/**
 * Greedy: each row begins with a pair that no row has yet, and takes for every other factor the value that brings most new ones.
 *
 * @throws Error where a row cannot be finished: then the factors themselves do not fit together
 */
export function allPairs(factors: Factors, fits: (pair: Pair) => boolean): Row[] {
  const order = Object.keys(factors)
  const missing = new Map(pairsOf(factors, fits).map((pair) => [nameOf(pair), pair]))
  const rows: Row[] = []
  const together = (a: string, x: string, b: string, y: string): Pair =>
    order.indexOf(a) < order.indexOf(b) ? [a, x, b, y] : [b, y, a, x]
  for (const [factor, value, other, otherValue] of missing.values()) {
    const row: Record<string, string> = { [factor]: value, [other]: otherValue }
    for (const next of order) {
      if (next in row) continue
      const worth = (factors[next] ?? [])
        .filter((candidate) =>
          Object.entries(row).every(([name, chosen]) => fits(together(name, chosen, next, candidate))),
        )
        .map((candidate) => ({
          candidate,
          fresh: Object.entries(row).filter(([name, chosen]) =>
            missing.has(nameOf(together(name, chosen, next, candidate))),
          ).length,
        }))
        .toSorted((a, b) => b.fresh - a.fresh)
      const [best] = worth
      if (!best) throw new Error(`nothing fits for ${next} in ${JSON.stringify(row)}`)
      row[next] = best.candidate
    }
    const ordered = Object.fromEntries(order.map((name) => [name, row[name] ?? '']))
    for (const name of pairsIn(ordered)) missing.delete(name)
    rows.push(ordered)
  }
  return rows
}
