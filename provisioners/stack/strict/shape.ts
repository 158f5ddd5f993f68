/**
 * What a program reads of its settings, said in a small language of our own: which keys, of which types, and which of them go
 * together. Programs ignore keys that they do not know, so a mistyped one would be believed; here it is a mistake.
 */

export type Mapping = Readonly<Record<string, unknown>>

/** Looks at a mapping whose keys are known already. Returns one sentence for each thing that is wrong with it. */
export type Rule = (value: Mapping) => readonly string[]

export type Shape =
  | { readonly kind: 'text'; readonly pattern?: RegExp; readonly among?: readonly string[] }
  | { readonly kind: 'number'; readonly whole: boolean; readonly least: number; readonly most: number }
  | { readonly kind: 'switch'; readonly only?: boolean }
  | {
      readonly kind: 'keys'
      readonly keys: Readonly<Record<string, Shape>>
      readonly required: readonly string[]
      readonly rules: readonly Rule[]
    }
  /** Keys that are names of somebody's own. */
  | { readonly kind: 'names'; readonly name: RegExp; readonly of: Shape }
  | { readonly kind: 'list'; readonly of: Shape; readonly least: number }
  /** One of several; a value has to fit one of them wholly. */
  | { readonly kind: 'either'; readonly of: readonly Shape[] }
  /** An explicit null. */
  | { readonly kind: 'nothing' }
  /** The program hands it on unread. */
  | { readonly kind: 'anything' }

export const text = (pattern?: RegExp): Shape => ({ kind: 'text', ...(pattern && { pattern }) })
export const among = (...values: readonly string[]): Shape => ({ kind: 'text', among: values })
export const whole = (least = 0, most = Number.MAX_SAFE_INTEGER): Shape => ({
  kind: 'number',
  whole: true,
  least,
  most,
})
export const number = (least = 0, most = Number.MAX_VALUE): Shape => ({
  kind: 'number',
  whole: false,
  least,
  most,
})
export const port = whole(1, 65_535)
export const yesNo: Shape = { kind: 'switch' }
/** A switch that may only stand one way. */
export const always = (only: boolean): Shape => ({ kind: 'switch', only })
export const list = (of: Shape, least = 0): Shape => ({ kind: 'list', of, least })
export const names = (of: Shape, name = /^[^\s]+$/): Shape => ({ kind: 'names', name, of })
export const either = (...of: readonly Shape[]): Shape => ({ kind: 'either', of })
export const anything: Shape = { kind: 'anything' }
export const nothing: Shape = { kind: 'nothing' }

/** @param required keys that must be there, apart from what the rules say */
export const keys = (
  known: Readonly<Record<string, Shape>>,
  required: readonly string[] = [],
  ...rules: readonly Rule[]
): Shape => ({ kind: 'keys', keys: known, required, rules })

const there = (value: Mapping, of: readonly string[]): string[] => of.filter((key) => key in value)

/** Exactly one of the keys. */
export const oneOf =
  (...of: readonly string[]): Rule =>
  (value) =>
    there(value, of).length === 1 ? [] : [`needs exactly one of ${of.join(', ')}`]

/** One of the keys, or none. */
export const notBoth =
  (...of: readonly string[]): Rule =>
  (value) =>
    there(value, of).length > 1 ? [`has more than one of ${of.join(', ')}`] : []

/** All of the keys, or none. */
export const together =
  (...of: readonly string[]): Rule =>
  (value) => {
    const found = there(value, of).length
    return found === 0 || found === of.length ? [] : [`needs all of ${of.join(', ')}, or none`]
  }

/** A rule for mappings of which something is true. */
export const where =
  (is: (value: Mapping) => boolean, ...rules: readonly Rule[]): Rule =>
  (value) =>
    is(value) ? rules.flatMap((rule) => rule(value)) : []

export const needs =
  (...of: readonly string[]): Rule =>
  (value) =>
    of.filter((key) => !(key in value)).map((key) => `needs ${key}`)

export const without =
  (...of: readonly string[]): Rule =>
  (value) =>
    there(value, of).map((key) => `must not have ${key}`)

/** A sentence, where something is not so. */
export const must =
  (is: (value: Mapping) => boolean, sentence: string): Rule =>
  (value) =>
    is(value) ? [] : [sentence]
