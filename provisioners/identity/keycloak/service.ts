/** The service: its settings in one file that only it reads, and the realm that it imports on its first start. */
import { images } from '../../images.ts'
import type { Intent } from '../../model/intent.ts'
import type { Secret } from '../../model/secret.ts'
import type { Text } from '../../model/text.ts'
import { clientSecretId } from '../../matrix/upstream.ts'
import type { Contribution, Service } from '../../stack/contribution.ts'
import type { Place } from '../identity-provider.ts'
import { keycloakAnswers } from './checks.ts'
import { ADMIN_CLIENT_ID, MANAGEMENT_PORT, MOUNT, PORT, REALM, secrets, SERVICE } from './names.ts'
import { realmFile } from './realm.ts'
import { realmKeys } from './realm-keys.ts'
import { passwordId } from './resources.ts'

/** `USER 1000` of the image, in root's group (Keycloak, quarkus/container/Dockerfile). */
const user = { uid: 1000, gid: 0 }

/** The base of Keycloak's own address, without a slash at its end. */
export function publicBase({ addresses }: Place): string {
  if (addresses.identity === null) throw new TypeError('Keycloak without an address of its own')
  return addresses.identity.replace(/\/$/, '')
}

/** As a browser on the laptop sees the console through an SSH forward to the loopback of this machine. */
export const CONSOLE = `http://localhost:${PORT}`

export function contribution(place: Place, intent: Intent): Contribution {
  const { key } = place.entry
  return {
    id: SERVICE,
    services: [service(place, intent)],
    databases: [{ name: SERVICE, role: SERVICE, passwordSecret: secrets.database.id, locale: 'default' }],
    // the pages of this one realm and what they look like; administration, metrics, health and `master` are never public
    routes: [`/realms/${REALM}/`, '/resources/'].map((pattern) => ({
      site: 'identity',
      match: { kind: 'prefix', pattern },
      to: { kind: 'service', service: SERVICE, port: PORT },
    })),
    secrets: [
      secrets.database,
      secrets.admin,
      { id: clientSecretId(key), label: 'secret of the sign-in service’s client in Keycloak', kind: 'token' },
    ],
    checks: [keycloakAnswers],
  }
}

function service(place: Place, intent: Intent): Service {
  const { key } = place.entry
  const large = intent.server.memory === 'large'
  return {
    id: SERVICE,
    name: 'Keycloak',
    what: 'Accounts, groups and one-time codes, also from LDAP and SAML',
    image: images.keycloak,
    user,
    store: {
      // the import takes the files called …-realm.json and leaves all others alone
      mount: MOUNT,
      files: [
        { name: 'keycloak.conf', mode: 0o600, render: (secret) => configuration(place, secret) },
        {
          name: `${REALM}-realm.json`,
          mode: 0o600,
          shape: realmKeys,
          render: (secret) => realmFile(place, secret(clientSecretId(key)), secret(passwordId(key))),
        },
      ],
    },
    compose: {
      command: [`--config-file=${MOUNT}/keycloak.conf`, 'start', '--import-realm'],
      // a share of the container's limit is Keycloak's own default: without a memory cgroup that is a share of the whole machine
      environment: {
        JAVA_OPTS_KC_HEAP: large ? '-Xms64m -Xmx512m' : '-Xms64m -Xmx384m',
        // the quick compiler only: half the work at each start (27 to 15 seconds of processor time, measured)
        JAVA_OPTS_APPEND: '-XX:TieredStopAtLevel=1',
      },
      // for the console, by an SSH forward
      ports: [`127.0.0.1:${PORT}:${PORT}`],
      stop_grace_period: '30s',
      healthcheck: {
        // the image has bash and no curl
        test: ['CMD', 'bash', '-c', healthTest],
        interval: '10s',
        timeout: '5s',
        retries: 6,
        // on a Pi its first start takes minutes: it builds itself for its settings and makes its tables
        start_period: '540s',
      },
    },
    memoryLimitMiB: large ? 1024 : 768,
    memoryUseMiB: 650,
    downloadMiB: 260,
    diskMiB: 500,
    after: ['postgres'],
  }
}

/** The answer's first line and nothing else decides. */
const healthTest =
  `exec 3<>/dev/tcp/127.0.0.1/${MANAGEMENT_PORT}; ` +
  'printf \'GET /health/ready HTTP/1.0\\r\\n\\r\\n\' >&3; read -r _ status _ <&3; [ "$status" = 200 ]'

/**
 * All settings by file: what is in the environment, `docker inspect` shows. Keys: Keycloak, docs/guides/server/all-config.adoc.
 * The first start makes Bramble's own client of the two `bootstrap` lines; later starts leave it as it is.
 */
function configuration(place: Place, secret: (id: string) => Secret): Text {
  const lines: readonly (readonly [string, string | Secret])[] = [
    ['db', 'postgres'],
    ['db-url-host', 'postgres'],
    ['db-url-database', SERVICE],
    ['db-username', SERVICE],
    ['db-password', secret(secrets.database.id)],
    ['hostname', publicBase(place)],
    ['hostname-admin', CONSOLE],
    ['http-enabled', 'true'],
    ['http-port', String(PORT)],
    ['http-management-port', String(MANAGEMENT_PORT)],
    ['proxy-headers', 'xforwarded'],
    ['health-enabled', 'true'],
    ['cache', 'local'],
    ['bootstrap-admin-client-id', ADMIN_CLIENT_ID],
    ['bootstrap-admin-client-secret', secret(secrets.admin.id)],
  ]
  return lines.flatMap(([key, value]) => [`${key}=`, value, '\n'])
}
