/** Bridges, and the accounts of networks behind them. */
import { bridgeViews, wrongBridges } from '../../provisioners/index.ts'
import type { RequestName, Handlers } from '../contract/api.ts'
import type { bridgeRequests } from '../contract/bridges.ts'
import type { Connections } from './connections.ts'
import { storedIntent } from './status.ts'

type Names = Extract<RequestName, keyof typeof bridgeRequests>

export function bridgeHandlers(connections: Connections): Pick<Handlers['requests'], Names> {
  const there = async (connection: string) => {
    const engine = connections.engine(connection)
    return { bridges: engine.bridges, intent: await storedIntent(engine) }
  }
  return {
    'bridges.catalog': async () => bridgeViews(),
    'bridges.wrong': async (answers) => {
      const found: Record<string, Record<string, string>> = {}
      for (const { bridge, field, words } of wrongBridges(answers))
        (found[bridge] ??= {})[field ?? ''] = words
      return found
    },
    'bridges.list': async ({ connection }) => {
      const { bridges, intent } = await there(connection)
      return bridges.list(intent)
    },
    'bridges.logins': async ({ connection, ...whose }) => {
      const { bridges, intent } = await there(connection)
      return bridges.logins(whose, intent)
    },
    'bridges.flows': async ({ connection, ...whose }) => {
      const { bridges, intent } = await there(connection)
      return bridges.flows(whose, intent)
    },
    'bridges.signIn': async ({ connection, flow, ...whose }) => {
      const { bridges, intent } = await there(connection)
      return bridges.signIn(whose, flow, intent)
    },
    'bridges.answer': async ({ connection, login, step, answers, ...whose }) => {
      const { bridges, intent } = await there(connection)
      return bridges.answer(whose, { login, step }, answers, intent)
    },
    'bridges.wait': async ({ connection, login, step, ...whose }) => {
      const { bridges, intent } = await there(connection)
      return bridges.wait(whose, { login, step }, intent)
    },
    'bridges.signOut': async ({ connection, login, ...whose }) => {
      const { bridges, intent } = await there(connection)
      await bridges.signOut(whose, login, intent)
      return {}
    },
  }
}
