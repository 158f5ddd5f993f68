/** What the window may ask about how a server is reached: the tailnet, a domain, and proxies that are there. */
import { z } from 'zod'
import { address } from '../../provisioners/model/address.ts'
import { intentSchema } from '../../provisioners/model/intent.ts'
import { domainView, fileForPeople, foundProxy, tailnetView } from '../../provisioners/model/reach.ts'

const connection = z.string().max(64)
const onConnection = z.strictObject({ connection })

export const reachRequests = {
  /** What Tailscale on the Pi says now; asked again and again while the owner signs in. */
  'tailnet.look': { input: onConnection, output: tailnetView },
  /** Looks the names up and compares them with where the Pi is; an address of another mode is a mistake. */
  'domain.check': { input: z.strictObject({ connection, address }), output: domainView },
  /** Proxies that run on the Pi already. */
  'proxy.find': { input: onConnection, output: z.array(foundProxy) },
  /** The texts that the owner puts somewhere else. Pure. */
  'address.files': { input: z.strictObject({ intent: intentSchema }), output: z.array(fileForPeople) },
} as const
