/** A provider's entry in an intent, and its test over a Pi that is a real SSH server in this process. */
import { placeOf } from '../../../provisioners/identity/index.ts'
import { intentSchema, type Intent } from '../../../provisioners/model/intent.ts'
import type { TestLine } from '../../../provisioners/model/test-line.ts'
import { Secret } from '../../../provisioners/model/secret.ts'
import { testProvider } from '../../../provisioners/provider-test.ts'
import type { Host } from '../../../provisioners/host/host.ts'
import { CLIENT } from './client.ts'

export const KEY = 'work'

export function intentWith(kind: string, settings: Record<string, string | boolean>): Intent {
  return intentSchema.parse({
    version: 2,
    name: 'Brookside',
    address: {
      mode: 'domain',
      serverName: 'brookside.example',
      host: 'matrix.brookside.example',
      identityHost: 'id.brookside.example',
    },
    signIn: { providers: [{ key: KEY, kind, settings }] },
    server: { memory: 'large' },
  })
}

export function entryOf(intent: Intent): Intent['signIn']['providers'][number] {
  const entry = intent.signIn.providers[0]
  if (!entry) throw new Error('the intent has no provider')
  return entry
}

/** The redirect address hangs on the server's name and the entry's key alone. */
export const redirect = placeOf(entryOf(intentWith('oidc', {})), intentWith('oidc', {})).redirect

export interface Try {
  readonly host: Host
  readonly ca: string
  readonly settings: Record<string, string | boolean>
  readonly kind?: string
  readonly secret?: string
}

export function tryEntry({ host, ca, settings, kind = 'oidc', secret }: Try): Promise<TestLine[]> {
  const given = new Map([[`provider-${KEY}`, new Secret(secret ?? CLIENT.secret, 'client secret')]])
  return testProvider(KEY, intentWith(kind, { clientId: CLIENT.id, ...settings }), given, {
    connect: () => Promise.resolve(host),
    now: () => 1_800_000_000,
    web: { ca: [ca], timeoutMs: 5000 },
  })
}
