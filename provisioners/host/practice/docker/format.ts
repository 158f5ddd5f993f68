/** The few Go templates that are asked of Docker: whole objects as JSON, and single fields. */
import { PracticeError } from '../practice-error.ts'

/**
 * @param template such as `{{json .}}`, `{{.State.Status}}`, or both with text between
 * @throws PracticeError for anything else that a template can do
 */
export function formatted(template: string, value: unknown): string {
  if (template === 'json') return JSON.stringify(value)
  const range = /^\{\{range (\.[A-Za-z.]+)\}\}(.*)\{\{end\}\}$/.exec(template)
  if (range) {
    const items = Object.values(field(value, range[1] ?? '', template) as Record<string, unknown>)
    return items.map((item) => formatted(range[2] ?? '', item)).join('')
  }
  const inside = /^\{\{with index (\.[A-Za-z.]+) "([^"]*)"\}\}(.*)\{\{end\}\}$/.exec(template)
  if (inside) {
    const item = (field(value, inside[1] ?? '', template) as Record<string, unknown>)[inside[2] ?? '']
    return item === undefined ? '' : formatted(inside[3] ?? '', item)
  }
  return template.replace(/\{\{(.*?)\}\}/g, (_, body: string) => {
    const match = /^\s*(json\s+)?(\.[A-Za-z0-9_.]*)\s*$/.exec(body)
    if (!match) throw new PracticeError('docker --format', body)
    const found = field(value, match[2] ?? '.', body)
    if (match[1] !== undefined) return JSON.stringify(found)
    if (typeof found === 'object')
      throw new PracticeError('docker --format', `${body}, which is not one value`)
    return typeof found === 'string' ? found : JSON.stringify(found)
  })
}

function field(value: unknown, path: string, body: string): unknown {
  let found = value
  for (const name of path.split('.').filter((part) => part !== '')) {
    if (typeof found !== 'object' || found === null || !(name in found))
      throw new PracticeError('docker --format', `the field ${body.trim()}`)
    found = (found as Record<string, unknown>)[name]
  }
  return found
}

/** As Docker prints sizes on disk: powers of a thousand, three digits. */
export const humanSize = (bytes: number): string => sized(bytes, 1000, ['B', 'kB', 'MB', 'GB', 'TB'], 3)

/** As Docker prints memory: powers of 1024, four digits. */
export const binarySize = (bytes: number): string => sized(bytes, 1024, ['B', 'KiB', 'MiB', 'GiB', 'TiB'], 4)

function sized(bytes: number, step: number, units: readonly string[], digits: number): string {
  let size = bytes
  let unit = 0
  while (size >= step && unit < units.length - 1) {
    size /= step
    unit += 1
  }
  return `${Number(size.toPrecision(digits))}${units[unit]}`
}

/** As Docker prints durations: `4 seconds`, `About a minute`, `3 hours`. */
export function humanDuration(seconds: number): string {
  if (seconds < 1) return 'Less than a second'
  if (seconds < 60) return seconds < 2 ? '1 second' : `${Math.floor(seconds)} seconds`
  const minutes = Math.floor(seconds / 60)
  if (minutes === 1) return 'About a minute'
  if (minutes < 60) return `${minutes} minutes`
  const hours = Math.round(minutes / 60)
  if (hours === 1) return 'About an hour'
  if (hours < 48) return `${hours} hours`
  return `${Math.floor(hours / 24)} days`
}

/** RFC 3339 with nanoseconds, as the Engine writes times. */
export function timestamp(seconds: number): string {
  if (seconds === 0) return '0001-01-01T00:00:00Z'
  return new Date(seconds * 1000).toISOString().replace('Z', '000000Z')
}
