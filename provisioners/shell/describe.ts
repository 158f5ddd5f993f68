/** A Command as people read it: close to what one would type, with secrets masked. Never for running. */
import { masked } from '../model/text.ts'
import type { Command } from './command.ts'
import { quote, quoteProgram } from './quote.ts'

/** Longer input, or input of several lines, is shown as a here-document. */
const SHORT_INPUT = 60

/**
 * A readable form of a command. Control characters are shown as escapes, so that an argument cannot play with the
 * terminal or the screen that shows it.
 */
export function describe(command: Command): string {
  switch (command.kind) {
    case 'exec': {
      const [program, ...rest] = command.argv
      const words = visible([quoteProgram(program), ...rest.map(quote)].join(' '))
      return command.input ? withInput(words, visible(masked(command.input))) : words
    }
    case 'pipe':
      return command.parts.map(inner).join(' | ')
    case 'all':
      return command.parts.map(inner).join(' && ')
    case 'any':
      return command.parts.map(inner).join(' || ')
    case 'until':
      return `until ${inner(command.command)} (every ${command.everySeconds} s, at most ${command.withinSeconds} s)`
  }
}

function inner(command: Command): string {
  return command.kind === 'exec' ? describe(command) : `( ${describe(command)} )`
}

function withInput(words: string, input: string): string {
  if (!input.includes('\n') && input.length <= SHORT_INPUT) return `${words} <<< ${quote(input)}`
  return `${words} <<'END'\n${input.replace(/\n$/, '')}\nEND`
}

function visible(text: string): string {
  return text.replace(
    /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g,
    (char) => `\\u{${char.charCodeAt(0).toString(16)}}`,
  )
}
