/** The middle one; of an even number the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const upper = sorted[Math.floor(sorted.length / 2)]
  const lower = sorted[Math.ceil(sorted.length / 2) - 1]
  if (upper === undefined || lower === undefined) throw new TypeError('no values')
  return (lower + upper) / 2
}

/** Takes one warm-up that does not count, then so many, and gives their median. */
export async function medianOf(count: number, take: () => Promise<number>): Promise<number> {
  await take()
  const values: number[] = []
  while (values.length < count) values.push(await take())
  return median(values)
}
