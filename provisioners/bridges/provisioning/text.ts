/** Texts that come from a bridge: made fit to be shown, and never taken for more than text. */
import { undisguised } from '../../matrix/mas-admin/answers.ts'

/** @returns at most so many characters, lines kept, without characters that could pass for other text */
export const readable = (text: string, most = 300): string =>
  text.slice(0, most).split(/\r?\n/).map(undisguised).join('\n')

/** One or a few pictures; what joins their parts is theirs, all else that hides is not. */
export const picture = (text: string): string =>
  text.slice(0, 40).split('\u200d').map(undisguised).join('\u200d')

/** Names that an object has by itself: answers are sent as one. */
const TAKEN = ['__proto__', 'constructor', 'prototype']

/** @returns whether it can be the key of an answer */
export const isKey = (id: string): boolean => /^[\w.:/-]{1,200}$/.test(id) && !TAKEN.includes(id)

/**
 * A pattern is run on what people type, so it must end soon: of one that could take long, or that this language does not know,
 * nothing is kept, and the bridge says itself what it does not take. Bridges write them for Go's regexp, which always ends soon.
 */
export function safePattern(source: string): string {
  if (source.length === 0 || source.length > 200) return ''
  try {
    new RegExp(source, 'u')
  } catch {
    return ''
  }
  const bare = source.replace(/\\./gu, 'x').replace(/\[[^\]]*\]/g, 'x')
  // a group that repeats, what refers back or looks around, and more than one part without an end
  const slow = /\)[*+{]|\(\?[=!<]/.test(bare) || /\\[1-9k]/.test(source)
  const endless = bare.match(/[*+]|\{\d*,\}/g)?.length ?? 0
  return slow || endless > 1 ? '' : source
}
