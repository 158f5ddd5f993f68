/** Pocket ID as a service of the stack, and which of its addresses the world may reach. */
import { defineCheck } from '../../engine/check.ts'
import { images } from '../../images.ts'
import { clientSecretId } from '../../matrix/upstream.ts'
import type { Intent } from '../../model/intent.ts'
import type { Contribution, Route } from '../../stack/contribution.ts'
import type { Place } from '../identity-provider.ts'
import * as facts from './facts.ts'
import { API_KEY, ENCRYPTION_KEY, originOf, PORT, SERVICE } from './place.ts'

const MOUNT = '/run/bramble'
/** Nobody's on a Raspberry Pi OS, where 1000, the image's own choice, is the person who signs in. */
const user = { uid: 1411, gid: 1411 }

/**
 * Its data is SQLite in a directory of its own, as upstream runs it: accounts and pictures are then one thing to save and to
 * put back, and no connection string with a password has to be anywhere.
 */
export function pocketIdService(place: Place, intent: Intent): Contribution {
  return {
    id: SERVICE,
    services: [
      {
        id: SERVICE,
        name: 'Pocket ID',
        what: 'Accounts with passkeys instead of passwords',
        image: images.pocketId,
        user,
        store: {
          mount: MOUNT,
          files: [
            // taken byte for byte: no newline behind it (Pocket ID, backend/internal/common/env_config.go)
            { name: 'encryption-key', mode: 0o600, render: (secret) => [secret(ENCRYPTION_KEY)] },
            { name: 'api-key', mode: 0o600, render: (secret) => [secret(API_KEY)] },
          ],
        },
        data: [{ name: SERVICE, mount: '/app/data' }],
        compose: {
          // never root: the image's own start then changes no owners (Pocket ID, scripts/docker/entrypoint.sh)
          user: `${user.uid}:${user.gid}`,
          environment: environment(place, intent),
          healthcheck: {
            test: ['CMD', '/app/pocket-id', 'healthcheck'],
            interval: '15s',
            timeout: '6s',
            retries: 4,
            start_period: '60s',
          },
        },
        memoryLimitMiB: 256,
        memoryUseMiB: MEMORY_MIB,
        downloadMiB: 35,
        diskMiB: 120,
        after: [],
      },
    ],
    databases: [],
    routes,
    secrets: [
      { id: ENCRYPTION_KEY, label: 'Pocket ID encryption key', kind: 'token' },
      { id: API_KEY, label: 'Pocket ID administration key', kind: 'token' },
      {
        id: clientSecretId(place.entry.key),
        label: 'secret between the sign-in service and Pocket ID',
        kind: 'token',
      },
    ],
    checks: [pocketIdAnswers],
  }
}

export const MEMORY_MIB = 60

/** Names and meanings: Pocket ID, backend/internal/common/env_config.go and backend/internal/appconfig/model.go. */
const environment = (place: Place, intent: Intent): Record<string, string> => ({
  APP_URL: originOf(place),
  ENCRYPTION_KEY_FILE: `${MOUNT}/encryption-key`,
  STATIC_API_KEY_FILE: `${MOUNT}/api-key`,
  // the pools that Docker takes its networks from; who signs in from where is in the audit log
  TRUST_PROXY: '172.16.0.0/12,192.168.0.0/16,10.0.0.0/8',
  ALLOW_INSECURE_CALLBACK_URLS: 'false',
  ANALYTICS_DISABLED: 'true',
  VERSION_CHECK_DISABLED: 'true',
  UI_CONFIG_DISABLED: 'true',
  APP_NAME: intent.name,
  // an address counts as proven, because nobody but an administrator types one
  ALLOW_USER_SIGNUPS: 'disabled',
  ALLOW_OWN_ACCOUNT_EDIT: 'false',
  REQUIRE_USER_EMAIL: 'false',
})

const blocked = (pattern: string): Route => ({
  site: 'identity',
  match: { kind: 'regex', pattern },
  to: { kind: 'not-found' },
})

const routes: readonly Route[] = [
  // who comes first becomes the administrator, and whoever holds a token types an address of their own
  // (Pocket ID, backend/internal/usersignup/module.go)
  blocked('^/api/signup(/.*)?$'),
  blocked('^/signup(/setup/?)?$'),
  blocked('^/(setup|st)(/.*)?$'),
  {
    site: 'identity',
    match: { kind: 'all' },
    // the administration key is for this machine alone; people who administer sign in with a passkey
    to: { kind: 'service', service: SERVICE, port: PORT, withoutHeaders: ['X-API-KEY'] },
  },
]

const pocketIdAnswers = defineCheck({
  code: 'pocket-id.answers',
  severity: 'blocks',
  dependsOn: [`service.${SERVICE}`, 'service.synapse', 'docker.runs'],
  grace: 15,
  facts: { health: facts.health },
  words: {
    title: 'Pocket ID does not answer',
    remedy: 'Restart Pocket ID. Until it answers, nobody can sign in with a passkey.',
    good: 'Pocket ID answers.',
  },
  remedy: { kind: 'restart', service: SERVICE },
  judge: ({ health }) =>
    health.ok ? null : { detail: 'It runs, but does not answer.', evidence: [health.evidence] },
})
