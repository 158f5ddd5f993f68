/** Finds what a program would ignore or refuse in settings of its own. Pure. */
import type { Mapping, Shape } from './shape.ts'

export interface Finding {
  /** Keys from the top, such as `http.listeners[0].binds`; empty for the whole. */
  readonly path: string
  readonly why: string
}

/** @returns everything that is wrong, from the top; nothing when the settings fit */
export function check(shape: Shape, value: unknown, path = ''): Finding[] {
  const wrong = (why: string): Finding[] => [{ path, why }]
  switch (shape.kind) {
    case 'anything':
      return []
    case 'nothing':
      return value === null ? [] : wrong(`is ${called(value)} where nothing belongs`)
    case 'text':
      if (typeof value !== 'string') return wrong(`is ${called(value)} where a text belongs`)
      if (shape.among && !shape.among.includes(value)) return wrong(`is none of ${shape.among.join(', ')}`)
      return shape.pattern && !shape.pattern.test(value) ? wrong(`does not look like ${shape.pattern}`) : []
    case 'number':
      if (typeof value !== 'number') return wrong(`is ${called(value)} where a number belongs`)
      if (shape.whole && !Number.isInteger(value)) return wrong('is no whole number')
      return value < shape.least || value > shape.most ? wrong('is too small or too large') : []
    case 'switch':
      if (typeof value !== 'boolean') return wrong(`is ${called(value)} where true or false belongs`)
      return shape.only !== undefined && value !== shape.only ? wrong(`must be ${shape.only}`) : []
    case 'list':
      if (!Array.isArray(value)) return wrong(`is ${called(value)} where a list belongs`)
      if (value.length < shape.least) return wrong('is too short a list')
      return value.flatMap((item: unknown, at) => check(shape.of, item, `${path}[${at}]`))
    case 'names':
      if (!isMapping(value)) return wrong(`is ${called(value)} where names with values belong`)
      return Object.entries(value).flatMap(([name, item]) =>
        shape.name.test(name)
          ? check(shape.of, item, below(path, name))
          : [{ path: below(path, name), why: 'is no name that can stand here' }],
      )
    case 'keys':
      return isMapping(value)
        ? checkKeys(shape, value, path)
        : wrong(`is ${called(value)} where keys with values belong`)
    case 'either':
      return closest(shape.of.map((one) => check(one, value, path)))
  }
}

function checkKeys(shape: Extract<Shape, { kind: 'keys' }>, value: Mapping, path: string): Finding[] {
  const inside = Object.entries(value).flatMap(([key, item]) => {
    const known = Object.hasOwn(shape.keys, key) ? shape.keys[key] : undefined
    return known
      ? check(known, item, below(path, key))
      : [{ path: below(path, key), why: 'is a key that the program does not know' }]
  })
  const missing = shape.required.filter((key) => !Object.hasOwn(value, key)).map((key) => `needs ${key}`)
  const broken = shape.rules.flatMap((rule) => rule(value))
  return [...inside, ...[...missing, ...broken].map((why) => ({ path, why }))]
}

/** Of several readings the one that fits best: what is wrong with it is what its writer wants to hear. */
function closest(readings: readonly Finding[][]): Finding[] {
  const depth = (findings: readonly Finding[]): number =>
    Math.max(0, ...findings.map(({ path }) => path.length))
  const [best = []] = readings.toSorted((a, b) => a.length - b.length || depth(b) - depth(a))
  return best
}

const below = (path: string, key: string): string => (path === '' ? key : `${path}.${key}`)

const isMapping = (value: unknown): value is Mapping =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The kind of a value and never the value: it may be a secret. */
function called(value: unknown): string {
  if (value === null || value === undefined) return 'nothing'
  if (Array.isArray(value)) return 'a list'
  return typeof value === 'object' ? 'a mapping' : `a ${typeof value}`
}
