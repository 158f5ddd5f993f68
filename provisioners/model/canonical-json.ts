/** The one way to write a value down that signatures are made over (Matrix specification, appendices: Canonical JSON). */

/**
 * @returns null for what has no such form: numbers that are no whole ones, and what nests deeper than any real document
 */
export function canonicalJson(value: unknown, depth = 0): string | null {
  if (depth > 50) return null
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value)
  if (typeof value === 'number') return Number.isSafeInteger(value) ? String(value) : null
  if (Array.isArray(value))
    return joined(
      value.map((one) => canonicalJson(one, depth + 1)),
      '[',
      ']',
    )
  if (typeof value !== 'object') return null
  const entries = Object.entries(value)
    .sort(([one], [other]) => byCodePoint(one, other))
    .map(([key, one]) => {
      const text = canonicalJson(one, depth + 1)
      return text === null ? null : `${JSON.stringify(key)}:${text}`
    })
  return joined(entries, '{', '}')
}

const joined = (parts: readonly (string | null)[], open: string, close: string): string | null =>
  parts.includes(null) ? null : `${open}${parts.join(',')}${close}`

/** JavaScript itself compares UTF-16 units, which is another order beyond the basic plane. */
function byCodePoint(one: string, other: string): number {
  const [a, b] = [Array.from(one), Array.from(other)]
  for (let at = 0; at < Math.min(a.length, b.length); at++) {
    const difference = (a[at]?.codePointAt(0) ?? 0) - (b[at]?.codePointAt(0) ?? 0)
    if (difference !== 0) return difference
  }
  return a.length - b.length
}
