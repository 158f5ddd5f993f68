/** Quoting for /bin/sh: the one place where a string becomes a word of a script. */

/** Never special to dash or bash, wherever the word stands after the first. */
const safe = /^[A-Za-z0-9_./:=,@%+-]+$/

/** Words that a shell reads as grammar when they come first and are not quoted (POSIX.1-2017, XCU 2.4, and bash's own). */
const reserved = new Set(
  '! { } case do done elif else esac fi for if in then until while [[ ]] coproc function select time'.split(
    ' ',
  ),
)

/**
 * One word for /bin/sh (dash and bash) that is exactly `text`.
 *
 * @param text any string; newlines are kept
 * @returns the text itself when no character of it is special, else single-quoted
 * @throws TypeError for a NUL byte, which no argument can hold, and for a lone surrogate, which has no UTF-8
 */
export function quote(text: string): string {
  if (text.includes('\0')) throw new TypeError('a NUL byte cannot be in an argument')
  if (/\p{Surrogate}/u.test(text)) throw new TypeError('an argument must be well-formed Unicode')
  return safe.test(text) ? text : inQuotes(text)
}

/**
 * The first word of a command. Quoted where an unquoted one would be grammar (`if`) or an assignment (`a=b`).
 *
 * @throws TypeError as `quote` does
 */
export function quoteProgram(text: string): string {
  const word = quote(text)
  return reserved.has(word) || word.includes('=') ? inQuotes(text) : word
}

/** Within single quotes nothing is special but the quote itself: it is closed, an escaped quote added, and opened again. */
function inQuotes(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}
