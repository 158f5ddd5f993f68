/** Makes secrets from real randomness; the engine gets this as an argument. */
import { generateKeyPairSync } from 'node:crypto'
import type { MakeSecret } from './engine/secrets.ts'

/**
 * @param random cryptographically strong bytes
 * @returns a maker of each kind of secret; RSA and P-256 keys take their randomness from OpenSSL
 */
export function secretMaker(random: (bytes: number) => Uint8Array): MakeSecret {
  return (kind) => {
    switch (kind) {
      case 'token':
        return Buffer.from(random(32)).toString('base64url')
      case 'hex64':
        return Buffer.from(random(32)).toString('hex')
      case 'localpart':
        return Buffer.from(random(16)).toString('hex')
      case 'rsa':
      case 'rsa4096':
        return generateKeyPairSync('rsa', {
          modulusLength: kind === 'rsa' ? 2048 : 4096,
          privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
          publicKeyEncoding: { type: 'spki', format: 'pem' },
        }).privateKey
      case 'p256':
        return generateKeyPairSync('ec', {
          namedCurve: 'P-256',
          privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
          publicKeyEncoding: { type: 'spki', format: 'pem' },
        }).privateKey
      case 'signing-key': {
        // Synapse's own form: one line, the key's version, and an unpadded base64 seed (synapse config/key.py).
        const letters = [...random(4)].map((byte) => String.fromCharCode(97 + (byte % 26))).join('')
        return `ed25519 a_${letters} ${Buffer.from(random(32)).toString('base64').replace(/=+$/, '')}\n`
      }
    }
  }
}
