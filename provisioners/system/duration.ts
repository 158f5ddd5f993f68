/** Lengths of time in words, and how far a clock may be off. */

/** Seconds; beyond this, certificates and tokens start to fail. */
export const CLOCK_TOLERANCE = 60

/** A length of time in the largest unit that says it. */
export function duration(seconds: number): string {
  const units = [
    ['day', 86_400],
    ['hour', 3600],
    ['minute', 60],
    ['second', 1],
  ] as const
  const [name, size] = units.find(([, size]) => seconds >= size) ?? units[3]
  const count = Math.round(seconds / size)
  return `${count} ${name}${count === 1 ? '' : 's'}`
}
