/** The first person's way into the identity service of this Pi: asked for from here, over a forwarded connection. */
import type { EngineMeans } from './engine.ts'
import { look } from './engine/look.ts'
import { storedSecrets } from './engine/secrets.ts'
import { http } from './host/http.ts'
import type { IdentityInvitation } from './identity/identity-provider.ts'
import { placeOf, providerOf } from './identity/index.ts'
import { EngineError } from './model/engine-error.ts'
import type { Intent } from './model/intent.ts'
import type { ProofView } from './model/proof.ts'
import type { Secret } from './model/secret.ts'
import { addressOf } from './stack/observe.ts'

/** How the first person comes in, as the answers have it. */
export const firstPerson = ({ signIn }: Intent): ProofView['firstPerson'] => ({
  account: signIn.accounts,
  link: signIn.providers.some(({ kind }) => providerOf(kind).invitation !== undefined),
  buttons: signIn.providers.map(({ kind, label }) => label ?? providerOf(kind).name),
})

/** @throws EngineError not-found where no such service runs, and what the provider's own file throws */
export async function identityInvitation(
  intent: Intent,
  means: Pick<EngineMeans, 'connect' | 'now'>,
): Promise<IdentityInvitation> {
  const [found] = intent.signIn.providers.flatMap((entry) => {
    const provider = providerOf(entry.kind)
    return provider.invitation ? [{ entry, provider }] : []
  })
  if (!found) throw new EngineError('not-found', 'No service for identities runs on this Pi.')
  const host = await means.connect()
  const secrets = (await look(host, [{ facts: { storedSecrets } }])).get(storedSecrets.id) as ReadonlyMap<
    string,
    Secret
  >
  const link = found.provider.invitation?.(placeOf(found.entry, intent), {
    now: means.now(),
    secret(id) {
      const secret = secrets.get(id)
      if (!secret) throw new EngineError('not-found', `${found.provider.name} was not set up on this Pi.`)
      return secret
    },
    async ask({ service, port, ...request }) {
      const address = addressOf(service)
      const at = (await look(host, [{ facts: { address } }])).get(address.id) as string
      if (at === '') throw new EngineError('not-found', `${found.provider.name} does not run on this Pi.`)
      return http(await host.forward({ host: at, port }), request)
    },
  })
  if (!link) throw new EngineError('not-found', 'No service for identities runs on this Pi.')
  return link
}
