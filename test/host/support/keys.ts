/** Keys made for the tests, once a process. */
import ssh2 from 'ssh2'

const { generateKeyPairSync, parseKey } = ssh2.utils

export interface KeyPair {
  readonly private: string
  /** `type base64`, as a .pub file has it. */
  readonly public: string
  /** The public key in SSH's wire form. */
  readonly blob: Buffer
}

export const ed25519 = (): KeyPair => pair(generateKeyPairSync('ed25519'))
export const ecdsa = (): KeyPair => pair(generateKeyPairSync('ecdsa', { bits: 256 }))
export const rsa = (): KeyPair => pair(generateKeyPairSync('rsa', { bits: 2048 }))
export const encrypted = (passphrase: string): KeyPair =>
  pair(generateKeyPairSync('ed25519', { passphrase, cipher: 'aes256-ctr', rounds: 4 }))

function pair(keys: { private: string; public: string }): KeyPair {
  const parsed = parseKey(keys.public)
  if (parsed instanceof Error) throw parsed
  return { private: keys.private, public: keys.public.trim(), blob: parsed.getPublicSSH() }
}
