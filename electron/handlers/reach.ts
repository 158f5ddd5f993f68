/** How a server is reached: the tailnet, a domain, and proxies that are there. */
import { filesForPeople } from '../../provisioners/index.ts'
import type { RequestName, Handlers } from '../contract/api.ts'
import type { reachRequests } from '../contract/reach.ts'
import type { Connections } from './connections.ts'

type Names = Extract<RequestName, keyof typeof reachRequests>

export const reachHandlers = (connections: Connections): Pick<Handlers['requests'], Names> => ({
  'tailnet.look': ({ connection }) => connections.engine(connection).tailnet(),
  'domain.check': ({ connection, address }) => connections.engine(connection).checkDomain(address),
  'proxy.find': async ({ connection }) => [...(await connections.engine(connection).findProxies())],
  'address.files': async ({ intent }) => filesForPeople(intent),
})
