/** A body for the Admin REST API, as lines of curl's configuration. */
import type { Text } from '../../model/text.ts'
import { curlConfig } from '../../shell/curl-config.ts'
import { toJson } from '../../stack/yaml.ts'

/**
 * @returns a file for `curl --config`, to stand behind other lines: it begins with a line break, which sed leaves out where its
 *   own input ends without one
 */
export const requestFile = (body: unknown): Text => [
  '\n',
  ...curlConfig([
    ['header', ['Content-Type: application/json']],
    ['data-raw', toJson(body)],
  ]),
]
