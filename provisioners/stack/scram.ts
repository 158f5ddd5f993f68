/** PostgreSQL's SCRAM-SHA-256 verifier of a password (RFC 5803's form), so that no password is ever in SQL or in a log. */
import { hmac } from '@noble/hashes/hmac.js'
import { pbkdf2 } from '@noble/hashes/pbkdf2.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { utf8ToBytes } from '@noble/hashes/utils.js'
import { Secret } from '../model/secret.ts'

/** PostgreSQL's own number (scram_iterations). */
const ITERATIONS = 4096

/**
 * The salt comes from the password itself and the role, so that the same password always gives the same verifier:
 * what is there can be compared with what should be. That is sound for random passwords, which Bramble's all are.
 */
export function scramVerifier(password: Secret, role: string): Secret {
  const secret = utf8ToBytes(password.reveal())
  const salt = hmac(sha256, secret, utf8ToBytes(`bramble scram salt for ${role}`)).slice(0, 16)
  const salted = pbkdf2(sha256, secret, salt, { c: ITERATIONS, dkLen: 32 })
  const stored = sha256(hmac(sha256, salted, utf8ToBytes('Client Key')))
  const server = hmac(sha256, salted, utf8ToBytes('Server Key'))
  const text = `SCRAM-SHA-256$${ITERATIONS}:${base64(salt)}$${base64(stored)}:${base64(server)}`
  return new Secret(text, `verifier of ${password.label}`)
}

const base64 = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes))
