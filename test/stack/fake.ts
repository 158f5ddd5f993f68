/** Intents and secrets for tests: made up, the same every time, and recognisable wherever they leak to. */
import type { Means } from '../../provisioners/engine/resource.ts'
import { intentSchema, type Intent } from '../../provisioners/model/intent.ts'
import { Secret, type SecretSpec } from '../../provisioners/model/secret.ts'
import { pocketIdIntent } from '../identity/pocket-id/intent.ts'
import { secretSpecs } from '../../provisioners/components.ts'

export const intent: Intent = intentSchema.parse({
  version: 2,
  name: 'Brookside',
  address: { mode: 'home', host: 'brookside.local' },
  signIn: {},
})

export const withoutElement: Intent = { ...intent, extras: { elementWeb: false } }

/** Every subset of the extras. */
export const intents: readonly [string, Intent][] = [
  ['with Element Web', intent],
  ['without extras', withoutElement],
  ['with Pocket ID', pocketIdIntent],
]

const shapes: Readonly<Record<SecretSpec['kind'], (id: string) => string>> = {
  token: (id) => `canary-${id}`.padEnd(43, 'x').slice(0, 43),
  hex64: () => 'ca9a17'.padEnd(64, '0'),
  localpart: (id) => Buffer.from(id).toString('hex').padEnd(32, '0').slice(0, 32),
  rsa4096: (id) => pem(`canary-${id}`),
  rsa: (id) => pem(`canary-${id}`),
  p256: (id) => pem(`canary-${id}`),
  given: (id) => `canary-given-${id}`,
  'signing-key': () => `ed25519 a_fake ${'canaryseed'.padEnd(43, 'A')}\n`,
}

/** Looks like a key and is none. */
const pem = (text: string): string =>
  `-----BEGIN PRIVATE KEY-----\n${btoa(text.padEnd(96, '.'))}\n-----END PRIVATE KEY-----\n`

export const secretOf = ({ id, kind, label }: SecretSpec): Secret => new Secret(shapes[kind](id), label)

/** Secrets of any intent: only declared ones are there. */
export const fakeSecretsOf =
  (of: Intent) =>
  (id: string): Secret => {
    const spec = secretSpecs(of).find((candidate) => candidate.id === id)
    if (!spec) throw new Error(`no component declares the secret ${id}`)
    return secretOf(spec)
  }

export const fakeSecret = fakeSecretsOf(intent)

export const means: Means = { secret: fakeSecret, changed: () => false }

export const allSecrets: readonly Secret[] = secretSpecs(intent).map(({ id }) => fakeSecret(id))
