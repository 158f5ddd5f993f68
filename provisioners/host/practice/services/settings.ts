/** Reads values out of a program's own configuration file. */
import { parse } from 'yaml'

export type Settings = Readonly<Record<string, unknown>>

/** Parsed once: every request asks again what the configuration says. */
const known = new Map<string, Settings | null>()

/** Null for text that is no mapping. */
export function readYaml(text: string): Settings | null {
  const found = known.get(text)
  if (found !== undefined) return found
  if (known.size > 40) known.clear()
  const settings = readFresh(text)
  known.set(text, settings)
  return settings
}

function readFresh(text: string): Settings | null {
  try {
    const value: unknown = parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Settings) : null
  } catch {
    return null
  }
}

/** A value inside, or undefined. */
export function at(settings: unknown, ...keys: readonly (string | number)[]): unknown {
  let value = settings
  for (const key of keys) value = (value as Record<string | number, unknown> | null | undefined)?.[key]
  return value
}

export function text(settings: unknown, ...keys: readonly (string | number)[]): string | undefined {
  const value = at(settings, ...keys)
  return typeof value === 'string' ? value : undefined
}

export function list(settings: unknown, ...keys: readonly (string | number)[]): readonly unknown[] {
  const value = at(settings, ...keys)
  return Array.isArray(value) ? (value as readonly unknown[]) : []
}
