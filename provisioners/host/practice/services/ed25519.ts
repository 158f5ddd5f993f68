/** Signatures as a Matrix server makes them, from the seed that its key file holds. */
import { createPrivateKey, createPublicKey, sign } from 'node:crypto'

/** A seed becomes a key by these bytes before it (RFC 8410, 7). */
const BEFORE_SEED = '302e020100300506032b657004220420'

/** @param seed 32 bytes in base64, with padding or without; so are the results, without */
export function ed25519(seed: string): { publicKey: string; sign(text: string): string } {
  const key = createPrivateKey({
    key: Buffer.concat([Buffer.from(BEFORE_SEED, 'hex'), Buffer.from(seed, 'base64')]),
    format: 'der',
    type: 'pkcs8',
  })
  const { x = '' } = createPublicKey(key).export({ format: 'jwk' })
  const unpadded = (bytes: Buffer): string => bytes.toString('base64').replace(/=+$/, '')
  return {
    publicKey: unpadded(Buffer.from(x, 'base64url')),
    sign: (text) => unpadded(sign(null, Buffer.from(text), key)),
  }
}
