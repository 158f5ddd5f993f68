/** Keycloak: reads its settings file, signs in to its database, imports a realm once, and answers for it. */
import { fails, plain, type Behaviour } from './behaviour.ts'
import type { Inside } from './inside.ts'
import { importRealm, keycloakAnswer } from './keycloak-http.ts'
import { signIn } from './postgres.ts'
import type { Settings } from './settings.ts'

const DEFAULT_FILE = '/opt/keycloak/conf/keycloak.conf'
const IMPORT = '/opt/keycloak/data/import'

export const keycloak: Behaviour = {
  // no curl; what it holds besides is nobody's business here
  programs: ['bash'],
  uid: 1000,
  bootSeconds: 40,
  memoryBytes: 520 * 1024 ** 2,
  entrypoint: '/opt/keycloak/bin/kc.sh',
  imageHealth: null,
  boot(inside) {
    const settings = settingsOf(inside)
    if (!settings) return fails('ERROR: the configuration file does not exist or cannot be read')
    if (settings['hostname'] === undefined)
      return fails(
        'ERROR: hostname is not configured; either configure hostname, or set hostname-strict to false',
      )
    const entered = enter(inside, settings)
    if ('trouble' in entered) return fails(`ERROR: Failed to obtain JDBC connection: ${entered.trouble}`)
    const { rows } = entered.database
    if (!rows.has('admin client'))
      rows.set('admin client', {
        id: settings['bootstrap-admin-client-id'],
        secret: settings['bootstrap-admin-client-secret'],
      })
    const { command } = inside.container.spec
    for (const name of inside.list(IMPORT).filter((file) => file.endsWith('-realm.json'))) {
      if (!command.includes('--import-realm')) break
      const file = inside.read(`${IMPORT}/${name}`)
      if ('trouble' in file) return fails(`ERROR: ${IMPORT}/${name}: ${file.trouble}`)
      importRealm(inside, entered.database, JSON.parse(file.text) as Settings)
    }
    return null
  },
  greeting: () => [
    'WARN practice: this stands for Keycloak; nobody signs in with it',
    'INFO [io.quarkus] (main) Keycloak on JVM started',
  ],
  listens(inside, port) {
    const settings = settingsOf(inside)
    return port === portOf(settings) || (port === 9000 && settings?.['health-enabled'] === 'true')
  },
  http(inside, port, request) {
    const settings = settingsOf(inside) ?? {}
    const entered = enter(inside, settings)
    const [route] = request.path.split('?')
    if (port !== portOf(settings))
      return route === '/health/ready' && 'database' in entered ? plain(200, 'UP') : plain(503, 'DOWN')
    if (!('database' in entered)) return plain(500, '')
    return keycloakAnswer(inside, settings, entered.database, request)
  },
}

const portOf = (settings: Readonly<Record<string, string>> | null): number =>
  Number(settings?.['http-port'] ?? 8080)

/** `key=value` lines; null where the file cannot be read. */
function settingsOf(inside: Inside): Readonly<Record<string, string>> | null {
  const named = inside.container.spec.command.find((word) => word.startsWith('--config-file='))
  const file = inside.read(named?.slice('--config-file='.length) ?? DEFAULT_FILE)
  if ('trouble' in file) return null
  return Object.fromEntries(
    file.text.split('\n').flatMap((line) => {
      const found = /^([a-z-]+)=(.*)$/.exec(line)
      return found ? [[found[1] ?? '', found[2] ?? '']] : []
    }),
  )
}

const enter = (inside: Inside, settings: Readonly<Record<string, string>>) =>
  signIn(inside, {
    host: settings['db-url-host'] ?? 'localhost',
    port: 5432,
    user: settings['db-username'] ?? '',
    password: settings['db-password'] ?? '',
    database: settings['db-url-database'] ?? 'keycloak',
  })
