/** A server that a newer Bramble has set up is only looked at: everything else is refused here, before anyone can write. */
import { EngineError } from '../../provisioners/index.ts'
import { requests, streams, type Handlers, type RequestName, type StreamName } from '../contract/api.ts'
import type { Connections } from './connections.ts'

/** What asks and leaves no trace on the Pi. Whatever is new to the contract is refused until it is named here. */
const looks: readonly (RequestName | StreamName)[] = [
  'connection.present',
  'connection.trust',
  'connection.signIn',
  'connection.sudo',
  'connection.holder',
  'connection.forget',
  'connection.close',
  'checkup.look',
  'status.watch',
  'logs.follow',
]

/** The same handlers, with every other request and stream of such a connection refused. */
export function readOnlyWhereNewer<H extends Handlers>(connections: Connections, handlers: H): H {
  const refuse = (name: RequestName | StreamName, input: unknown): void => {
    if (looks.includes(name)) return
    const { connection } = input as { connection?: string }
    const version = connection === undefined ? null : connections.newer(connection)
    if (version !== null) throw new EngineError('state-newer', `version ${version}`)
  }
  const guarded = <N extends RequestName | StreamName>(
    names: object,
    table: Record<N, (input: never, from: never) => unknown>,
  ) =>
    Object.fromEntries(
      (Object.keys(names) as N[]).map((name) => [
        name,
        (input: never, from: never) => {
          refuse(name, input)
          return table[name](input, from)
        },
      ]),
    )
  return {
    ...handlers,
    requests: guarded(requests, handlers.requests),
    streams: guarded(streams, handlers.streams),
  }
}
