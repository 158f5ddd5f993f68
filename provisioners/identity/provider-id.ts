/** The ULID of a provider's entry: worked out, never drawn, so that nothing has to be kept for it to stay the same for ever. */
import { sha256 } from '@noble/hashes/sha2.js'
import { utf8ToBytes } from '@noble/hashes/utils.js'

/** Crockford's base 32, as ULIDs are written. */
const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/**
 * @param serverName the server's permanent name
 * @param key the owner's permanent name of the entry
 * @returns 26 digits whose first is 0 to 7, as MAS demands (MAS, docs/config.schema.json)
 */
export function providerId(serverName: string, key: string): string {
  const hash = sha256(utf8ToBytes(`bramble provider\n${serverName}\n${key}`))
  let bits = hash.slice(0, 16).reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n)
  let id = ''
  for (let index = 0; index < 26; index++) {
    id = (DIGITS[Number(bits & 31n)] ?? '0') + id
    bits >>= 5n
  }
  return id
}
