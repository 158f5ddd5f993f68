/** A body for the Admin REST API, as lines of curl's configuration. */
import { Secret } from '../../model/secret.ts'
import type { Text } from '../../model/text.ts'
import { toJson } from '../../stack/yaml.ts'

/** @returns a file for `curl --config`: curl takes JSON's escapes between double quotes for its own, so each is escaped once more */
export function requestFile(body: unknown): Text {
  return [
    'header = "Content-Type: application/json"\ndata-raw = "',
    ...toJson(body).map((part) =>
      typeof part === 'string' ? escaped(part) : new Secret(escaped(part.reveal()), part.label),
    ),
    '"\n',
  ]
}

/** curl, docs/cmdline-opts/config.md: a backslash, a quote and a line break between double quotes. */
const escaped = (text: string): string =>
  text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')
