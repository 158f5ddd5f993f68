/** Numbers, times and names as people read them, in the language of the catalogue. */

export interface Format {
  bytes: (bytes: number) => string
  bytesOf: (done: number, total: number) => string
  /** Memory, which is counted in powers of two. */
  memory: (mib: number) => string
  duration: (seconds: number) => string
  ago: (seconds: number) => string
  percent: (part: number) => string
  number: (value: number) => string
  list: (names: readonly string[]) => string
  /** One of them: `“A” or “B”`. */
  either: (names: readonly string[]) => string
  /** 21:14:02 */
  clock: (at: number) => string
  /** 21:14 */
  time: (at: number) => string
  /** 20 November 2026 */
  date: (at: number) => string
  /** Friday 18:20, or the date when it is longer ago than six days. */
  when: (at: number, now: number) => string
}

type Unit = 'kilobyte' | 'megabyte' | 'gigabyte' | 'second' | 'minute' | 'hour' | 'day'
const MINUTE = 60
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/**
 * @param locale a BCP 47 tag, such as `en-GB`
 * @param of joins what is done and what there is: `214 of 318 MB`
 */
export function createFormat(locale: string, of: (done: string, total: string) => string): Format {
  const unit = (value: number, name: Unit, digits = 0) =>
    new Intl.NumberFormat(locale, {
      style: 'unit',
      unit: name,
      unitDisplay: name.endsWith('byte') ? 'short' : 'long',
      maximumFractionDigits: digits,
    }).format(value)
  const date = (at: number, options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { hourCycle: 'h23', ...options }).format(new Date(at * 1000))
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'always' })
  const number = (value: number) => new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(value)

  const sized = (bytes: number, base: number) => {
    if (bytes >= base ** 3 * 0.9995)
      return unit(bytes / base ** 3, 'gigabyte', bytes < 10 * base ** 3 ? 1 : 0)
    if (bytes >= base ** 2 * 0.9995) return unit(bytes / base ** 2, 'megabyte')
    return unit(Math.ceil(bytes / base), 'kilobyte')
  }
  const bytes = (value: number) => sized(value, 1000)

  return {
    bytes,
    bytesOf(done, total) {
      const all = bytes(total)
      const have = bytes(done)
      const [doneUnit, allUnit] = [have, all].map((text) => text.replace(/[\d.,\s]/g, ''))
      return of(doneUnit === allUnit ? have.replace(/[^\d.,]/g, '') : have, all)
    },
    memory: (mib) => sized(mib * 1024 ** 2, 1024),
    duration(seconds) {
      if (seconds < 90) return unit(Math.max(1, Math.round(seconds)), 'second')
      if (seconds < 90 * MINUTE) return unit(Math.round(seconds / MINUTE), 'minute')
      if (seconds < 36 * HOUR) return unit(Math.round(seconds / HOUR), 'hour')
      return unit(Math.round(seconds / DAY), 'day')
    },
    ago(seconds) {
      const past = Math.max(1, Math.round(seconds))
      if (past < 90) return relative.format(-past, 'second')
      if (past < 90 * MINUTE) return relative.format(-Math.round(past / MINUTE), 'minute')
      if (past < 36 * HOUR) return relative.format(-Math.round(past / HOUR), 'hour')
      return relative.format(-Math.round(past / DAY), 'day')
    },
    percent: (part) =>
      new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 }).format(part),
    number,
    list: (names) => new Intl.ListFormat(locale, { style: 'long', type: 'conjunction' }).format(names),
    either: (names) => new Intl.ListFormat(locale, { style: 'long', type: 'disjunction' }).format(names),
    clock: (at) => date(at, { hour: '2-digit', minute: '2-digit', second: '2-digit' }),
    time: (at) => date(at, { hour: '2-digit', minute: '2-digit' }),
    date: (at) => date(at, { day: 'numeric', month: 'long', year: 'numeric' }),
    when(at, now) {
      const time = date(at, { hour: '2-digit', minute: '2-digit' })
      if (now - at < 12 * HOUR) return time
      if (now - at < 6 * DAY) return `${date(at, { weekday: 'long' })}, ${time}`
      return date(at, { day: 'numeric', month: 'long', year: 'numeric' })
    },
  }
}

/** `k3Vq9dLm…` → `k3Vq`, `9dLm`, …: easier to compare with the eye and the finger. */
export function groupsOfFour(text: string): string[] {
  return text.match(/.{1,4}/gsu) ?? []
}

const NOMINAL = [0.5, 1, 2, 4, 8, 16, 24, 32, 64, 128]

/** What is printed on the box: the kernel keeps some of it for itself. In MiB. */
export function nominalMemory(bytes: number): number {
  const gib = bytes / 1024 ** 3
  const box = NOMINAL.find((size) => gib <= size && gib >= size * 0.8)
  return Math.round((box ?? gib) * 1024)
}
