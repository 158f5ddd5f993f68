/**
 * Rooms that are shared with people on other servers: whoever is still in one when the server goes stays in its list of members
 * for ever, and other servers go on sending to it. So everybody leaves first.
 */
import { doublePuppet } from './bridges/double-puppet.ts'
import { defineResource, type Diff, type Fact } from './engine/resource.ts'
import type { Text } from './model/text.ts'
import { allOf, anyOf, sh, withInput, type Command } from './shell/command.ts'
import { runSql } from './stack/commands.ts'
import * as stackFacts from './stack/facts.ts'
import { containerName, PROBE_SERVICE, storePath } from './stack/paths.ts'
import { sql, statements } from './stack/sql.ts'

export interface Membership {
  readonly user: string
  readonly room: string
}

/** So many are left by a run; more would take longer than anybody waits. */
const LIMIT = 2000
/** Seconds for all of them. What is not done by then stays as it is. */
const PATIENCE = 900

/**
 * People of this server in rooms with others (Synapse, storage/schema: local_current_membership and current_state_events).
 * Only Synapse's database knows.
 */
export const sharedRooms: Text = statements([
  sql`SELECT l.user_id, l.room_id FROM local_current_membership AS l WHERE l.membership = 'join' AND EXISTS (SELECT FROM current_state_events AS c WHERE c.room_id = l.room_id AND c.type = 'm.room.member' AND c.membership = 'join' AND split_part(c.state_key, ':', 2) <> split_part(l.user_id, ':', 2)) ORDER BY l.room_id, l.user_id;`,
])

/** Null while the database does not answer. */
const memberships: Fact<readonly Membership[] | null> = {
  id: 'uninstall.rooms',
  command: runSql(sharedRooms, 'synapse'),
  capBytes: 1024 * 1024,
  parse: (answer) => (answer.status === 0 ? parseMemberships(answer.stdout) : null),
}

/** Reads lines of a person and a room; what is neither is passed over. */
export function parseMemberships(text: string): Membership[] {
  return text.split('\n').flatMap((line) => {
    const found = /^(@[^\s]{1,254})\t(![^\s]{1,254})$/.exec(line)
    return found ? [{ user: found[1] ?? '', room: found[2] ?? '' }] : []
  })
}

export const roomsLeft = defineResource({
  id: 'uninstall-rooms',
  title: 'Leave the rooms that are shared with other servers',
  phase: 'prepare',
  facts: {
    memberships,
    stores: stackFacts.currentStores,
    listing: stackFacts.storeListing,
    secrets: stackFacts.secretsListing,
  },
  diff({ memberships: all, stores, listing, secrets }, means): Diff {
    if (all === null)
      return { met: true, reason: 'While the server does not run, nobody can say which rooms are shared.' }
    if (all.length === 0) return { met: true, reason: 'No room is shared with another server.' }
    const rooms = new Set(all.map(({ room }) => room)).size
    const many = `${rooms === 1 ? '1 room is' : `${rooms} rooms are`} shared with other servers`
    const registered = listing.has(
      `${storePath(stores.get(PROBE_SERVICE) ?? '')}/registration-${doublePuppet.id}.yaml`,
    )
    const known = [...secrets.keys()].some((path) => path.endsWith(`/${doublePuppet.asToken}`))
    if (!registered || !known)
      return {
        met: true,
        reason: `${many}, and Bramble has no key to leave them. Leave them in your apps first, or other servers go on sending to this one.`,
      }
    const now = all.slice(0, LIMIT)
    return {
      met: false,
      change: 'remove',
      summary: `${many}; ${now.length === 1 ? '1 membership ends' : `${now.length} memberships end`}${now.length < all.length ? ` of ${all.length}` : ''}, as far as ${PATIENCE / 60} minutes allow`,
      actions: [
        {
          kind: 'run',
          command: leaveAll(now, [
            'header = "Authorization: Bearer ',
            means.secret(doublePuppet.asToken),
            '"\n',
          ]),
          timeoutSeconds: PATIENCE + 60,
        },
      ],
    }
  },
})

/** Asks Synapse for each, a few a second; one that fails holds up no other, and the uninstallation neither. */
function leaveAll(all: readonly Membership[], authorization: Text): Command {
  const requests = all.flatMap(({ user, room }, at): Text => [
    ...(at === 0 ? [] : ['next\n']),
    `url = "http://localhost:8008/_matrix/client/v3/rooms/${encodeURIComponent(room)}/leave?user_id=${encodeURIComponent(user)}"\n`,
    ...authorization,
    'silent\nshow-error\nheader = "Content-Type: application/json"\nrequest = "POST"\ndata = "{}"\nmax-time = 30\noutput = "/dev/null"\n',
    'write-out = "%{http_code}\\n"\n',
  ])
  const ask = withInput(
    sh`docker exec --interactive ${containerName(PROBE_SERVICE)} timeout ${PATIENCE} curl --silent --show-error --rate 4/s --config -`,
    requests,
  )
  // Synapse tells the other servers after it has answered
  return allOf(anyOf(ask, sh`true`), sh`sleep 15`)
}
