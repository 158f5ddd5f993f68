/** Ways to sign in, their live tests, and the secrets that the owner brings for them. */
import {
  EngineError,
  providerPlaces,
  providerViews,
  Secret,
  wrongBridgeSecret,
  type Engine,
} from '../../provisioners/index.ts'
import type { SecretPlace } from '../../provisioners/model/provider-view.ts'
import { untried, type TestLine } from '../../provisioners/model/test-line.ts'
import type { Handlers } from '../contract/api.ts'
import type { Connections, Held } from './connections.ts'
import { storedIntent } from './status.ts'

type Names =
  | 'identity.providers'
  | 'identity.invitation'
  | 'identity.place'
  | 'identity.test'
  | 'mail.test'
  | 'secret.give'
  | 'secret.known'

export const identityHandlers = (connections: Connections): Pick<Handlers['requests'], Names> => ({
  'identity.providers': async () => providerViews(),
  'identity.place': async (entries) => providerPlaces(entries),

  'identity.test': ({ connection, intent, key }) =>
    tried(connections, connection, (engine, { given }) => engine.testProvider(key, intent, given)),
  'mail.test': ({ connection, mail, to }) =>
    tried(connections, connection, (engine, { given }) => engine.testMail(mail, to, given)),

  'identity.invitation': async ({ connection }) => {
    const engine = connections.engine(connection)
    const { url, expires } = await engine.identityInvitation(await storedIntent(engine))
    return { url: url.reveal(), expires }
  },

  'secret.give': async ({ connection, id, value }) => {
    const wrong = wrongBridgeSecret(id, value)
    if (wrong !== null) throw new EngineError('intent-invalid', wrong)
    connections.get(connection).given.set(id, new Secret(value, id))
    return {}
  },
  'secret.known': async ({ connection, ids }) => {
    const kept = await connections.engine(connection).keptSecrets()
    const { given } = connections.get(connection)
    return Object.fromEntries(
      ids.map((id): [string, SecretPlace] => [
        id,
        given.has(id) ? 'given' : kept.has(id) ? 'kept' : 'missing',
      ]),
    )
  },
})

/** The practice Pi has no way out, so nothing is pretended. */
async function tried(
  connections: Connections,
  id: string,
  test: (engine: Engine, held: Held) => Promise<readonly TestLine[]>,
): Promise<TestLine[]> {
  const held = connections.get(id)
  if (held.target.kind === 'practice') return [untried]
  return [...(await test(connections.engine(id), held))]
}
