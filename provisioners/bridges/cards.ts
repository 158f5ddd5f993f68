/** The card of each bridge: how its container is, why where it is not well, and what one that was removed has left. Pure. */
import type { Fact } from '../engine/resource.ts'
import type { BridgeCard } from '../model/bridges.ts'
import { serverNameOf } from '../model/address.ts'
import type { Intent } from '../model/intent.ts'
import type { DatabasesSeen } from '../stack/databases.ts'
import { lastLogs, readLogLine } from '../stack/logs.ts'
import type { OwnContainer } from '../stack/parse.ts'
import { serviceOf, type Bridge } from './bridge.ts'
import { whyNotWell } from './causes/index.ts'

export type ContainersSeen = readonly OwnContainer[]
/** Null while the database does not answer. */
export type DatabasesThere = Pick<DatabasesSeen, 'databases'> | null

/** The end of a bridge's log, oldest first; empty where there is none. */
export const logOf = (bridge: Bridge): Fact<readonly string[]> => ({
  id: `bridges.log.${bridge.id}`,
  command: lastLogs(serviceOf(bridge), 200),
  capBytes: 512 * 1024,
  parse: (answer) => answer.stdout.split('\n').flatMap((line) => readLogLine(line)?.text ?? []),
})

const chosen = (bridge: Bridge, intent: Pick<Intent, 'bridges'>): boolean =>
  Object.hasOwn(intent.bridges, bridge.id)
const containerOf = (bridge: Bridge, containers: ContainersSeen): OwnContainer | undefined =>
  containers.find(({ service }) => service === serviceOf(bridge))

/** Whether its log is worth a look. */
export function needsWhy(
  bridge: Bridge,
  intent: Pick<Intent, 'bridges'>,
  containers: ContainersSeen,
): boolean {
  const container = containerOf(bridge, containers)
  return chosen(bridge, intent) && container !== undefined && stateOf(container) !== 'works'
}

/** @returns null for one that is not in the answers and has left nothing that is known */
export function cardOf(
  bridge: Bridge,
  intent: Pick<Intent, 'bridges' | 'address'>,
  seen: {
    readonly containers: ContainersSeen
    readonly databases: DatabasesThere
    readonly lines: readonly string[]
  },
): BridgeCard | null {
  const left = bridge.database !== null && seen.databases?.databases.has(bridge.database) === true
  if (!chosen(bridge, intent) && !left) return null
  const container = containerOf(bridge, seen.containers)
  const state = chosen(bridge, intent) ? stateOf(container) : 'removed'
  const ended = container !== undefined && container.state !== 'running'
  const cause =
    state === 'unwell' || state === 'stopped' || state === 'starting'
      ? whyNotWell(bridge.id, seen.lines, ended ? container.exitCode : null)
      : null
  return {
    id: bridge.id,
    name: bridge.name,
    state,
    why: cause?.why ?? '',
    remedy: cause?.remedy ?? '',
    bot: `@${bridge.bot}:${serverNameOf(intent.address)}`,
    signIn: bridge.signIn.by,
    firstWords: [...bridge.firstWords],
  }
}

function stateOf(container: OwnContainer | undefined): Exclude<BridgeCard['state'], 'removed'> {
  if (!container) return 'missing'
  if (container.state === 'restarting' || container.health === 'unhealthy') return 'unwell'
  if (container.state !== 'running') return 'stopped'
  return container.health === 'starting' ? 'starting' : 'works'
}
