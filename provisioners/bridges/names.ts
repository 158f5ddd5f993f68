/** Names that bridges take for themselves, and people who have one of them already. */
import { addressesOf } from '../matrix/address.ts'
import { literally } from '../matrix/registration.ts'
import { cannot, defineResource, type Fact, type Resource } from '../engine/resource.ts'
import type { Intent } from '../model/intent.ts'
import { runSql } from '../stack/commands.ts'
import { currentStores } from '../stack/facts.ts'
import { literal, sql, statements } from '../stack/sql.ts'
import { placeOf, serviceOf, type Bridge } from './bridge.ts'
import { bridges } from './index.ts'

/**
 * Before a bridge is added: its bot and its ghosts get names that nobody else may have, and a person who has one could no longer
 * sign in. Nothing is asked of bridges that run already: Synapse has kept their names free since. What cannot be looked up,
 * as before there is a database, refuses nothing.
 *
 * @returns none without a bridge
 */
export function bridgeNamesFree(intent: Intent): Resource[] {
  const claims = bridges
    .filter(({ id }) => Object.hasOwn(intent.bridges, id))
    .map((bridge) => ({ bridge, pattern: patternOf(bridge, intent) }))
  if (claims.length === 0) return []
  const all = claims.map(({ pattern }) => pattern).join('|')
  return [
    defineResource({
      id: 'bridge-names',
      title: 'Names that the bridges need',
      phase: 'prepare',
      facts: { people: peopleNamed(all), stores: currentStores },
      diff({ people, stores }) {
        const taken = claims
          .filter(({ bridge }) => !stores.has(serviceOf(bridge)))
          .flatMap(({ bridge, pattern }) =>
            people.filter((name) => new RegExp(pattern).test(name)).map((name) => ({ bridge, name })),
          )
        if (taken.length > 0)
          cannot(
            'bridge-name-taken',
            taken
              .map(
                ({ bridge, name }) =>
                  `${name} is a person here, and the ${bridge.name} bridge needs that name.`,
              )
              .join(' '),
          )
        return { met: true, reason: 'Nobody has one of them.' }
      },
    }),
  ]
}

/** Whole names of users, in the expressions that PostgreSQL and JavaScript share. */
function patternOf(bridge: Bridge, intent: Intent): string {
  const place = placeOf(bridge, intent)
  const own = bridge.contribute(place).registration.users.filter(({ exclusive }) => exclusive)
  return `^@(${own.map(({ localpart }) => localpart).join('|')}):${literally(addressesOf(intent).serverName)}$`
}

/** Twenty of them are enough to be named. Whoever an application service has made is no person (Synapse, table users, column appservice_id). */
const peopleNamed = (pattern: string): Fact<readonly string[]> => ({
  id: `bridges.people-named ${pattern}`,
  command: runSql(
    statements([
      sql`SELECT name FROM users WHERE appservice_id IS NULL AND name ~ ${literal(pattern)} ORDER BY name LIMIT 20;`,
    ]),
    'synapse',
  ),
  parse: ({ status, stdout }) =>
    status === 0 ? stdout.split('\n').filter((line) => /^@[^\s:]{1,255}:\S{1,255}$/.test(line)) : [],
})
