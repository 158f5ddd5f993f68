/** What is true of Pocket ID once it runs: somebody has an account there, and it knows the sign-in service. */
import { defineResource, type Action, type Diff, type Resource } from '../../engine/resource.ts'
import { clientSecretId } from '../../matrix/upstream.ts'
import type { Intent } from '../../model/intent.ts'
import type { Secret } from '../../model/secret.ts'
import type { Text } from '../../model/text.ts'
import { anyOf, type Command } from '../../shell/command.ts'
import { toJson } from '../../stack/yaml.ts'
import type { Place } from '../identity-provider.ts'
import { CLIENT_ID, clientBody, differences } from './client.ts'
import { answersWith, request } from './curl.ts'
import type { CurlOption } from '../../shell/curl-config.ts'
import * as facts from './facts.ts'
import { personBody } from './person.ts'
import { API_KEY, INSIDE } from './place.ts'

const CLIENT_URL = `${INSIDE}/api/oidc/clients/${CLIENT_ID}`

/** In the order of the work: until somebody has an account, anybody who gets there could become the administrator. */
export const pocketIdResources = (place: Place, intent: Intent): Resource[] => [
  firstPersonThere(place),
  clientKnown(place, intent),
  clientSecretHolds(place),
]

type Method = 'POST' | 'PUT' | 'DELETE'

function call(key: Secret, method: Method, url: string, body?: Text): CurlOption[] {
  return [
    ['url', [url]],
    ['request', [method]],
    ['header', ['X-API-KEY: ', key]],
    // without it Pocket ID takes no body (backend/internal/httpserver/binding.go)
    ...(body
      ? ([
          ['header', ['Content-Type: application/json']],
          ['data', body],
        ] as const)
      : []),
  ]
}

const run = (command: Command): Action => ({ kind: 'run', command, timeoutSeconds: 60 })

function firstPersonThere(place: Place): Resource {
  return defineResource({
    id: 'pocket-id-first-person',
    title: 'Make the first account in Pocket ID',
    phase: 'start',
    after: ['containers'],
    facts: { people: facts.people },
    diff({ people }, means): Diff {
      if (people === 'somebody') return { met: true, reason: 'Somebody has an account there.' }
      const post = request(
        call(means.secret(API_KEY), 'POST', `${INSIDE}/api/users`, toJson(personBody(place))),
      )
      return {
        met: false,
        change: 'add',
        summary: `${String(place.settings['username'])}, an administrator`,
        ...(people === 'unknown' && { likely: true }),
        actions: [run(anyOf(answersWith(facts.people.command, 404), post))],
      }
    },
  })
}

function clientKnown(place: Place, intent: Intent): Resource {
  return defineResource({
    id: 'pocket-id-client',
    title: 'Tell Pocket ID about the sign-in service',
    phase: 'start',
    after: ['containers', 'pocket-id-first-person'],
    facts: { client: facts.client },
    diff({ client }, means): Diff {
      const seen = client.state === 'there' ? client.client : null
      const wrong = seen ? differences(seen, place, intent) : []
      if (seen && wrong.length === 0) return { met: true, reason: 'It knows it, with this redirect address.' }
      const key = means.secret(API_KEY)
      const body = toJson(clientBody(place, intent, seen))
      if (seen)
        return {
          met: false,
          change: 'change',
          summary: wrong.join(', '),
          actions: [run(request(call(key, 'PUT', CLIENT_URL, body)))],
        }
      const post = request(call(key, 'POST', `${INSIDE}/api/oidc/clients`, body))
      return {
        met: false,
        change: 'add',
        summary: place.redirect,
        ...(client.state === 'unknown' && { likely: true }),
        // one that was there while nobody could ask stays as it is: what its owner has set there is not known here
        actions: [run(anyOf(answersWith(facts.client.command, 200), post))],
      }
    },
  })
}

function clientSecretHolds(place: Place): Resource {
  const { key: entry } = place.entry
  return defineResource({
    id: 'pocket-id-client-secret',
    title: 'Give Pocket ID the sign-in service’s secret',
    phase: 'start',
    after: ['pocket-id-client'],
    facts: { client: facts.client, holds: facts.secretHolds(entry) },
    diff({ client, holds }, means): Diff {
      if (holds === true) return { met: true, reason: 'The secret was tried, and holds.' }
      const key = means.secret(API_KEY)
      // while ours does not hold, nobody knows whose the others are; there is room for twenty (backend/internal/model/oidc.go)
      const strangers =
        holds === false && client.state === 'there' ? (client.client.credentials.secrets ?? []) : []
      const removed = strangers.map(({ id }) =>
        run(
          request(call(key, 'DELETE', `${CLIENT_URL}/secrets/${encodeURIComponent(id)}`), {
            refusal: 'passed-over',
          }),
        ),
      )
      const post = request(
        call(key, 'POST', `${CLIENT_URL}/secrets`, toJson({ secret: means.secret(clientSecretId(entry)) })),
        { answer: 'hidden' },
      )
      return {
        met: false,
        change: strangers.length > 0 ? 'change' : 'add',
        summary: strangers.length > 0 ? 'In place of another' : 'The same value on both sides',
        ...(holds === null && { likely: true }),
        actions: [...removed, run(anyOf(answersWith(facts.tryingSecret(entry), 400), post))],
      }
    },
  })
}
