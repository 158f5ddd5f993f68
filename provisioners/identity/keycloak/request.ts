/** A body for the Admin REST API, as lines of curl's configuration. */
import { Secret } from '../../model/secret.ts'
import type { Text } from '../../model/text.ts'
import { toJson } from '../../stack/yaml.ts'

/**
 * @returns a file for `curl --config`, to stand behind other lines: it begins with a line break, which sed leaves out where its
 *   own input ends without one. Between double quotes curl takes JSON's escapes for its own, so each is escaped once more.
 */
export function requestFile(body: unknown): Text {
  return [
    '\nheader = "Content-Type: application/json"\ndata-raw = "',
    ...toJson(body).map((part) =>
      typeof part === 'string' ? escaped(part) : new Secret(escaped(part.reveal()), part.label),
    ),
    '"\n',
  ]
}

/** curl, docs/cmdline-opts/config.md: a backslash, a quote and a line break between double quotes. */
const escaped = (text: string): string =>
  text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')
