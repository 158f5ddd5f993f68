/** “Did you mean …?”. Pure. */

/**
 * @param word what was written
 * @param known what could have been meant
 * @returns the known word that is at most two typing slips away, or null
 */
export function nearest(word: string, known: readonly string[]): string | null {
  const [best] = known
    .map((candidate) => ({ candidate, slips: slips(word.toLowerCase(), candidate.toLowerCase()) }))
    .filter((one) => one.slips <= 2 && one.slips < Math.max(2, one.candidate.length / 2))
    .sort((a, b) => a.slips - b.slips)
  return best?.candidate ?? null
}

/** Letters that were left out, added or changed. */
function slips(from: string, to: string): number {
  // no word that is known is half as long, and the table grows with the square
  if (Math.abs(from.length - to.length) > 2) return 3
  let before = Array.from({ length: to.length + 1 }, (_, at) => at)
  for (let row = 1; row <= from.length; row += 1) {
    const now = [row]
    for (let at = 1; at <= to.length; at += 1)
      now.push(
        Math.min(
          (before[at] ?? 0) + 1,
          (now[at - 1] ?? 0) + 1,
          (before[at - 1] ?? 0) + (from[row - 1] === to[at - 1] ? 0 : 1),
        ),
      )
    before = now
  }
  return before[to.length] ?? 0
}
