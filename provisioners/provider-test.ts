/** The live test of one provider's entry, over this computer's own network and over the Pi's. */
import { createPrivateKey, sign } from 'node:crypto'
import { look } from './engine/look.ts'
import { storedSecrets, type GivenSecrets } from './engine/secrets.ts'
import type { Host } from './host/host.ts'
import { webFromHere, webFromPi, type WebOptions } from './host/web.ts'
import { wrongEntry } from './identity/answers.ts'
import { placeOf, providerOf, upstreamOf } from './identity/index.ts'
import { liveTest } from './identity/live-test.ts'
import type { Upstream } from './matrix/upstream.ts'
import { EngineError } from './model/engine-error.ts'
import type { Intent } from './model/intent.ts'
import type { TestLine } from './model/test-line.ts'
import { Secret } from './model/secret.ts'

export interface ProviderTestMeans {
  connect(): Promise<Host>
  /** Seconds since the epoch. */
  now(): number
  readonly web?: WebOptions | undefined
}

/**
 * @param key of the entry in the intent
 * @param given secrets that the owner brought; one that is missing is taken from the Pi, if it is there
 * @throws EngineError not-found for a key that the intent has not, intent-invalid for a kind that nobody knows, and those of
 *   the host; what a provider does is never thrown
 */
export async function testProvider(
  key: string,
  intent: Intent,
  given: GivenSecrets,
  means: ProviderTestMeans,
): Promise<TestLine[]> {
  const entry = intent.signIn.providers.find((one) => one.key === key)
  if (!entry) throw new EngineError('not-found', `There is no way to sign in by the name ${key}.`)
  const provider = providerOf(entry.kind)
  const wrong = wrongEntry(entry, provider)
  if (wrong.length > 0)
    return wrong.map((detail) => ({
      code: 'answers',
      verdict: 'in-the-way',
      title: 'An answer is not right yet',
      detail,
      remedy: 'Change it, and test again.',
    }))
  if (provider.where === 'here')
    return [
      {
        code: 'here',
        verdict: 'fine',
        title: 'It is set up on your Pi',
        detail: `${provider.name} is made and connected by Bramble itself.`,
        remedy: '',
      },
    ]
  const place = placeOf(entry, intent)
  const upstream = upstreamOf(entry, provider, place)
  const host = await means.connect()
  return liveTest({
    upstream,
    redirect: place.redirect,
    secret: await secretOf(upstream, given, host, means.now()),
    laptop: webFromHere(means.web),
    // a practice Pi has no network of its own
    pi: host.identity.kind === 'practice' ? null : webFromPi(host, means.web),
  })
}

async function secretOf(
  upstream: Upstream,
  given: GivenSecrets,
  host: Host,
  now: number,
): Promise<Secret | null> {
  const id = upstream.apple?.privateKey ?? upstream.clientSecret
  if (id === null) return null
  const secret = given.get(id) ?? (await stored(host)).get(id)
  if (!secret) return null
  return upstream.apple ? appleSecret(upstream, upstream.apple, secret, now) : secret
}

async function stored(host: Host): Promise<ReadonlyMap<string, Secret>> {
  return (await look(host, [{ facts: { storedSecrets } }])).get(storedSecrets.id) as ReadonlyMap<
    string,
    Secret
  >
}

/**
 * What stands for a client secret at Apple: a statement signed with the owner's key, good for five minutes (Apple, "Creating
 * a client secret").
 *
 * @returns null for a key that is none on the curve P-256
 */
export function appleSecret(
  { clientId, settings }: Pick<Upstream, 'clientId' | 'settings'>,
  { teamId, keyId }: { readonly teamId: string; readonly keyId: string },
  key: Secret,
  now: number,
): Secret | null {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
  const at = Math.floor(now)
  const said = `${part({ alg: 'ES256', kid: keyId })}.${part({
    iss: teamId,
    iat: at,
    exp: at + 300,
    aud: settings.issuer,
    sub: clientId,
  })}`
  try {
    const signature = sign('sha256', Buffer.from(said), {
      key: createPrivateKey(key.reveal()),
      dsaEncoding: 'ieee-p1363',
    })
    return new Secret(`${said}.${signature.toString('base64url')}`, 'statement for Apple')
  } catch {
    return null
  }
}
