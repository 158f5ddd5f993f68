/** What proves that the server works: the answers that a real client asks for first. */
import { defineResource, type Diff, type Resource } from '../engine/resource.ts'
import type { Intent } from '../model/intent.ts'
import { addressesOf } from './address.ts'
import { metadataProbe, metadataUrl, SYNAPSE, versionsProbe } from './checks.ts'
import { waitForSite } from './commands.ts'

export function matrixProofs(intent: Intent): Resource[] {
  return [clientAnswered(intent)]
}

/**
 * Goes the whole way: the front door with its certificate, Synapse, and through it MAS, whose metadata Synapse hands out.
 * Behind a proxy of others it begins at Synapse: that proxy gets its piece when all of this is done.
 */
function clientAnswered(intent: Intent): Resource {
  const addresses = addressesOf(intent)
  return defineResource({
    id: 'client-answered',
    title: 'Ask the server what an app would ask',
    phase: 'prove',
    after: ['containers'],
    facts: { versions: versionsProbe(addresses), metadata: metadataProbe(addresses) },
    diff({ versions, metadata }): Diff {
      if (versions.status === 200 && metadata.status === 200)
        return { met: true, reason: 'The server answers, and says how to sign in.' }
      return {
        met: false,
        change: 'add',
        summary: 'The server’s address and its sign-in',
        likely: true,
        failure: 'not-healthy',
        actions: [
          {
            kind: 'run',
            command: waitForSite(metadataUrl(addresses), 180, addresses, SYNAPSE),
            timeoutSeconds: 240,
          },
        ],
      }
    },
  })
}
