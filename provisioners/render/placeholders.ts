/** What stands for a secret in files that are only looked at: recognisable, the same every time, and of the secret's own form. */
import { Secret, type SecretSpec } from '../model/secret.ts'

/** @returns a secret by its id that is none: programs can read the file's form, and nothing can be opened with it */
export function placeholders(specs: readonly SecretSpec[]): (id: string) => Secret {
  const byId = new Map(specs.map((spec) => [spec.id, spec]))
  return (id) => {
    const spec = byId.get(id)
    if (!spec) throw new Error(`no component declares the secret ${id}`)
    return new Secret(placeholder(spec), spec.label)
  }
}

function placeholder({ kind, label }: SecretSpec): string {
  const words = `[secret: ${label}]`
  switch (kind) {
    case 'token':
    case 'given':
      return words
    case 'hex64':
      return '0'.repeat(64)
    case 'localpart':
      return '0'.repeat(32)
    case 'rsa':
    case 'rsa4096':
    case 'p256':
      return `-----BEGIN PRIVATE KEY-----\n${Buffer.from(words).toString('base64')}\n-----END PRIVATE KEY-----\n`
    case 'signing-key':
      return `ed25519 a_none ${Buffer.alloc(32).toString('base64').replace(/=+$/, '')}\n`
  }
}
