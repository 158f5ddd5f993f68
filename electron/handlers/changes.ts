/** Differences on the Pi, and ways back. */
import type { RequestName, Handlers } from '../contract/api.ts'
import type { changesRequests } from '../contract/changes.ts'
import type { Connections } from './connections.ts'
import { storedIntent } from './status.ts'

type Names = Extract<RequestName, keyof typeof changesRequests>

export const changesHandlers = (connections: Connections): Pick<Handlers['requests'], Names> => ({
  'changes.look': async ({ connection }) => {
    const engine = connections.engine(connection)
    return engine.changes(await storedIntent(engine))
  },
})
