/** What the window may ask about how a server is reached: the tailnet, a domain, and proxies that are there. */
import { z } from 'zod'
import { address } from '../../provisioners/model/address.ts'
import { intentSchema } from '../../provisioners/model/intent.ts'
import { planView } from '../../provisioners/model/plan.ts'
import {
  domainView,
  fileForPeople,
  foundProxy,
  joinSettings,
  tailnetView,
} from '../../provisioners/model/reach.ts'

const connection = z.string().max(64)
const onConnection = z.strictObject({ connection })

export const reachRequests = {
  /** What Tailscale on the Pi says now; asked again and again while the owner signs in. */
  'tailnet.look': { input: onConnection, output: tailnetView },
  /** What joining would do. The auth key, where one is used, is given before by `secret.give`. */
  'tailnet.plan': { input: z.strictObject({ connection, settings: joinSettings }), output: planView },
  /** Joins, as a run of its own; another plan by now is the problem `changed-meanwhile`. */
  'tailnet.join': {
    input: z.strictObject({ connection, settings: joinSettings, plan: z.string(), breakLock: z.boolean() }),
    output: z.strictObject({ run: z.string().nullable() }),
  },
  /** Looks the names up and compares them with where the Pi is; an address of another mode is a mistake. */
  'domain.check': { input: z.strictObject({ connection, address }), output: domainView },
  /** Proxies that run on the Pi already. */
  'proxy.find': { input: onConnection, output: z.array(foundProxy) },
  /** The texts that the owner puts somewhere else. Pure. */
  'address.files': { input: z.strictObject({ intent: intentSchema }), output: z.array(fileForPeople) },
} as const
