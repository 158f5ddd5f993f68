/** Which behaviour each image has. */
import { fullName } from '../docker/registry.ts'
import { PracticeError } from '../practice-error.ts'
import type { Behaviour } from './behaviour.ts'
import { caddy } from './caddy.ts'
import { cloudflared } from './cloudflared.ts'
import { elementWeb } from './element-web.ts'
import { keycloak } from './keycloak.ts'
import { mas } from './mas.ts'
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
}

/** @throws PracticeError for an image whose program is not modelled */
export function behaviourOf(image: string): Behaviour {
  const found = behaviours[fullName(image).name]
  if (!found) throw new PracticeError('docker', `the image ${image}`)
  return found
}
