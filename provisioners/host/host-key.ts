/** Host keys: what a server presents, and what the known keys say about it. Pure. */
import { createHash } from 'node:crypto'
import type { KnownKey } from './known-hosts.ts'

export type Verdict =
  /** This key is known for this host. */
  | 'known'
  /** Nothing is known about this host. */
  | 'unknown'
  /** Another key is known for this host: a new system on the Pi, or somebody in between. */
  | 'changed'
  /** This key was declared stolen. Never to be used, whatever a person says. */
  | 'revoked'

export interface PresentedHostKey {
  /** For example `ssh-ed25519`. */
  readonly type: string
  /** As `ssh-keygen -lf` prints it: `SHA256:` and base64 without padding. */
  readonly fingerprint: string
  readonly verdict: Verdict
  /** Fingerprints of the keys that are known for this host, by type. */
  readonly knownFingerprints: readonly { readonly type: string; readonly fingerprint: string }[]
}

/** @param blob a public key in SSH's wire form (RFC 4253, 6.6) */
export function fingerprint(blob: Buffer): string {
  return `SHA256:${createHash('sha256').update(blob).digest('base64').replace(/=+$/, '')}`
}

/** The type that a public key names itself, or '' for something that is no key. */
export function keyType(blob: Buffer): string {
  if (blob.length < 4) return ''
  const length = blob.readUInt32BE(0)
  const type = blob.subarray(4, 4 + length).toString('latin1')
  return type.length === length && /^[a-z0-9@.-]{1,64}$/.test(type) ? type : ''
}

/**
 * Judges a presented key. The app's own store goes before the user's file (which another program keeps and which may be
 * older); a revocation counts wherever it stands. A host that is known by other types only has "changed", because types are asked
 * for in the order of what is known: an honest server would have shown a known one.
 *
 * @param sources keys known for this host, the most trusted source first
 */
export function judge(blob: Buffer, sources: readonly (readonly KnownKey[])[]): PresentedHostKey {
  const all = sources.flat()
  const trusted =
    sources.map((keys) => keys.filter((key) => !key.revoked)).find((keys) => keys.length > 0) ?? []
  const same = (key: KnownKey) => key.blob.equals(blob)
  const verdict = all.some((key) => key.revoked && same(key))
    ? 'revoked'
    : trusted.length === 0
      ? 'unknown'
      : trusted.some(same)
        ? 'known'
        : 'changed'
  return {
    type: keyType(blob),
    fingerprint: fingerprint(blob),
    verdict,
    knownFingerprints: trusted.map((key) => ({ type: key.type, fingerprint: fingerprint(key.blob) })),
  }
}

/** Signature algorithms by key type (RFC 8332 for RSA). */
const algorithms: Readonly<Record<string, readonly string[]>> = {
  'ssh-ed25519': ['ssh-ed25519'],
  'ecdsa-sha2-nistp256': ['ecdsa-sha2-nistp256'],
  'ecdsa-sha2-nistp384': ['ecdsa-sha2-nistp384'],
  'ecdsa-sha2-nistp521': ['ecdsa-sha2-nistp521'],
  'ssh-rsa': ['rsa-sha2-512', 'rsa-sha2-256', 'ssh-rsa'],
}

/**
 * The host key algorithms to ask for first: those of the known keys. Without it a server that has several keys
 * presents another one than the known one, and looks changed.
 */
export function preferredAlgorithms(sources: readonly (readonly KnownKey[])[]): string[] {
  const trusted =
    sources.map((keys) => keys.filter((key) => !key.revoked)).find((keys) => keys.length > 0) ?? []
  return [...new Set(trusted.flatMap((key) => algorithms[key.type] ?? []))]
}
