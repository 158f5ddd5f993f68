/** curl's configuration, by which addresses, headers and bodies reach it on standard input and never in an argument. */
import { Secret } from '../model/secret.ts'
import type { Text } from '../model/text.ts'

/** One option of curl's configuration: its long name, and its value. */
export type CurlOption = readonly [name: string, value: Text]

/**
 * curl's configuration, as its option `--config` reads it: one option a line, each value between double quotes, where only
 * the backslash has a meaning (curl, docs/cmdline-opts/config.md).
 *
 * @throws TypeError for a NUL byte, which ends curl's text, and for an option's name that is none
 */
export function curlConfig(options: readonly CurlOption[]): Text {
  return options.flatMap(([name, value]) => {
    if (!/^[a-z][a-z0-9-]*$/.test(name)) throw new TypeError(`no option of curl: ${name}`)
    return [`${name} = "`, ...value.map(escapePart), '"\n']
  })
}

function escapePart(part: string | Secret): string | Secret {
  if (!(part instanceof Secret)) return escape(part)
  const escaped = escape(part.reveal())
  return escaped === part.reveal() ? part : new Secret(escaped, part.label)
}

const escapes: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '"': '\\"',
  '\t': '\\t',
  '\n': '\\n',
  '\r': '\\r',
  '\v': '\\v',
}

function escape(text: string): string {
  if (text.includes('\0')) throw new TypeError('a NUL byte cannot be in curl’s configuration')
  return text.replace(/[\\"\t\n\r\v]/g, (character) => escapes[character] ?? character)
}
