/** Marks of what Bramble wrote, so that a file that a hand has changed is told from one that this Bramble would write otherwise. Pure. */
import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import type { Secret, SecretSpec } from '../model/secret.ts'

/** The Pi's own key: a plain hash of a file with a short secret in it would let that secret be guessed. */
export const storeKey = {
  id: 'store-key',
  label: 'key for the marks of written files',
  kind: 'token',
} as const satisfies SecretSpec

export interface Written {
  /** Tells whether the key is still the one that the marks were made with. */
  readonly key: string
  /** By service and file, such as `synapse/homeserver.yaml`. */
  readonly files: ReadonlyMap<string, string>
}

/** @param hash sha256 of the file, in hex */
export const markOf = (key: Secret, service: string, file: string, hash: string): string =>
  keyed(key, `file ${service}/${file} ${hash}`)

export const markOfKey = (key: Secret): string => keyed(key, 'key')

const keyed = (key: Secret, text: string): string =>
  bytesToHex(hmac(sha256, utf8ToBytes(key.reveal()), utf8ToBytes(text)))
