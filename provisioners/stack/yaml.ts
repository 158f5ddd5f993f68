/** An object with Secret leaves, serialised once: YAML whose secrets stay apart from the text around them. */
import { Document, isScalar, Scalar, visit } from 'yaml'
import { Secret } from '../model/secret.ts'
import type { Text } from '../model/text.ts'

/** Private use area of Unicode: no configuration holds these, and YAML writes them as they are. */
const OPEN = '\ue000'
const CLOSE = '\ue001'

/**
 * Keys keep their order; strings that YAML 1.1 or 1.2 would read as something else are quoted (Synapse's parser is 1.1).
 *
 * @throws TypeError for what YAML would have to leave out: undefined, functions, numbers that are none
 */
export function toYaml(value: unknown): Text {
  const secrets: Secret[] = []
  const document = new Document(replaceSecrets(value, secrets), {
    version: '1.2',
    compat: 'yaml-1.1',
    aliasDuplicateObjects: false,
  })
  visit(document, {
    Scalar(_, node) {
      if (isScalar(node) && typeof node.value === 'string' && node.value.startsWith(OPEN))
        node.type = Scalar.QUOTE_DOUBLE
    },
  })
  const text = document.toString({ lineWidth: 0 })
  return putSecrets(text, secrets)
}

/** The same for a JSON file. */
export function toJson(value: unknown): Text {
  const secrets: Secret[] = []
  return putSecrets(`${JSON.stringify(replaceSecrets(value, secrets), null, 2)}\n`, secrets)
}

function replaceSecrets(value: unknown, secrets: Secret[]): unknown {
  if (value instanceof Secret) {
    secrets.push(value)
    return `${OPEN}${secrets.length - 1}${CLOSE}`
  }
  if (typeof value === 'string') {
    if (value.includes(OPEN) || value.includes(CLOSE))
      throw new TypeError('a private character in a configuration')
    return value
  }
  if (value === null || typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value)))
    return value
  if (Array.isArray(value)) return value.map((item: unknown) => replaceSecrets(item, secrets))
  if (typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype)
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [replaceSecrets(key, []), replaceSecrets(item, secrets)]),
    )
  throw new TypeError(`a configuration cannot hold ${typeof value}`)
}

/** Between double quotes YAML and JSON escape alike: YAML took JSON's escapes over. */
function putSecrets(text: string, secrets: readonly Secret[]): Text {
  return text.split(/(\ue000\d+\ue001)/).map((piece) => {
    if (!piece.startsWith(OPEN)) return piece
    const secret = secrets[Number(piece.slice(1, -1))]
    if (!secret) throw new TypeError('a placeholder without its secret')
    const escaped = JSON.stringify(secret.reveal())
      .slice(1, -1)
      .replace(/[^\x20-\x7e]/g, escapeCharacter)
    return escaped === secret.reveal() ? secret : new Secret(escaped, secret.label)
  })
}

/** JSON leaves some characters as they are that YAML takes for line breaks or refuses. */
const escapeCharacter = (character: string): string =>
  `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
