/**
 * Questions and changes by Keycloak's Admin REST API, asked from inside the stack. The token goes from one program's output to
 * the next one's input: neither it nor the secret that it is made from is ever an argument.
 */
import { allOf, pipe, sh, type Command } from '../../shell/command.ts'
import { containerName, paths, PROBE_SERVICE } from '../../stack/paths.ts'
import { ADMIN_CLIENT_ID, inside, secrets } from './names.ts'

/** Where a change's body waits, for root only, until it is sent. */
export const requestPath = `${paths.root}/keycloak-request`

const curl = (...rest: readonly string[]): Command =>
  sh`docker exec --interactive ${containerName(PROBE_SERVICE)} curl --silent --show-error --max-time 20 --config - ${rest}`

/** Prints one line of curl's configuration, with a token that is good for a minute (Keycloak, client credentials grant). */
const authorization = (): Command =>
  pipe(
    sh`sed ${`s/.*/data = "grant_type=client_credentials\\&client_id=${ADMIN_CLIENT_ID}\\&client_secret=&"/`} ${`${paths.secrets}/${secrets.admin.id}`}`,
    curl('--fail', inside('/realms/master/protocol/openid-connect/token')),
    sh`sed -n ${'s/.*"access_token":"\\([^"]*\\)".*/header = "Authorization: Bearer \\1"/p'}`,
  )

/** Two lines for each path below /admin/realms: what it answers, and the HTTP status. */
export const look = (paths: readonly string[]): Command =>
  pipe(
    authorization(),
    curl('--write-out', '\\n%{http_code}\\n', ...paths.map((path) => inside(`/admin/realms${path}`))),
  )

/** Sends the body that waits at `requestPath`, and takes it away. */
export const send = (method: 'PUT' | 'POST', path: string): Command =>
  allOf(
    pipe(
      authorization(),
      sh`cat - ${requestPath}`,
      curl('--fail-with-body', '--request', method, inside(`/admin/realms${path}`)),
    ),
    sh`rm -f -- ${requestPath}`,
  )
