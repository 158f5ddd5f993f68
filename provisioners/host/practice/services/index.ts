/** Which behaviour each image has. */
import { fullName } from '../docker/registry.ts'
import { PracticeError } from '../practice-error.ts'
import type { Behaviour } from './behaviour.ts'
import { caddy } from './caddy.ts'
import { cloudflared } from './cloudflared.ts'
import { elementWeb } from './element-web.ts'
import { heisenbridge } from './heisenbridge.ts'
import { hookshot } from './hookshot.ts'
import { keycloak } from './keycloak.ts'
import { mas } from './mas.ts'
import { mautrix } from './mautrix.ts'
import { pocketId } from './pocket-id.ts'
import { postgres } from './postgres.ts'
import { synapse } from './synapse.ts'

const behaviours: Readonly<Record<string, Behaviour>> = {
  'docker.io/library/postgres': postgres,
  'ghcr.io/element-hq/synapse': synapse,
  'ghcr.io/element-hq/matrix-authentication-service': mas,
  'ghcr.io/element-hq/element-web': elementWeb,
  'docker.io/library/caddy': caddy,
  'ghcr.io/pocket-id/pocket-id': pocketId,
  'quay.io/keycloak/keycloak': keycloak,
  'docker.io/cloudflare/cloudflared': cloudflared,
  'docker.io/hif1/heisenbridge': heisenbridge,
  'ghcr.io/matrix-org/matrix-hookshot': hookshot,
}

/** One behaviour for each image of the family, made once. */
const MAUTRIX = 'dock.mau.dev/mautrix/'
const family = new Map<string, Behaviour>()

function mautrixOf(name: string, tag: string): Behaviour {
  const kind = { repository: name.slice(MAUTRIX.length), instagram: tag.startsWith('ig-') }
  const key = `${kind.repository} ${kind.instagram}`
  const made = family.get(key) ?? mautrix(kind)
  family.set(key, made)
  return made
}

/** @throws PracticeError for an image whose program is not modelled */
export function behaviourOf(image: string): Behaviour {
  const { name, tag } = fullName(image)
  const found = behaviours[name] ?? (name.startsWith(MAUTRIX) ? mautrixOf(name, tag) : undefined)
  if (!found) throw new PracticeError('docker', `the image ${image}`)
  return found
}
