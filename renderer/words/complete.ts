/** Whether a catalogue has every word that English has: the type says so at compile time, this says so of data. */

interface Word {
  path: string
  text: string
}

/** Every text of a catalogue with its place; a function is called with its own parameters' stand-ins. */
export function wordPaths(catalogue: unknown, path = ''): Word[] {
  if (typeof catalogue === 'string') return [{ path, text: catalogue }]
  if (typeof catalogue === 'function') {
    const said: unknown = (catalogue as (...given: unknown[]) => unknown)(...standIns)
    return [{ path, text: String(said) }]
  }
  if (typeof catalogue !== 'object' || catalogue === null) return []
  return Object.entries(catalogue).flatMap(([name, value]) =>
    wordPaths(value, path === '' ? name : `${path}.${name}`),
  )
}

/** Places where `other` has nothing, or something of another kind. */
export function missingWords(known: unknown, other: unknown, path = ''): string[] {
  if (typeof known !== 'object' || known === null) return typeof known === typeof other ? [] : [path]
  if (typeof other !== 'object' || other === null) return [path]
  return Object.entries(known).flatMap(([name, value]) =>
    missingWords(value, (other as Record<string, unknown>)[name], path === '' ? name : `${path}.${name}`),
  )
}

/** Numbers and names are both fine with a number. */
const standIns = [2, 2, 2]
