/** The realm, once Keycloak runs: the import of the first start makes it, later runs change it in place. */
import { defineResource, type Action, type Means, type Resource } from '../../engine/resource.ts'
import { clientSecretId } from '../../matrix/upstream.ts'
import { probeUntil, restartService } from '../../stack/commands.ts'
import type { Place } from '../identity-provider.ts'
import { requestPath, send } from './commands.ts'
import { realmSeen, type Client, type Execution, type Seen } from './facts.ts'
import { BROWSER_FLOW, CODE_FLOW, REALM, REALM_URL, SERVICE } from './names.ts'
import { clientSettings, codeRequirement, firstPerson, realmSettings } from './realm.ts'
import { requestFile } from './request.ts'

export const passwordId = (key: string): string => `${clientSecretId(key)}-password`

type RealmSeen = Extract<Seen, { kind: 'realm' }>

interface Change {
  readonly what: string
  readonly actions: readonly Action[]
}

export function keycloakResources(place: Place): Resource[] {
  return [
    defineResource({
      id: 'keycloak-realm',
      title: 'Prepare Keycloak for the sign-in',
      phase: 'prove',
      after: ['containers'],
      facts: { seen: realmSeen },
      diff({ seen }, means) {
        if (seen.kind !== 'realm') {
          return {
            met: false,
            change: 'add',
            summary: 'The realm, the sign-in service’s client and the first person',
            likely: true,
            failure: 'not-healthy',
            actions: [
              // its start imports what is not there
              ...(seen.kind === 'no-realm' ? [run(restartService(SERVICE), 60)] : []),
              run(probeUntil(REALM_URL, 300), 330),
              // not in the import, which would then refuse a short first password and never start
              ...request('PUT', '', realmSettings(place)),
            ],
          }
        }
        const changes = changesOf(place, seen, means)
        if (changes.length === 0)
          return { met: true, reason: 'Realm, client and sign-in are as they should be.' }
        return {
          met: false,
          change: 'change',
          summary: changes.map(({ what }) => what).join(', '),
          failure: 'not-healthy',
          actions: changes.flatMap(({ actions }) => actions),
        }
      },
    }),
  ]
}

const run = (command: Extract<Action, { kind: 'run' }>['command'], timeoutSeconds: number): Action => ({
  kind: 'run',
  command,
  timeoutSeconds,
})

/** The body travels as a file that only root reads, and is gone after it. */
const request = (method: 'PUT' | 'POST', path: string, body: unknown): readonly Action[] => [
  {
    kind: 'upload',
    files: [{ path: requestPath, content: requestFile(body), mode: 0o600, uid: 0, gid: 0 }],
  },
  run(send(method, `/${REALM}${path}`), 60),
]

function changesOf(place: Place, seen: RealmSeen, means: Means): Change[] {
  const { entry } = place
  const secret = means.secret(clientSecretId(entry.key))
  const wanted = { ...clientSettings(place), secret }
  const step = codeStep(seen.executions)
  const requirement = codeRequirement(place)
  return [
    ...(differs(realmSettings(place), seen.realm)
      ? [{ what: 'settings of the realm', actions: request('PUT', '', realmSettings(place)) }]
      : []),
    ...(seen.client === null
      ? [{ what: 'the sign-in service’s client', actions: request('POST', '/clients', wanted) }]
      : clientDiffers(place, seen.client) || seen.client.secret.reveal() !== secret.reveal()
        ? [
            {
              what: 'the sign-in service’s client',
              actions: request('PUT', `/clients/${seen.client.id}`, wanted),
            },
          ]
        : []),
    ...(step !== undefined && step.requirement !== requirement
      ? [
          {
            what: 'one-time codes',
            actions: request('PUT', `/authentication/flows/${encodeURIComponent(BROWSER_FLOW)}/executions`, {
              ...step,
              requirement,
            }),
          },
        ]
      : []),
    ...(seen.people === 0
      ? [
          {
            what: 'the first person',
            actions: request('POST', '/users', firstPerson(place, means.secret(passwordId(entry.key)))),
          },
        ]
      : []),
  ]
}

const codeStep = (executions: readonly Execution[]): Execution | undefined =>
  executions.find(
    ({ displayName, authenticationFlow }) => authenticationFlow === true && displayName === CODE_FLOW,
  )

function clientDiffers(place: Place, client: Client): boolean {
  const { attributes, ...rest } = clientSettings(place)
  return differs(rest, client) || differs(attributes, client.attributes)
}

/** Only what is wanted counts: all else belongs to the realm's owner. */
const differs = (wanted: object, seen: object): boolean =>
  Object.entries(wanted).some(
    ([key, value]) => JSON.stringify(value) !== JSON.stringify((seen as Record<string, unknown>)[key]),
  )
